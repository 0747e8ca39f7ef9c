import Foundation

/// The second page: the same states spell hello.
struct HelloPage {
  private static let characters = ["h", "e", "l", "o"]
  private static let read = [0, 1, 2, 2]
  private static let said = [1, 2, 2, 3]
  private static let wy: [Double] = [-1, 2, 1, 0]

  private let blanks: Blanks
  private let network: HandNetwork
  /// The weight of each character; that of o is never used.
  private let wx: [Double]
  /// The states behind h, e, l, l.
  private let states: [Double]

  init(_ network: HandNetwork, _ blanks: Blanks) {
    (self.network, self.blanks) = (network, blanks)
    let weights = network.x.map { network.wx * $0 } + [0]
    wx = weights
    states = Self.read.reduce(into: []) { states, character in
      states.append(
        tanh(weights[character] + network.wh * (states.last ?? 0) + network.b))
    }
  }

  func html(term: String) -> String {
    """
    <section>
    <h1>The same unit spells hello</h1>
    <p>The vocabulary is h, e, l, o. A character that is read adds its weight: <b>Wx(h) = \(wx[0].written), Wx(e) =
    \(wx[1].written), Wx(l) = \(wx[2].written), Wx(o) = 0</b>; these are your Wx x<sub>t</sub> of the first page, so the
    first three states are known. Each state gives four logits, z = Wy h with <b>Wy = −1, 2, 1, 0</b> for h, e, l, o.
    Softmax makes probabilities of them: p<sub>k</sub> = e<sup>z<sub>k</sub></sup> / Σ e<sup>z</sup>.</p>
    <h2>Before you compute</h2>
    <p>After l the word goes on once with l and once with o. What must differ between the two moments for a model to get both
    right? \(blanks.line("the state, as the character is the same", isWide: true))</p>
    <h2>1. Forward</h2>
    \(forward)
    <p>L, the mean of the last column: \(blanks.line(loss.fourDigits)) &nbsp; Its perplexity, e<sup>L</sup>:
    \(blanks.line(exp(loss).fourDigits)) &nbsp; A guess among four has \(blanks.line("4")).</p>
    <h2>2. Backward to the logits: dz = (p − y) / 4, where y is 1 at the character to be said</h2>
    \(backward)
    <p>Each row sums to \(blanks.line("0")), because \(blanks.line("the p of a row sum to 1, and so do the y", isWide: true))</p>
    <h2>3. Back to the states</h2>
    <p>Each state gets Σ<sub>k</sub> dz<sub>k</sub> Wy<sub>k</sub> from its own logits, and Wh δ<sub>t+1</sub> from the step
    behind it; δ = dh (1 − h²).</p>
    \(states(gradients))
    <h2>4. The weights</h2>
    <p>l was read twice, so dWx(l) = \(blanks.line(dx(2).fourDigits)). dWx(h) = \(blanks.line(dx(0).fourDigits)),
    dWx(e) = \(blanks.line(dx(1).fourDigits)), dWx(o) = \(blanks.line("0")). dWh =
    \(blanks.line(dWh.fourDigits)), db = \(blanks.line(gradients.reduce(0) { $0 + $1.delta }.fourDigits)).</p>
    <p>Which way must Wx(h) go for the loss to fall? \(blanks.line(dx(0) > 0 ? "down" : "up"))</p>
    <footer>\(term) · exercises 04 and 12 · unroll worksheet</footer>
    </section>
    """
  }

  // MARK: - Tables

  private var forward: String {
    Blanks.table(
      ["t", "read", "h", "z: h", "e", "l", "o", "to say", "p of it", "−ln p"],
      states.indices.map { t in
        let p = probabilities(t)[Self.said[t]]
        return "<tr><td>\(t + 1)</td><td>\(Self.characters[Self.read[t]])</td>"
          + ([states[t]] + logits(t)).map { blanks.cell($0.fourDigits) }.joined()
          + "<td>\(Self.characters[Self.said[t]])</td>"
          + [p, -log(p)].map { blanks.cell($0.fourDigits) }.joined() + "</tr>"
      })
  }

  private var backward: String {
    Blanks.table(
      ["t", "to say", "dz: h", "e", "l", "o"],
      states.indices.map { t in
        blanks.row(
          ["\(t + 1)", Self.characters[Self.said[t]]], logitGradients(t).map(\.fourDigits))
      })
  }

  private func states(_ gradients: [(own: Double, from: Double, delta: Double)]) -> String {
    Blanks.table(
      ["t", "Σ dz Wy", "Wh δ<sub>t+1</sub>", "dh", "1 − h²", "δ"],
      states.indices.reversed().map { t in
        let (own, from, delta) = gradients[t]
        return blanks.row(
          ["\(t + 1)"], [own, from, own + from, slope(t), delta].map(\.fourDigits))
      })
  }

  // MARK: - Numbers

  private func logits(_ t: Int) -> [Double] { Self.wy.map { $0 * states[t] } }

  private func probabilities(_ t: Int) -> [Double] {
    let powers = logits(t).map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private var loss: Double {
    states.indices.reduce(0) { $0 - log(probabilities($1)[Self.said[$1]]) } / 4
  }

  private func logitGradients(_ t: Int) -> [Double] {
    probabilities(t).enumerated().map { ($1 - ($0 == Self.said[t] ? 1 : 0)) / 4 }
  }

  private func slope(_ t: Int) -> Double { 1 - states[t] * states[t] }

  /// What each state gets from its logits and from the step behind it, and what is left before the tanh.
  private var gradients: [(own: Double, from: Double, delta: Double)] {
    var found: [(own: Double, from: Double, delta: Double)] = []
    for t in states.indices.reversed() {
      let own = zip(logitGradients(t), Self.wy).reduce(0) { $0 + $1.0 * $1.1 }
      let from = network.wh * (found.first?.delta ?? 0)
      found.insert((own, from, (own + from) * slope(t)), at: 0)
    }
    return found
  }

  private func dx(_ character: Int) -> Double {
    zip(Self.read, gradients).reduce(0) { $0 + ($1.0 == character ? $1.1.delta : 0) }
  }

  private var dWh: Double {
    zip(gradients.dropFirst(), states).reduce(0) { $0 + $1.0.delta * $1.1 }
  }
}
