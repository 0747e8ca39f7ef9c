import UnrollConsole
import UnrollGrading

/// `unroll check-exercise`: is a solution right, and if not, what is the first thing that is wrong?
struct CheckExerciseCommand: Command {
  let name = "check-exercise"
  let summary = "Check a solution, and say what is wrong first."
  let discussion = """
    Your functions are called with numbers by hand, with random ones of several sizes and with borderline cases, in a \
    program of their own. Every result is compared to nine digits. The first quantity that is wrong is named; where \
    all your numbers are those of a mistake that is known, it is explained.

    The exit code is 0 where the exercise is passed.
    """
  var accepts: [any Declaration] { [Coursework.exercise, Coursework.folder, Shared.seed] }
  let examples = [Example("check-exercise 05 --in ../my-rnn", "Check exercise 05.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try Coursework.folder(arguments)
    let sheet = try Coursework.sheet(arguments[Coursework.exercise], of: folder.course)
    console.print(console.style(.dim, "Compiling and checking \(sheet.file)"))
    let result = try SolutionCheck(sheet, in: folder, seed: arguments[Shared.seed]).run()
    VerdictScreen(console, sheet).show(result)
    if !result.verdict.isPassed {
      let read = folder.progress[sheet.folder]?.hints ?? 0
      console.print()
      if read < sheet.hints.count {
        console.say("A hint, \(read + 1) of \(sheet.hints.count):")
        console.print(Coursework.typed("hint \(sheet.id)", in: folder.path))
      } else {
        console.say("All hints are read. The worked numbers:")
        console.print(Coursework.typed("exercises \(sheet.id)", in: folder.path))
      }
      throw CommandFailure.checkFailed("exercise \(sheet.id) is not passed yet")
    }
    let progress = folder.progress
    if let next = folder.course.sheets.first(where: { progress[$0.folder]?.isPassed != true }) {
      console.say("Next is exercise \(next.id), \(next.title):")
      console.print(Coursework.typed("exercises \(next.id)", in: folder.path))
    } else {
      console.say("That was the last one: all exercises are passed.")
    }
  }
}
