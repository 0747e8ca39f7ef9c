import Foundation

/// The second page: the same states spell a word.
struct HelloPage {
  private let spelling: HandSpelling
  private let word: String
  private let wh: Double
  private let blanks: Blanks

  init(_ variant: CourseVariant, _ blanks: Blanks) {
    (spelling, word, wh) = (variant.spelling, variant.word, variant.network.wh)
    self.blanks = blanks
  }

  func html(term: String) -> String {
    let (letters, double) = (spelling.letters, spelling.letters[2])
    return """
      <section>
      <h1>The same unit spells \(word)</h1>
      <p>The vocabulary is \(letters.joined(separator: ", ")). A character that is read adds its weight: <b>\(weights)</b>;
      these are your Wx x<sub>t</sub> of the first page, so the first three states are known. Each state gives four
      logits, z = Wy h with <b>Wy = \(spelling.wy.map(\.written).joined(separator: ", "))</b> for
      \(letters.joined(separator: ", ")). Softmax makes probabilities of them:
      p<sub>k</sub> = e<sup>z<sub>k</sub></sup> / Σ e<sup>z</sup>.</p>
      <h2>Before you compute</h2>
      <p>After \(double) the word goes on once with \(double) and once with \(letters[3]). What must differ between the two
      moments for a model to get both right?
      \(blanks.line("the state, as the character is the same", isWide: true))</p>
      <h2>1. Forward</h2>
      \(forward)
      <p>L, the mean of the last column: \(blanks.line(spelling.loss.fourDigits)) &nbsp; Its perplexity, e<sup>L</sup>:
      \(blanks.line(exp(spelling.loss).fourDigits)) &nbsp; A guess among four has \(blanks.line("4")).</p>
      <h2>2. Backward to the logits: dz = (p − y) / 4, where y is 1 at the character to be said</h2>
      \(backward)
      <p>Each row sums to \(blanks.line("0")), because
      \(blanks.line("the p of a row sum to 1, and so do the y", isWide: true))</p>
      <h2>3. Back to the states</h2>
      <p>Each state gets Σ<sub>k</sub> dz<sub>k</sub> Wy<sub>k</sub> from its own logits, and Wh δ<sub>t+1</sub> from the
      step behind it, with Wh = \(wh.written); δ = dh (1 − h²).</p>
      \(states)
      <h2>4. The weights</h2>
      <p>\(double) was read twice, so dWx(\(double)) = \(blanks.line(spelling.dWx[2].fourDigits)).
      dWx(\(letters[0])) = \(blanks.line(spelling.dWx[0].fourDigits)),
      dWx(\(letters[1])) = \(blanks.line(spelling.dWx[1].fourDigits)), dWx(\(letters[3])) = \(blanks.line("0")).
      dWh = \(blanks.line(spelling.dWh.fourDigits)), db = \(blanks.line(spelling.db.fourDigits)).</p>
      <p>Which way must Wx(\(letters[0])) go for the loss to fall?
      \(blanks.line(spelling.dWx[0] > 0 ? "down" : "up"))</p>
      <footer>\(term) · exercises 04 and 12 · unroll worksheet</footer>
      </section>
      """
  }

  private var weights: String {
    zip(spelling.letters, spelling.wx).map { "Wx(\($0)) = \($1.written)" }.joined(separator: ", ")
  }

  // MARK: - Tables

  private var forward: String {
    Blanks.table(
      ["t", "read", "h"] + logitHeads + ["to say", "p of it", "−ln p"],
      (1...4).map { t in
        let step = spelling.steps[t - 1]
        return "<tr><td>\(t)</td><td>\(spelling.read(t))</td>"
          + ([step.h] + step.z).map { blanks.cell($0.fourDigits) }.joined()
          + "<td>\(spelling.toSay(t))</td>"
          + [exp(-step.cost), step.cost].map { blanks.cell($0.fourDigits) }.joined() + "</tr>"
      })
  }

  private var backward: String {
    Blanks.table(
      ["t", "to say"] + logitHeads.map { $0.replacingOccurrences(of: "z", with: "dz") },
      (1...4).map { t in
        blanks.row(
          ["\(t)", spelling.toSay(t)], spelling.steps[t - 1].dz.map(\.fourDigits))
      })
  }

  private var logitHeads: [String] {
    ["z: \(spelling.letters[0])"] + spelling.letters.dropFirst()
  }

  private var states: String {
    Blanks.table(
      ["t", "Σ dz Wy", "Wh δ<sub>t+1</sub>", "dh", "1 − h²", "δ"],
      (1...4).reversed().map { t in
        let step = spelling.steps[t - 1]
        return blanks.row(
          ["\(t)"],
          [step.direct, step.later, step.dh, 1 - step.h * step.h, step.delta].map(\.fourDigits))
      })
  }
}
