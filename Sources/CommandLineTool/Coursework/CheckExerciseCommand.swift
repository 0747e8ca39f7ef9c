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
    let check = SolutionCheck(sheet, in: folder, seed: arguments[Shared.seed])
    let verdict = try check.run()
    let screen = VerdictScreen(console, sheet)
    screen.show(verdict)
    if !verdict.isPassed {
      throw CommandFailure.checkFailed("exercise \(sheet.id) is not passed yet")
    }
    let progress = folder.progress
    if let next = folder.course.sheets.first(where: { progress[$0.folder]?.isPassed != true }) {
      console.say("Next: unroll exercises \(next.id), \(next.title).")
    } else {
      console.say("That was the last one: all exercises are passed.")
    }
  }
}

/// What a reader is told of a verdict.
struct VerdictScreen {
  private let console: Console
  private let sheet: ExerciseSheet

  init(_ console: Console, _ sheet: ExerciseSheet) { (self.console, self.sheet) = (console, sheet) }

  func show(_ verdict: Verdict) {
    console.print()
    switch verdict {
    case .passed:
      console.print(console.style(.green, "Passed: every \(sheet.noun) is right."))
      console.print()
      if let drawing = sheet.drawing {
        console.print(drawing)
        console.print()
      }
      console.print(console.style(.bold, "The question before"))
      console.say(sheet.question.text)
      console.say(sheet.question.answer)
      console.print()
    case .notWritten(let part):
      console.say("\(part) is not written yet. Put your code in place of notWritten(…).")
    case .notCompiled(let text):
      console.print(console.style(.red, "The compiler does not understand it:"))
      console.print(text)
    case .forbidden(let name, let line):
      console.say(
        "Line \(line) uses \(name), which does what this exercise is about. Write it yourself, with what the file "
          + "begins with.")
    case .timedOut(let part, let caseName, let seconds):
      console.say(
        "\(part) did not come to an end in \(Int(seconds)) seconds (\(caseName)), and was stopped. Is there a loop "
          + "whose condition stays true?")
    case .crashed(let part, let caseName, let said):
      console.print(console.style(.red, "\(part) came to no answer (\(caseName)):"))
      console.print(Coursework.indented(said))
    case .stopped(let reason):
      console.say("The program was stopped: \(reason).")
    case .wrong(let finding):
      show(finding)
    }
  }

  private func show(_ finding: Finding) {
    console.print(console.style(.red, "Not right yet: \(finding.part), \(finding.caseName)"))
    console.say(finding.sentence)
    if let one = finding.explanation {
      console.print()
      console.say("These are, in every case, the \(sheet.noun)s of \(one.name).")
      console.say(one.explanation)
    } else if !finding.misconceptions.isEmpty {
      list(
        "These are the \(sheet.noun)s of several mistakes; it may be one of them:",
        finding.misconceptions)
    } else if !finding.candidates.isEmpty {
      list(
        "What is wrong first is what comes out of this, but the rest is not:", finding.candidates)
    }
    if finding.explanation == nil, !finding.relations.isEmpty {
      console.print()
      for relation in finding.relations { console.say("In every case \(relation).") }
    }
    console.print()
    console.say("unroll hint \(sheet.id) helps a little.")
  }

  private func list(_ heading: String, _ misconceptions: [Misconception]) {
    console.print()
    console.say(heading)
    for misconception in misconceptions {
      console.say("- \(misconception.name). \(misconception.explanation)")
    }
  }
}
