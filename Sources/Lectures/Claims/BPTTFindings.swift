import UnrollAutodiff
import UnrollNumerics

/// K5: backpropagation through time on the tape, by hand, and as a sum over pairs of steps.
enum BPTTFindings {
  /// Compares all three on a random network, whose loss is a cross-entropy at every step.
  static func finding(seed: UInt64, steps: Int = 20) -> Claim.Finding {
    var generator = SeededGenerator(seed: seed, stream: "BPTT")
    let network = RNNWithOutputs.random(using: &generator)
    let x = (0..<steps).map { _ in Matrix.random(3, 1, using: &generator) }
    let loss = StepLoss.crossEntropy((0..<steps).map { _ in generator.integer(below: 5) })
    let byPairs = network.pairs(x, loss).joined().map(\.recurrentWeights)
    let sum = byPairs.dropFirst().reduce(byPairs[0], +)
    return finding(
      ofTape: BPTTOnTape(network: network).distance(x, loss),
      ofPairs: Matrix.distance(sum, network.gradients(x, loss).hidden.recurrentWeights),
      pairs: byPairs.count)
  }

  /// Holds where both are the formula's gradients to twelve digits.
  static func finding(ofTape tape: Double, ofPairs sum: Double, pairs: Int) -> Claim.Finding {
    Claim.Finding(
      .text(
        "the tape differs by \(tape.significant(2)) from the formula, the sum over "
          + "\(pairs) pairs of steps by \(sum.significant(2))"),
      .holds(tape < 1e-12 && sum < 1e-12))
  }
}

/// K6: the norms of `∂hₜ/∂hₖ` against their bounds.
enum JacobianBoundFindings {
  /// The most that recurrent weights stretch a vector: from vanishing to exploding.
  static let gains = [0.2, 0.5, 0.8, 1, 1.2, 1.5, 2, 3]

  /// A measured norm and what it may be at most.
  struct Measured {
    let norm: Double
    /// For tanh, and for the states met on the way.
    let bound, sharperBound: Double

    /// Whether the norm is above one of them by more than rounding, or no number.
    var isAbove: Bool {
      !(norm <= min(bound, sharperBound) * (1 + JacobianBound.rounding))
    }
  }

  /// All norms of `∂hₜ/∂hₖ` to the last state, for every gain, with random inputs and with none: with none
  /// the states are 0, the slope of tanh is 1, and the norm is as large as it can be.
  static func measure(seed: UInt64, steps: Int = 50, units: Int = 6) -> [Measured] {
    var generator = SeededGenerator(seed: seed, stream: "Jacobian bound")
    return gains.flatMap { gain in
      let network = VanillaRNN(
        inputWeights: .random(units, 3, using: &generator),
        recurrentWeights: .randomOrthogonal(units, gain: gain, using: &generator),
        bias: Matrix(rows: units, columns: 1))
      let x = (0..<steps).map { _ in Matrix.random(3, 1, using: &generator) }
      return [x, x.map { $0.map { _ in 0 } }].flatMap { measure(network, $0) }
    }
  }

  /// The norms of `∂hₜ/∂hₖ` for the last t and every earlier k.
  static func measure(_ network: VanillaRNN, _ x: [Matrix]) -> [Measured] {
    let states = network.states(x)
    let (bound, last) = (network.bound(states), states.count - 1)
    return network.jacobians(states).products(to: last).dropLast().enumerated().map { k, product in
      Measured(
        norm: product.spectralNorm, bound: bound.ofTanh(from: k, to: last),
        sharperBound: bound.ofStates(from: k, to: last))
    }
  }

  /// Holds where no norm is above a bound.
  static func finding(_ measured: [Measured]) -> Claim.Finding {
    let above = measured.count(where: \.isAbove)
    let norms = measured.map(\.norm)
    return Claim.Finding(
      .text(
        "\(above) of \(norms.count) norms are above; for σ₁ from 0.2 to 3 they go from "
          + "\((norms.min() ?? .nan).significant(2)) to \((norms.max() ?? .nan).significant(2))"),
      .holds(above == 0 && !norms.isEmpty))
  }
}
