import UnrollConsole
import UnrollGrading

/// `unroll bug-hunt`: a folder with ten wrong trainings.
struct BugHuntCommand: Command {
  static let folder = Argument("DIR", .text, help: "The folder to make, or to look into again.")

  let name = "bug-hunt"
  let summary = "Make a folder with ten wrong trainings, to find out why."
  let discussion = """
    Each program compiles and runs within seconds, and trains badly for one reason that people meet. Its first lines say \
    what was expected and what is seen. Look into it with checkGradients, TimeLedger or unroll flow, write the letter of \
    your diagnosis behind '// Diagnosis:', mend the program, and have both checked with unroll check-bug.

    There are more diagnoses than programs. Called again, it shows how far you are and touches none of your files.
    """
  var accepts: [any Declaration] { [Self.folder] }
  let examples = [Example("bug-hunt ../my-hunt", "A folder beside this one.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.folder]
    let folder = try Hunting.failing { try HuntFolder.start(path) }
    let solved = folder.solved
    let table = Table(
      rows: HuntBug.all,
      columns: [
        Column("Bug", key: "bug") { .text($0.id) },
        Column("", key: "title") { .text($0.title) },
        Column("File", key: "file") { .text($0.file) },
        Column("State", key: "state", tint: { _ in .green }) {
          .text(solved.contains($0.number) ? "mended" : "")
        },
      ])
    console.print(table.text(width: console.windowWidth, style: console.style))
    console.print()
    console.print(console.style(.bold, "Diagnoses"))
    for diagnosis in Diagnosis.all { console.print("  \(diagnosis.letter)  \(diagnosis.name)") }
    console.print()
    guard let next = HuntBug.all.first(where: { !solved.contains($0.number) }) else {
      return console.say("All ten are found and mended.")
    }
    console.say("Next: bug \(next.id), \(next.title). Run it, look into it, and check it:")
    console.print()
    console.print("  swift run -c release --package-path \(path) \(next.program)")
    console.print("  swift run -c release unroll check-bug \(next.id) --in \(path)")
    console.print()
    console.say("The first build takes minutes, because it compiles the whole library.")
  }
}

/// `unroll check-bug`: is it found, and is it mended?
struct CheckBugCommand: Command {
  static let bug = Argument("BUG", .text, help: "Its number: 03.")
  static let folder = Option(
    "in", "DIR", .text, default: ".", help: "The folder that unroll bug-hunt made.")

  let name = "check-bug"
  let summary = "Check whether a bug is found and mended."
  let discussion = """
    The program is compiled and run on data of its own kind that are new to it. What it hands in is held against answers \
    that it is not told; and the letter in its file against the cause.

    The exit code is 0 where the bug is found and mended.
    """
  var accepts: [any Declaration] { [Self.bug, Self.folder, Shared.seed] }
  let examples = [Example("check-bug 03 --in ../my-hunt", "Check bug 03.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try Hunting.failing { try HuntFolder(at: arguments[Self.folder]) }
    let name = arguments[Self.bug]
    guard let bug = HuntBug.named(name) else {
      throw CommandFailure(
        .wrongUsage,
        "there is no bug \(quoted(name)); there are \(HuntBug.all.map(\.id).joined(separator: ", "))."
      )
    }
    console.print(console.style(.dim, "Compiling and running \(bug.file)"))
    let verdict = try HuntCheck(bug, in: folder, seed: arguments[Shared.seed]).run()
    console.print()
    Hunting.show(verdict, of: bug, console)
    if !verdict.isSolved {
      throw CommandFailure.checkFailed("bug \(bug.id) is not found and mended yet")
    }
    let left = HuntBug.all.filter { !folder.solved.contains($0.number) }
    console.print()
    console.say(
      left.first.map { "\(left.count) left; next is bug \($0.id), \($0.title)." }
        ?? "That was the last one: all ten are found and mended.")
  }
}

/// What the two commands share.
enum Hunting {
  /// What a reader is told of a verdict.
  static func show(_ verdict: HuntVerdict, of bug: HuntBug, _ console: Console) {
    switch verdict {
    case .notCompiled(let text):
      console.print(console.style(.red, "The compiler does not understand it:"))
      console.print(text)
    case .notFinished(let said):
      console.print(console.style(.red, "The program came to no result:"))
      console.print(Coursework.indented(said))
    case .judged(let outcome):
      let tint: Style.Tint = outcome.isSolved ? .green : .red
      for (index, sentence) in outcome.sentences.enumerated() where !sentence.isEmpty {
        console.say(index == 0 ? console.style(tint, sentence) : sentence)
      }
      if outcome.isFound { return }
      console.print()
      console.print(console.style(.bold, "What would show the cause"))
      console.say(bug.tool)
    }
  }

  /// Errors of folders with the exit codes of the command line.
  static func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as HuntFolderError {
      switch error {
      case .notStarted, .courseIsGone:
        throw CommandFailure(.noSuchFile, error.description + ".")
      case .inUse: throw CommandFailure(.cannotWrite, error.description + ".")
      }
    }
  }
}
