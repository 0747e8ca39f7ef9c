import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences

/// The gradient through time in a saved model: what training has made of it.
///
/// The model as it was before its training has the same layers and seed. Both read one sequence; a random direction v of
/// the output's space stands for a loss, `L = v·y`, and is followed back from the last step through every recurrent
/// layer: `‖∂L/∂hₜ₋ₛ‖` as a share of `‖∂L/∂hₜ‖`. All is computed in float64, where a gradient that vanishes keeps its
/// digits.
public struct FlowOfModel {
  /// What the model reads.
  public enum Source: Sendable {
    /// The end of a text, in the tokens of the model's own vocabulary.
    case text(String)
    /// The end of a series, in units of its spread.
    case series([Double])
    /// Random tokens or numbers.
    case noise
  }

  /// Why a model can't be followed: what came and what to do.
  public struct Obstacle: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// How far back the gradient is followed: less than asked for, where the model reads fewer steps.
  public let steps: Int

  private let untrained, trained: Sequential
  private let inputs: Samples
  private let seed: UInt64

  /// A study of a saved model.
  /// - Throws: ``Obstacle`` where it has no recurrent layer, reads something else than sequences, or can't
  ///   read the source.
  public init(
    _ saved: Sequential, vocabulary: Vocabulary?, _ source: Source, steps: Int, seed: UInt64
  ) throws(Obstacle) {
    guard saved.layers.contains(where: { $0.layer is any TimeLoop }) else {
      throw Obstacle(
        description: "the model has no recurrent layer, so no gradient flows through time in it")
    }
    let axes = saved.layers.first?.layer is any TokenLayer ? 1 : 2
    let fixed = saved.inputShape.sizes.first ?? nil
    guard saved.inputShape.sizes.count == axes, (fixed ?? 2) > 1 else {
      throw Obstacle(
        description: """
          the model reads inputs of shape \(saved.inputShape); expected one sequence a sample, of two steps or more
          """)
    }
    untrained = Sequential(inputShape: saved.inputShape, seed: saved.seed, dtype: .float64) {
      for place in saved.layers { place.layer }
    }
    trained = Sequential(inputShape: saved.inputShape, seed: saved.seed, dtype: .float64) {
      for place in saved.layers { place.layer }
    }
    for (index, parameter) in saved.parameters.enumerated() {
      trained.parameters[index].value = parameter.value.cast(to: .float64)
    }
    self.seed = seed
    let length = fixed ?? steps + 1
    let sequence = ModelSequence(saved, vocabulary, length: length, seed: seed)
    inputs = try sequence.samples(source)
    self.steps = min(steps, length - 1)
  }

  /// Before and after training, for each recurrent layer in turn.
  public func curves() -> [FlowCurve] {
    zip(curves(of: untrained, "untrained"), curves(of: trained, "trained")).flatMap { [$0, $1] }
  }

  private func curves(of model: Sequential, _ when: String) -> [FlowCurve] {
    let ledger = TimeLedger(model, inputs) { output in
      let last = output.shape.count == 3 ? output[0..., -1] : output
      var generator = SeededGenerator(seed: seed, stream: "flow/direction")
      let direction = Tensor.uniform(last.shape, in: -1..<1, dtype: .float64, using: &generator)
      return (last * Variable(direction / direction.norm())).sum()
    }
    return ledger.layers.map { layer in
      let norms = fromWhereItEnters(layer.stateGradientNorms(), layer)
      let inputs = fromWhereItEnters(layer.inputGradients().map { $0.norm() }, layer)
      // A direction that the output does not feel at all has no share to be followed.
      let whole = norms[0] > 0 ? norms[0] : 1
      let matrices = model.recurrentMatrices(of: layer.name)
      return FlowCurve(
        cell: "\(layer.name), \(when)", gain: matrices.map(spectralRadius).max() ?? 0,
        norms: norms.map { $0 / whole },
        bounds: hasBound(layer)
          ? GradientFlow.powers(of: matrices[0].spectralNorm, through: steps) : nil,
        inputNorms: inputs.map { $0 / whole })
    }
  }

  /// Figures of a layer's steps, against the order in which it computed them, from the last step that the loss depends
  /// on; a layer that reads from the end may have computed that first, and nothing is left behind it.
  private func fromWhereItEnters(_ figures: [Double], _ layer: LayerLedger) -> [Double] {
    let entry = layer.stateGradientNorms().lastIndex { $0 > 0 } ?? figures.count - 1
    let back = Array(figures[...entry].reversed().prefix(steps + 1))
    return back + [Double](repeating: 0, count: steps + 1 - back.count)
  }

  /// Whether the lecture's bound holds: for a SimpleRNN whose states reach the loss along its own recurrence alone.
  private func hasBound(_ layer: LayerLedger) -> Bool {
    let loops = trained.layers.filter { $0.layer is any TimeLoop }
    let seesAllStates = trained.layers.contains { $0.layer is Flatten }
    guard let cell = (loops.first?.layer as? SimpleRNN)?.cell else { return false }
    return loops.count == 1 && !seesAllStates && [.tanh, .relu].contains(cell.activation)
  }
}

extension Model {
  /// The recurrent matrices of all gates of a layer, which may be a part of another: `bidirectional/forward`.
  func recurrentMatrices(of layer: String) -> [Matrix] {
    let parts = layer.split(separator: "/", maxSplits: 1).map(String.init)
    let name = (parts.dropFirst() + ["recurrent_kernel"]).joined(separator: "/")
    guard let all = weights(of: parts[0])[name] else { return [] }
    let units = all.shape[0]
    return stride(from: 0, to: all.shape[1], by: units).map { Matrix(all[0..., $0..<($0 + units)]) }
  }
}

/// What a model reads, in the form that its first layer takes.
private struct ModelSequence {
  private let model: Sequential
  private let vocabulary: Vocabulary?
  private let length: Int
  private let seed: UInt64

  init(_ model: Sequential, _ vocabulary: Vocabulary?, length: Int, seed: UInt64) {
    (self.model, self.vocabulary, self.length, self.seed) = (model, vocabulary, length, seed)
  }

  func samples(_ source: FlowOfModel.Source) throws(FlowOfModel.Obstacle) -> Samples {
    var generator = SeededGenerator(seed: seed, stream: "flow/input")
    if let embedding = model.layers.first?.layer as? Embedding {
      switch source {
      case .text(let text): return .tokens(try tokens(of: text))
      case .series:
        throw refusal(
          "the model reads tokens, not numbers; name a text, or nothing for random tokens")
      case .noise:
        // Padding under a mask would be no step at all.
        let first = embedding.maskZero && embedding.inputDim > 1 ? 1 : 0
        let ids = (0..<length).map { _ in
          first + generator.integer(below: embedding.inputDim - first)
        }
        return .tokens(IntTensor(ids, shape: [1, length]))
      }
    }
    let features = model.inputShape.features ?? 1
    switch source {
    case .text:
      throw refusal(
        "the model reads numbers, not tokens; name a CSV file, or nothing for random numbers")
    case .series(let values):
      if features != 1 {
        throw refusal(
          "the model reads \(features) numbers a step, and a series has one; name no file")
      }
      return .numbers(try column(values))
    case .noise:
      return .numbers(
        .uniform([1, length, features], in: -1..<1, dtype: .float64, using: &generator))
    }
  }

  /// The last tokens of a text.
  private func tokens(of text: String) throws(FlowOfModel.Obstacle) -> IntTensor {
    guard let vocabulary else {
      throw refusal("the model's file carries no vocabulary, by which a text becomes tokens")
    }
    let ids = vocabulary.encode(text)
    try requireLength(ids.count, "tokens that the model knows")
    return IntTensor(ids.suffix(length), shape: [1, length])
  }

  /// The last values of a series, standardised.
  private func column(_ values: [Double]) throws(FlowOfModel.Obstacle) -> Tensor {
    try requireLength(values.count, "values")
    let scaled = StandardScaler(fittedTo: values).scaled(Array(values.suffix(length)))
    return Tensor(scaled, shape: [1, length, 1], dtype: .float64)
  }

  private func requireLength(_ count: Int, _ what: String) throws(FlowOfModel.Obstacle) {
    if count < length {
      throw refusal(
        "found \(count) \(what); expected at least \(length), as many as the model is to read")
    }
  }

  private func refusal(_ sentence: String) -> FlowOfModel.Obstacle {
    FlowOfModel.Obstacle(description: sentence)
  }
}
