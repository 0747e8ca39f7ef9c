import UnrollConsole
import UnrollGrading

/// Shows a reader what is said of a verdict.
struct VerdictScreen {
  private let console: Console
  private let sheet: ExerciseSheet

  init(_ console: Console, _ sheet: ExerciseSheet) { (self.console, self.sheet) = (console, sheet) }

  /// How many of the lines that a solution printed are shown.
  private static let shownLines = 20

  /// Shows a verdict, and what the solution printed in the case that it is about.
  func show(_ result: SolutionCheck.Result) {
    show(result.verdict)
    guard !result.printed.isEmpty else { return }
    console.print()
    console.say("Your code printed, for \(result.printedCase):")
    result.printed.prefix(Self.shownLines).forEach { console.print(Coursework.indented($0)) }
    let more = result.printed.count - Self.shownLines
    if more > 0 { console.say("and \(more) more line\(more == 1 ? "" : "s").") }
  }

  private func show(_ verdict: Verdict) {
    console.print()
    for paragraph in VerdictWords(verdict, sheet).paragraphs {
      switch paragraph {
      case .gap: console.print()
      case .verdict(let words, let isGood):
        console.print(console.style(isGood ? .green : .red, words))
      case .heading(let words): console.print(console.style(.bold, words))
      case .text(let words): console.say(words)
      case .item(let words): console.say("- " + words)
      // What a compiler says stands at the edge, so that an editor finds the line, and so does a drawing.
      case .verbatim(let words):
        if case .crashed = verdict {
          console.print(Coursework.indented(words))
        } else {
          console.print(words)
        }
      }
    }
  }
}
