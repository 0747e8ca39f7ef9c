import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// The gradient through time on a reader's own sequence: what an untrained network lets through, and what it
/// has learnt to.
///
/// Each cell learns to say the next value of a series, or the next character of a text, by truncated
/// backpropagation. Then the loss of one step is followed back through the steps before it, from the end of
/// the sequence: `‖∂L/∂hₜ₋ₛ‖` as a share of `‖∂L/∂hₜ‖`.
public struct FlowOnData: Sendable {
  /// What is read.
  public enum Source: Sendable {
    /// A series, of which only deviations from its mean in units of its spread are seen.
    case series([Double])
    /// A text, character by character.
    case text(String)
  }

  /// Why there is nothing to follow.
  public struct TooShort: Error, Equatable {
    /// How many steps came.
    public let got: Int
    /// How many it takes.
    public let needed: Int
  }

  /// The cells that are compared: all but the carry track, which can't be trained by itself.
  static let cells: [GradientFlow.Cell] = [.simpleRNN, .lstm, .gru]

  private let streams: Streams
  private let classes: Int?
  private let units, steps: Int
  private let seed: UInt64

  /// A study of a sequence; a text is read to its first 20,000 characters.
  /// - Throws: ``TooShort`` where it has fewer than `steps + 2` steps.
  public init(_ source: Source, units: Int = 16, steps: Int = 100, seed: UInt64 = 42)
    throws(TooShort)
  {
    (self.units, self.steps, self.seed) = (units, steps, seed)
    func requireSteps(_ count: Int) throws(TooShort) {
      if count < steps + 2 { throw TooShort(got: count, needed: steps + 2) }
    }
    switch source {
    case .series(let values):
      try requireSteps(values.count)
      let scaled = StandardScaler(fittedTo: values).scaled(values)
      func column(_ values: some Collection<Double>) -> Tensor {
        Tensor(Array(values), shape: [1, values.count, 1], dtype: .float64)
      }
      streams = Streams(Dataset(column(scaled.dropLast()), column(scaled.dropFirst())))
      classes = nil
    case .text(let text):
      let characters = Array(text.prefix(20_000))
      try requireSteps(characters.count)
      let known = Set(characters).sorted()
      let numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
      streams = Streams(tokens: characters.map { numbers[$0] ?? 0 }, streams: 1)
      classes = known.count
    }
  }

  /// The curves of every cell before and after training; fewer where the training was stopped.
  /// - Throws: What `fit` throws.
  public func run(epochs: Int, watch: (String) -> TrainingWatch = { _ in .nobody }) throws
    -> [FlowCurve]
  {
    var curves: [FlowCurve] = []
    for cell in Self.cells {
      let model = model(cell)
      curves.append(curve(cell, model, "untrained"))
      let watch = watch(cell.rawValue)
      let history = try model.fit(
        streams, window: min(50, steps), epochs: epochs, optimizer: Adam(clipping: .globalNorm(1)),
        loss: loss, progress: watch.progress, observers: watch.observers)
      curves.append(curve(cell, model, "trained"))
      if history.wasStopped { break }
    }
    return curves
  }

  private var loss: Loss {
    classes == nil ? .meanSquaredError : .sparseCategoricalCrossentropy(fromLogits: true)
  }

  private func model(_ cell: GradientFlow.Cell) -> Sequential {
    let layer: any Layer =
      switch cell {
      case .simpleRNN: SimpleRNN(units, returnSequences: true, stateful: true)
      case .gru: GRU(units, returnSequences: true, stateful: true)
      case .lstm, .carryTrack: LSTM(units, returnSequences: true, stateful: true)
      }
    guard let classes else {
      return Sequential(inputShape: [nil, 1], seed: seed, dtype: .float64) {
        layer
        Dense(1)
      }
    }
    return Sequential(inputShape: [nil], seed: seed, dtype: .float64) {
      Embedding(classes, units)
      layer
      Dense(classes)
    }
  }

  /// The last steps of the sequence, and the loss of the very last one.
  private func curve(_ cell: GradientFlow.Cell, _ model: Sequential, _ when: String) -> FlowCurve {
    let end = streams.steps
    let window = streams.window((end - steps - 1)..<end)
    let target = streams.window((end - 1)..<end).targets.input()
    let ledger = TimeLedger(model, window.inputs) { loss($0[0..., (-1)...], target) }
    let layer = ledger.layers[0]
    let norms = Array(layer.stateGradientNorms().reversed())
    let inputs = Array(layer.inputGradients().map { $0.norm() }.reversed())
    let matrices = model.recurrentMatrices(of: layer.name)
    return FlowCurve(
      cell: "\(cell.rawValue), \(when)", gain: matrices.map(spectralRadius).max() ?? 0,
      norms: norms.map { $0 / norms[0] },
      bounds: cell == .simpleRNN
        ? GradientFlow.powers(of: matrices[0].spectralNorm, through: steps) : nil,
      inputNorms: inputs.map { $0 / norms[0] })
  }
}
