import UnrollConsole
import UnrollGrading

/// Shows a reader what is said of a verdict.
struct VerdictScreen {
  private let console: Console
  private let sheet: ExerciseSheet

  init(_ console: Console, _ sheet: ExerciseSheet) { (self.console, self.sheet) = (console, sheet) }

  func show(_ verdict: Verdict) {
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
