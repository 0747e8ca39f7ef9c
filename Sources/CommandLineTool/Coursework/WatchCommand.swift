import Foundation
import UnrollConsole
import UnrollGrading

/// `unroll watch`: checks an exercise whenever its file is saved.
struct WatchCommand: Command {
  static let exercise = Argument(
    optional: "EXERCISE", .text,
    help: "One of them; unless given, whichever is saved, the next one first.")

  let name = "watch"
  let summary = "Check an exercise each time its file is saved."
  let discussion = """
    Keep it open beside your editor. Ctrl-C ends it.
    """
  var accepts: [any Declaration] { [Self.exercise, Coursework.folder, Shared.seed] }
  let examples = [
    Example("watch --in ../my-rnn", "Whatever you are working on."),
    Example("watch 05 --in ../my-rnn", "Exercise 05 alone."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try Coursework.folder(arguments)
    let sheets =
      try arguments[Self.exercise].map { [try Coursework.sheet($0, of: folder.course)] }
      ?? folder.course.sheets
    console.interrupt.listen()
    console.say("Watching \(folder.path): save a file, and it is checked. Ctrl-C ends this.")
    let progress = folder.progress
    var seen = sheets.map { Self.saved($0, folder) }
    if let first = sheets.first(where: { progress[$0.folder]?.isPassed != true }) ?? sheets.first {
      try check(first, folder, arguments, console)
    }
    while !console.interrupt.isRequested {
      for (index, sheet) in sheets.enumerated() {
        let now = Self.saved(sheet, folder)
        if now == seen[index] { continue }
        seen[index] = now
        if now != nil { try check(sheet, folder, arguments, console) }
      }
      usleep(200_000)
    }
    console.print()
    console.print("Ended.")
  }

  private func check(
    _ sheet: ExerciseSheet, _ folder: StudentFolder, _ arguments: ParsedArguments,
    _ console: Console
  ) throws {
    console.print()
    console.print(console.style(.dim, "Exercise \(sheet.id): \(sheet.file)"))
    let check = SolutionCheck(sheet, in: folder, seed: arguments[Shared.seed])
    VerdictScreen(console, sheet).show(try check.run())
  }

  /// When a student's file was saved last; nil where there is none.
  private static func saved(_ sheet: ExerciseSheet, _ folder: StudentFolder) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: folder.path + "/\(sheet.file)")
    return attributes?[.modificationDate] as? Date
  }
}
