import Foundation

/// The first page: one unit over three steps, forward and backward.
struct NetworkPage {
  private let network: HandNetwork
  private let blanks: Blanks

  init(_ network: HandNetwork, _ blanks: Blanks) { (self.network, self.blanks) = (network, blanks) }

  func html(term: String) -> String {
    """
    <section>
    <div class="name">Name <span class="line wide">&nbsp;</span></div>
    <h1>Backpropagation through time, by hand</h1>
    <p>One unit, three steps: h<sub>t</sub> = tanh(a<sub>t</sub>), a<sub>t</sub> = Wx x<sub>t</sub> +
    Wh h<sub>t−1</sub> + b, h<sub>0</sub> = 0, and L = (h<sub>3</sub> − target)². Given are
    <b>Wx = \(network.wx.written), Wh = \(network.wh.written), b = \(network.b.written), x = \(inputs),
    target = \(network.target.written)</b>. Round to four digits behind the point.</p>
    <h2>Before you compute</h2>
    <p>Which of the three inputs moves L most, if each is changed by the same small amount? Your guess:
    \(blanks.line("x<sub>3</sub>")) &nbsp; Because: \(blanks.line("it is fewest steps away", isWide: true))</p>
    \(UnrolledDrawing(network, blanks).svg)
    <h2>1. Forward</h2>
    \(forward)
    <p>L = \(blanks.line(network.loss.fourDigits)) &nbsp; Write each state into its circle.</p>
    <h2>2. Backward, from the last step to the first</h2>
    \(backward)
    <p>Write each ∂L/∂h at its dashed arrow. ∂L/∂h<sub>0</sub> = \(blanks.line(network.dh(0).fourDigits))</p>
    <h2>3. The weights: each was used three times, so three parts add</h2>
    \(weights)
    <h2>4. Is it right? A nudge tells</h2>
    <p>Compute the forward pass once more with Wh = \(nudged.wh.written). L becomes
    \(blanks.line(nudged.loss.fourDigits)), so the slope is about
    \(blanks.line(slope.fourDigits)); dWh says \(blanks.line(network.dWh.fourDigits)).
    Why not the same? \(blanks.line("L is no straight line: the step is not small", isWide: true))</p>
    <h2>5. What is left after three steps</h2>
    <p>∂h<sub>3</sub>/∂h<sub>0</sub> = \(blanks.line(network.jacobian(3).fourDigits)) ·
    \(blanks.line(network.jacobian(2).fourDigits)) · \(blanks.line(network.jacobian(1).fourDigits)) =
    \(blanks.line(reach.fourDigits)). Per step that is a factor of about \(blanks.line(rate.fourDigits)).
    After how many steps is less than a thousandth left? \(blanks.line("\(stepsToThousandth)"))</p>
    <footer>\(term) · exercises 01, 07 and 08 · unroll worksheet</footer>
    </section>
    """
  }

  // MARK: - Tables

  private var forward: String {
    Blanks.table(
      ["t", "x", "Wx x", "Wh h<sub>t−1</sub>", "b", "a", "h = tanh a"],
      (1...3).map { t in
        blanks.row(
          ["\(t)", network.x[t - 1].written],
          [
            network.wx * network.x[t - 1], network.wh * network.h(t - 1), network.b, network.a(t),
            network.h(t),
          ].map(\.fourDigits))
      })
  }

  private var backward: String {
    Blanks.table(
      ["t", "∂L/∂h", "1 − h²", "δ = ∂L/∂a", "to h<sub>t−1</sub>: Wh δ"],
      (1...3).reversed().map { t in
        blanks.row(
          ["\(t)"],
          [network.dh(t), network.slope(t), network.delta(t), network.dh(t - 1)].map(\.fourDigits))
      })
  }

  private var weights: String {
    let parts = (1...3).reversed().map { t in
      blanks.row(
        ["\(t)"],
        [
          network.delta(t) * network.x[t - 1], network.delta(t) * network.h(t - 1),
          network.delta(t),
        ]
        .map(\.fourDigits))
    }
    let sums = blanks.row(
      ["<b>sum</b>"], [network.dWx, network.dWh, network.db].map { "<b>\($0.fourDigits)</b>" })
    return Blanks.table(
      ["t", "to dWx: δ x", "to dWh: δ h<sub>t−1</sub>", "to db: δ"], parts + [sums])
  }

  // MARK: - Answers

  private var inputs: String { network.x.map(\.written).joined(separator: ", ") }

  private var nudged: HandNetwork { network.moved(wh: 0.1) }

  private var slope: Double { (nudged.loss.rounded4 - network.loss.rounded4) / 0.1 }

  private var reach: Double { (1...3).reduce(1) { $0 * network.jacobian($1) } }

  private var rate: Double { pow(reach, 1.0 / 3) }

  private var stepsToThousandth: Int { Int((log(0.001) / log(rate)).rounded(.up)) }
}
