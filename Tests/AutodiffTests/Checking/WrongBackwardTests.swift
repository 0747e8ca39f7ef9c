import Testing
import UnrollAutodiff

/// Seventeen wrong backward passes of a tanh RNN, in the ordinary regime and where gradients vanish.
@Suite struct WrongBackwardTests {
  typealias Bug = HandWrittenRNN.Bug

  /// A length, a size of the recurrent weights, and about how large `∂L/∂h₀` is then.
  struct Regime: Sendable, CustomStringConvertible {
    let description: String
    let steps: Int
    let gain: Double
    let initialGradient: ClosedRange<Double>
  }

  static let regimes = [
    Regime(description: "ordinary", steps: 6, gain: 0.9, initialGradient: 1e-3...1e3),
    Regime(
      description: "vanishing, T = 20", steps: 20, gain: 0.065, initialGradient: 1e-26...1e-20),
    Regime(
      description: "vanishing, T = 100", steps: 100, gain: 0.16, initialGradient: 1e-110...1e-80),
  ]

  private func check(_ network: HandWrittenRNN, _ bug: Bug) -> GradientReport {
    checkGradients(
      network.backward(bug), at: network.inputs, names: HandWrittenRNN.names, network.loss)
  }

  @Test(arguments: regimes)
  func `the right backward pass is accepted`(_ regime: Regime) {
    let network = HandWrittenRNN(steps: regime.steps, gain: regime.gain)
    let report = check(network, .none)
    #expect(report.verdict == .correct, "\(report)")
    #expect(report.diagnosis.isEmpty)
    #expect(regime.initialGradient.contains(report.rows[3].exact.norm()), "\(report)")
  }

  @Test(arguments: regimes)
  func `seventeen wrong ones are rejected, and at least fifteen named`(_ regime: Regime) {
    let network = HandWrittenRNN(steps: regime.steps, gain: regime.gain)
    var named = 0
    for bug in Bug.allCases where bug != .none {
      let report = check(network, bug)
      #expect(report.verdict == .wrong, "\(regime), \(bug): \(report)")
      let text = report.diagnosis.joined(separator: "\n")
      if text.contains(bug.phrase) {
        named += 1
      } else {
        print("\(regime): \(bug) was diagnosed as:\n\(report)")
      }
    }
    print("\(regime): 17 of 17 rejected, \(named) named")
    #expect(named >= 15)
  }

  @Test(arguments: [
    (Bug.oneMinusH, Bug.lastBiasOnly), (.untransposed, .initialDoubled), (.truncated, .laterState),
    (.tanhTwice, .rowsSwapped), (.carryNotKept, .dividedByLength),
  ])
  func `two mistakes at once never get one confident name`(_ first: Bug, _ second: Bug) {
    let network = HandWrittenRNN(steps: 6, gain: 0.9)
    // Each input's gradient from one of the two passes, so that both are seen.
    let (one, other) = (network.backward(first), network.backward(second))
    let right = network.backward(.none)
    let mixed = right.indices.map { index in
      let (a, b) = (one[index], other[index])
      return a == right[index] ? b : b == right[index] ? a : a + b - right[index]
    }
    let report = checkGradients(
      mixed, at: network.inputs, names: HandWrittenRNN.names, network.loss)
    #expect(report.verdict == .wrong)
    let text = report.diagnosis.joined(separator: "\n")
    #expect(!text.hasPrefix("This is what comes out when"), "\(report)")
    #expect(!text.hasPrefix("This looks as if every gradient"), "\(report)")
  }
}
