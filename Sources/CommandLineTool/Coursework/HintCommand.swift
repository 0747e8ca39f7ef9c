import UnrollConsole
import UnrollGrading

/// `unroll hint`: the next hint to an exercise.
struct HintCommand: Command {
  static let again = Option(
    flag: "again", help: "Show those that were read already, and no new one.")

  let name = "hint"
  let summary = "Read the next hint to an exercise."
  let discussion = """
    The first hint is a question, the last is nearly the code; none is the answer. Each call shows one more.
    """
  var accepts: [any Declaration] { [Coursework.exercise, Coursework.folder, Self.again] }
  let examples = [Example("hint 05 --in ../my-rnn", "One more hint to exercise 05.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try Coursework.folder(arguments)
    let sheet = try Coursework.sheet(arguments[Coursework.exercise], of: folder.course)
    let read = folder.progress[sheet.folder]?.hints ?? 0
    let shown = arguments[Self.again] ? read : min(read + 1, sheet.hints.count)
    if shown == 0 { return console.say("No hint to exercise \(sheet.id) was read yet.") }
    for (index, hint) in sheet.hints.prefix(shown).enumerated() {
      console.print(console.style(.bold, "Hint \(index + 1) of \(sheet.hints.count)"))
      console.say(hint)
      console.print()
    }
    if !arguments[Self.again], read == sheet.hints.count {
      console.say("These are all. The worked numbers are the next best help:")
      console.print(Coursework.typed("exercises \(sheet.id)", in: folder.path))
    }
    try folder.note(sheet) { $0.hints = max($0.hints, shown) }
  }
}

/// `unroll reset`: an exercise from the beginning.
struct ResetCommand: Command {
  let name = "reset"
  let summary = "Begin an exercise again."
  let discussion = "The file is as it was in the beginning; what you wrote is kept beside it."
  var accepts: [any Declaration] { [Coursework.exercise, Coursework.folder] }
  let examples = [Example("reset 05 --in ../my-rnn", "Begin exercise 05 again.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try Coursework.folder(arguments)
    let sheet = try Coursework.sheet(arguments[Coursework.exercise], of: folder.course)
    let kept = try folder.reset(sheet)
    // Paths are not to be broken.
    let place = folder.path == "." ? "" : folder.path + "/"
    console.print("As it was in the beginning: \(place)\(sheet.file)")
    if let kept { console.print("What you had written:       \(place)\(kept)") }
  }
}
