import UnrollConsole
import UnrollGrading

/// `unroll start`: a folder for a student's own solutions.
struct StartCommand: Command {
  static let folder = Argument("DIR", .text, help: "The folder to make, or to bring up to date.")

  let name = "start"
  let summary = "Make a folder with the exercises, to work in."
  let discussion = """
    The folder is a small package of your own, with a file for each exercise that says what to write. Solutions are \
    checked with unroll check-exercise, as often as you like, and nobody is told.

    Started again on the same folder, it adds exercises that are new and touches none of your files.
    """
  var accepts: [any Declaration] { [Self.folder, Coursework.variant] }
  let examples = [Example("start ../my-rnn", "A folder beside this one.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.folder]
    let (folder, new) = try Coursework.failing {
      try StudentFolder.start(
        path,
        variant: arguments.wasGiven(Coursework.variant)
          ? UInt64(arguments[Coursework.variant]) : nil)
    }
    if new.isEmpty {
      console.say(
        "\(path) has all exercises already; your files were not touched, and its Package.swift leads here."
      )
    } else {
      console.say("\(new.count) exercise\(new.count == 1 ? "" : "s") in \(path).")
    }
    if folder.course.variant.seed != 0 {
      console.say("Its numbers and conventions are those of \(folder.course.variant.summary).")
    }
    let progress = folder.progress
    let sheets = folder.course.sheets
    guard let first = sheets.first(where: { progress[$0.folder]?.isPassed != true }) ?? sheets.first
    else { return }
    console.print()
    let begin = progress.isEmpty ? "Begin with" : "Go on with"
    console.say("\(begin) exercise \(first.id), \(first.title):")
    console.print()
    console.print("  \(folder.path)/\(first.file)")
    console.print(Coursework.typed("exercises \(first.id)", in: path))
    console.print(Coursework.typed("check-exercise \(first.id)", in: path))
    console.print()
    if progress.isEmpty {
      console.say("New to Swift? Tutorials/00-swift-for-keras.md takes twenty minutes.")
    }
    console.say(
      "\(Coursework.program) is the command that was built here. After an update of the course, build it again with "
        + "'swift build -c release'.")
    let questions = folder.course.questions
    console.print()
    console.say("Questions to lecture \(questions.lecture), to be answered in the file itself:")
    console.print()
    console.print("  \(folder.path)/\(questions.file)")
    console.print(Coursework.typed("questions", in: path))
  }
}
