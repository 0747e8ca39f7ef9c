import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The gradient through time of untrained cells, for recurrent matrices from far below to far above 1.
///
/// The recurrent matrix is a gain times an orthogonal one, so that its spectral radius and its largest singular
/// value both are the gain; of LSTM and GRU each gate has one. The loss is `v·h_T` with a random `v` of norm 1,
/// so `‖∂L/∂hₜ‖` is how much of it comes back to step t. For `tanh` the lecture's bound is
/// `(γ σ₁(Whh))^(T−t)` with γ = 1 (000:375); for gated cells none is proven but that of the carry track,
/// `∏ max fₜ`.
public struct GradientFlow: Sendable {
  /// The size of the state.
  public var units = 16
  /// How far back the gradient is followed.
  public var steps = 100
  /// The standard deviation of the random inputs; where it is small, tanh is nearly linear.
  public var inputScale = 0.01
  /// The seed of weights, inputs and loss.
  public var seed: UInt64 = 42

  /// The gains that are compared unless others are asked for.
  public static let gains: [Double] = [0.5, 0.8, 0.9, 1, 1.1, 1.5, 2]

  /// What is compared.
  public enum Cell: String, CaseIterable, Sendable {
    /// A SimpleRNN with `tanh`: the gradient reaches its state through the recurrent matrix at every step.
    case simpleRNN = "SimpleRNN"
    /// An LSTM: the gradient that reaches its hidden state.
    case lstm = "LSTM"
    /// The same LSTM along its carry track alone, whose factor at a step is the forget gate.
    case carryTrack = "LSTM carry track"
    /// A GRU: the gradient that reaches its state.
    case gru = "GRU"

    /// The number of recurrent matrices side by side.
    var gates: Int {
      switch self {
      case .simpleRNN: 1
      case .lstm, .carryTrack: 4
      case .gru: 3
      }
    }
  }

  /// A study with the usual sizes.
  public init(seed: UInt64 = 42) { self.seed = seed }

  /// The curve of a cell at a gain.
  public func curve(_ cell: Cell, gain: Double) -> FlowCurve {
    follow(model(cell, gain: gain), named: cell.rawValue, gain: gain) { model, layer in
      switch cell {
      case .simpleRNN: Self.powers(of: gain, through: steps)
      case .lstm, .gru: nil
      case .carryTrack: trackBounds(model, layer)
      }
    }
  }

  /// The curve of a SimpleRNN with a recurrent matrix of one's own, as the slides write it: `Whh·h`.
  ///
  /// Its spectral radius is given, because that of a matrix that is far from normal can't be computed well: an
  /// error of 1e-16 in a matrix of 16 equal eigenvalues moves them by a tenth.
  public func curve(_ matrix: Matrix, radius: Double, named name: String) -> FlowCurve {
    var study = self
    study.units = matrix.rows
    let model = study.model(.simpleRNN, gain: 1)
    model.setWeights(
      ["recurrent_kernel": Tensor(matrix.transposed)], of: model.layers[0].name)
    return study.follow(model, named: name, gain: radius) { _, _ in
      Self.powers(of: matrix.spectralNorm, through: steps)
    }
  }

  /// The curve of a matrix whose powers grow before they decay, on inputs so small that tanh is linear.
  public func shearedCurve() -> FlowCurve {
    var study = self
    study.inputScale = min(inputScale, 1e-6)
    let radius = 0.6
    return study.curve(
      .sheared(units, radius: radius, shear: 0.6, seed: seed), radius: radius,
      named: "SimpleRNN, matrix not normal")
  }

  /// For losses at each step t, the norm of what the recurrent weights contribute at each step k ≤ t:
  /// `‖∂Lₜ/∂hₜ · ∂hₜ/∂hₖ · ∂⁺hₖ/∂Whh‖`, a row for each t.
  public func contributions(gain: Double, steps: Int = 30) -> [[Double]] {
    var study = self
    study.steps = steps - 1
    let model = study.model(.simpleRNN, gain: gain, returnSequences: true)
    let (x, direction) = (study.inputs(), study.direction())
    return (0..<steps).map { t in
      let ledger = TimeLedger(model, x) { ($0[0..., t] * Variable(direction)).sum() }
      return ledger.layers[0].contributions(to: "recurrent_kernel")[...t].map { $0.norm() }
    }
  }
}

// MARK: - What the curves are made of

extension GradientFlow {
  private func model(_ cell: Cell, gain: Double, returnSequences: Bool = false) -> Sequential {
    let layer: any Layer =
      switch cell {
      case .simpleRNN: SimpleRNN(units, returnSequences: returnSequences)
      case .lstm: LSTM(units)
      case .carryTrack: RNN(CarryTrackCell(lstm: LSTMCell(units)))
      case .gru: GRU(units)
      }
    let model = Sequential(inputShape: [nil, 1], seed: seed, dtype: .float64) { layer }
    // Streams of random numbers have names, so that the track has the LSTM's weights.
    var generator = SeededGenerator(seed: seed, stream: "flow \(cell.gates) gates")
    let kernel = Initializer.glorotUniform(
      [1, cell.gates * units], dtype: .float64, using: &generator)
    let recurrent = (0..<cell.gates).map { _ in
      Variable(
        Initializer.orthogonal(gain: gain)([units, units], dtype: .float64, using: &generator))
    }
    model.setWeights(
      ["kernel": kernel, "recurrent_kernel": concatenate(recurrent, axis: 1).value],
      of: model.layers[0].name)
    return model
  }

  /// One sequence, `[1, steps + 1, 1]`.
  private func inputs() -> Tensor {
    var generator = SeededGenerator(seed: seed, stream: "flow inputs")
    let elements = (0...steps).map { _ in inputScale * generator.normal() }
    return Tensor(elements, shape: [1, steps + 1, 1], dtype: .float64)
  }

  /// A random vector of norm 1.
  private func direction() -> Tensor {
    var generator = SeededGenerator(seed: seed, stream: "flow direction")
    let elements = (0..<units).map { _ in generator.normal() }
    let length = elements.map { $0 * $0 }.reduce(0, +).squareRoot()
    return Tensor(elements.map { $0 / length }, shape: [1, units], dtype: .float64)
  }

  /// Follows `v·h_T` back through a model's recurrent layer.
  private func follow(
    _ model: Sequential, named name: String, gain: Double,
    bounds: (Sequential, LayerLedger) -> [Double]?
  ) -> FlowCurve {
    let direction = direction()
    let layer = TimeLedger(model, inputs()) { ($0 * Variable(direction)).sum() }.layers[0]
    return FlowCurve(
      cell: name, gain: gain, norms: layer.stateGradientNorms().reversed(),
      bounds: bounds(model, layer),
      inputNorms: layer.inputGradients().map { $0.norm() }.reversed())
  }

  /// 1, base, base², …
  static func powers(of base: Double, through last: Int) -> [Double] {
    (0..<last).reduce(into: [1]) { all, _ in all.append(all[all.count - 1] * base) }
  }

  /// The products of the largest forget gates, from the last step backwards.
  private func trackBounds(_ model: Sequential, _ layer: LayerLedger) -> [Double] {
    let hidden = stack(layer.states("hidden").map { Variable($0) }).transposed([1, 0, 2]).value
    let forget = LSTMGates(inputs(), hidden: hidden, model.weights(of: model.layers[0])).forget
    return (1...steps).reversed().reduce(into: [1]) { bounds, t in
      bounds.append(bounds[bounds.count - 1] * (forget[0, t].elements.max() ?? 1))
    }
  }
}

extension Matrix {
  /// A matrix whose powers grow before they decay: `Q (ρ·1 + N) Qᵀ` with a random orthogonal Q and `N` of
  /// ones above the diagonal, times `shear`. All its eigenvalues are ρ, but its largest singular value is larger.
  public static func sheared(_ size: Int, radius: Double, shear: Double, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed, stream: "sheared matrix")
    let turned = Matrix.randomOrthogonal(size, gain: 1, using: &generator)
    var triangle = Matrix(rows: size, columns: size)
    for row in 0..<size {
      triangle[row, row] = radius
      if row + 1 < size { triangle[row, row + 1] = shear }
    }
    return turned * triangle * turned.transposed
  }
}
