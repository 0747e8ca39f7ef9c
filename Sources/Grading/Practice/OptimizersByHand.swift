import Foundation
import UnrollCourse

/// Two steps of the course's bias: the gradients are those of the network as it then is.
struct BiasSteps {
  let network: HandNetwork
  static let settings = AdamSettings(rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7)
  private let rules = OptimizersOfFramework()

  var momentum: [(g: Double, v: Double, b: Double)] {
    let first = rules.momentumSteps(
      w: [[network.b]], gradients: [[[network.db]]], rate: 0.1, mu: 0.9)
    let gradients = [network.db, network.moved(b: first.w[0][0, 0] - network.b).db]
    let (v, w) = rules.momentumSteps(
      w: [[network.b]], gradients: gradients.map { [[$0]] }, rate: 0.1, mu: 0.9)
    return (0...1).map { (gradients[$0], v[$0][0, 0], w[$0][0, 0]) }
  }

  var adam: [(g: Double, m: Double, v: Double, b: Double)] {
    let first = rules.adamSteps(
      w: [[network.b]], gradients: [[[network.db]]], settings: Self.settings)
    let gradients = [network.db, network.moved(b: first.w[0][0, 0] - network.b).db]
    let (m, v, w) = rules.adamSteps(
      w: [[network.b]], gradients: gradients.map { [[$0]] }, settings: Self.settings)
    return (0...1).map { (gradients[$0], m[$0][0, 0], v[$0][0, 0], w[$0][0, 0]) }
  }
}

func stepsByHand(_ network: HandNetwork) -> String {
  let steps = BiasSteps(network: network)
  func six(_ number: Double) -> String { String(format: "%.6f", number) }
  let t = HandColumn("t", ["1", "2"])
  let momentum = HandColumn.table([
    t, HandColumn("g", steps.momentum.map(\.g.fourDigits)),
    HandColumn("v", steps.momentum.map(\.v.fourDigits)),
    HandColumn("b", steps.momentum.map(\.b.fourDigits)),
  ])
  let factors = [1.0, 2].map { (1 - pow(0.999, $0)).squareRoot() / (1 - pow(0.9, $0)) }
  let adam = HandColumn.table([
    t, HandColumn("g", steps.adam.map(\.g.fourDigits)),
    HandColumn("m", steps.adam.map(\.m.fourDigits)), HandColumn("v", steps.adam.map { six($0.v) }),
    HandColumn("factor", factors.map(\.fourDigits)),
    HandColumn("b", steps.adam.map(\.b.fourDigits)),
  ])
  return """
    The bias of the course's network: b = \(network.b.written), and its gradient is \(network.db.fourDigits). η = 0.1
    throughout; the second gradient is that of the network with its new bias. All digits are kept.

    SGD: b′ = \(network.b.written) − 0.1 · \(network.db.fourDigits) = \((network.b - 0.1 * network.db).fourDigits)

    Momentum, μ = 0.9:
    \(momentum)

    Adam, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁷; the factor is √(1 − β₂ᵗ) / (1 − β₁ᵗ):
    \(adam)

    Adam's first step is 0.1 · \(steps.adam[0].m.fourDigits) · 0.3162 / √\(six(steps.adam[0].v)) = \
    \((network.b - steps.adam[0].b).fourDigits): the rate itself, whatever the gradient is.
    """
}
