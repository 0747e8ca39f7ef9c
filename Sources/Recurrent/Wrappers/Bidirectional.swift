import UnrollAutodiff
import UnrollNumerics

/// A recurrent layer that reads a sequence from both ends (Schuster & Paliwal 1997).
///
/// One copy reads forwards, one backwards, with weights of their own. At every time step, both outputs
/// are merged: y is `[batch, time, 2·units]` with `.concat` and `returnSequences`. Outputs of time steps
/// that do not count are zeros.
public struct Bidirectional<Cell: RecurrentCell>: Layer {
  /// How two outputs become one.
  public enum MergeMode: String, OptionValue, CaseIterable {
    /// Side by side: `[…, 2·units]`.
    case concat
    /// Their sum.
    case sum
    /// Their product.
    case mul
    /// Their mean.
    case ave
  }

  /// The layer that reads forwards.
  public package(set) var forward: RNN<Cell>
  /// The layer that reads backwards.
  public package(set) var backward: RNN<Cell>
  /// How two outputs become one.
  public var mergeMode: MergeMode

  /// A layer and its mirror image, which has the same options and reads the other way.
  public init(_ layer: RNN<Cell>, mergeMode: MergeMode = .concat) {
    forward = layer
    backward = layer
    backward.goBackwards.toggle()
    self.mergeMode = mergeMode
  }

  public var kind: String { "Bidirectional" }

  public var trainable: Bool { forward.trainable }

  public var stateful: Bool { forward.stateful }

  public func obstacle(to input: LayerShape) -> String? { forward.obstacle(to: input) }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    forward.weights(for: input, within: "forward")
      + backward.weights(for: input, within: "backward")
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    let output = forward.outputShape(for: input)
    return mergeMode == .concat ? output.withFeatures(2 * forward.cell.units) : output
  }

  public var isRepeatable: Bool { forward.isRepeatable && backward.isRepeatable }

  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? {
    forward.outputMask(mask, for: x)
  }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let result = run(x, weights, context)
    return forward.returnSequences ? result.sequence : result.output
  }

  /// Runs both layers, from given states, or from zeros.
  ///
  /// x is `[batch, time, features]`; each part of a state `[batch, units]`. Stops with a sentence where
  /// shapes do not fit.
  public func run(
    _ x: Variable, _ weights: Weights, _ context: LayerContext,
    initialStates: (forward: Cell.State, backward: Cell.State)? = nil
  ) -> BidirectionalResult<Cell.State> {
    func read(_ layer: RNN<Cell>, _ part: String, _ state: Cell.State?) -> RecurrentResult<
      Cell.State
    > {
      context.scope(part) {
        layer.run(
          x, weights.within(part), context.within(part, mask: context.mask), initialState: state,
          zeroMasked: layer.returnSequences)
      }
    }
    return BidirectionalResult(
      forward: read(forward, "forward", initialStates?.forward),
      backward: read(backward, "backward", initialStates?.backward), merge: merge)
  }

  private func merge(_ a: Variable, _ b: Variable) -> Variable {
    switch mergeMode {
    case .concat: concatenate([a, b], axis: -1)
    case .sum: a + b
    case .mul: a * b
    case .ave: (a + b) / 2
    }
  }
}

extension Bidirectional: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? {
    forward.recordedMask(counts, for: x)
  }
}

extension Bidirectional: SavableLayer where Cell: SavableCell {
  public static var className: String { "Bidirectional" }

  public var configuration: LayerConfiguration {
    get throws {
      let layer = try SavedLayer(forward)
      if try SavedLayer(Bidirectional(forward).backward).option != SavedLayer(backward).option {
        throw OptionError(
          "Bidirectional: its directions have options of their own, which no file can hold")
      }
      return ["layer": layer, "merge_mode": mergeMode]
    }
  }

  public init(_ configuration: LayerConfiguration) throws {
    let layer = try configuration.layer("layer")
    guard let layer = layer as? RNN<Cell> else {
      throw OptionError("Bidirectional needs \(RNN<Cell>.className) within, not \(layer.kind)")
    }
    self.init(layer, mergeMode: try configuration["merge_mode"])
  }
}

/// What a bidirectional layer computed: each direction's result, by name, and both merged.
public struct BidirectionalResult<State: RecurrentState> {
  /// What the layer that reads forwards computed.
  public let forward: RecurrentResult<State>
  /// What the layer that reads backwards computed; its outputs are in the order in which it read.
  public let backward: RecurrentResult<State>

  fileprivate let merge: (Variable, Variable) -> Variable

  fileprivate init(
    forward: RecurrentResult<State>, backward: RecurrentResult<State>,
    merge: @escaping (Variable, Variable) -> Variable
  ) {
    self.forward = forward
    self.backward = backward
    self.merge = merge
  }

  /// Each direction's last output, merged: `[batch, 2·units]` with `.concat`, else `[batch, units]`.
  public var output: Variable { merge(forward.output, backward.output) }

  /// The outputs of both directions at each time step, merged: `[batch, time, 2·units]` with `.concat`, else
  /// `[batch, time, units]`.
  public var sequence: Variable {
    merge(forward.sequence, RecurrentResult<State>.sequence(backward.outputs.reversed()))
  }
}
