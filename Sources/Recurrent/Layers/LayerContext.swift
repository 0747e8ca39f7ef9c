import UnrollAutodiff
import UnrollNumerics

/// What a layer may know about the call it is part of.
public struct LayerContext {
  /// The layer's name in the model: `simple_rnn_1`.
  public let name: String

  /// Whether this is a training step; it is not while predicting.
  public let isTraining: Bool

  /// Which time steps of the input count, `[batch, time]`, or `[batch, time, steps within, …]`; nil where all
  /// do.
  public let mask: BoolTensor?

  /// What the layer keeps from call to call, if it is part of a model.
  public let memory: LayerMemory?

  /// Where the layer writes down its time steps, if a ``TimeLedger`` is kept.
  let record: TimeRecord?

  private let tape: Tape?
  private let seed: UInt64
  private let trainingStep: Int

  /// The context of a call; without a tape nothing is recorded.
  ///
  /// Random numbers follow from the seed, the layer's name and the training step, so that a repeated
  /// or resumed training draws the same ones.
  public init(
    name: String, isTraining: Bool = false, mask: BoolTensor? = nil, memory: LayerMemory? = nil,
    tape: Tape? = nil, seed: UInt64 = 42, trainingStep: Int = 0
  ) {
    self.init(
      name: name, isTraining: isTraining, mask: mask, memory: memory, tape: tape, record: nil,
      seed: seed, trainingStep: trainingStep)
  }

  init(
    name: String, isTraining: Bool, mask: BoolTensor?, memory: LayerMemory?, tape: Tape?,
    record: TimeRecord?, seed: UInt64, trainingStep: Int
  ) {
    self.name = name
    self.isTraining = isTraining
    self.mask = mask
    self.memory = memory
    self.tape = tape
    self.record = record
    self.seed = seed
    self.trainingStep = trainingStep
  }

  /// The same context for a layer whose input has other time steps.
  public func masked(by mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: name, isTraining: isTraining, mask: mask, memory: memory, tape: tape, record: record,
      seed: seed, trainingStep: trainingStep)
  }

  /// The context of a layer that is part of this one.
  public func within(_ part: String, mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: "\(name)/\(part)", isTraining: isTraining, mask: mask,
      memory: memory?.part(part), tape: tape, record: record, seed: seed,
      trainingStep: trainingStep)
  }

  /// Runs one time step in a scope of its own, so that the tape shows `simple_rnn/step 3`.
  public func step<Result>(_ t: Int, _ body: () throws -> Result) rethrows -> Result {
    guard let tape else { return try body() }
    return try tape.scope("step", t, body)
  }

  /// A value of a call before this one: on the tape under a name, and cut off, so that no gradient flows back.
  func cut(_ value: Tensor, name: String) -> Variable {
    tape?.variable(value, name: "\(self.name)/\(name)").detached() ?? Variable(value)
  }

  /// Runs a part of a layer in a scope of its own.
  func scope<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    guard let tape else { return try body() }
    return try tape.scope(part, nil, body)
  }

  /// The random numbers of one use in this layer and training step.
  public func generator(for use: String) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "\(name)/\(use)", step: trainingStep)
  }

  /// Zeros, with probability `rate`, and `1 / (1 − rate)` elsewhere; nil where nothing is to be dropped.
  public func dropoutMask(_ rate: Double, _ shape: Shape, _ dtype: DType, for use: String)
    -> Variable?
  {
    if let given = memory?.dropoutMasks[use] { return Variable(given.cast(to: dtype)) }
    guard isTraining && rate > 0 else { return nil }
    var generator = generator(for: use)
    let kept = 1 / (1 - rate)
    let elements = (0..<shape.elementCount).map { _ in generator.uniform() < rate ? 0 : kept }
    return Variable(Tensor(elements, shape: shape, dtype: dtype))
  }
}

/// What a layer keeps from call to call: the last state of a stateful layer, new values of weights that
/// are computed and not trained.
public final class LayerMemory {
  /// The state that the next batch begins with; empty at the beginning.
  public internal(set) var state: [Tensor] = []

  /// New values of weights, by name; the model takes them over after a training step.
  var updates: [String: Tensor] = [:]

  /// Dropout masks to be used instead of random ones: for a test against another library's.
  package var dropoutMasks: [String: Tensor] = [:]

  private var parts: [String: LayerMemory] = [:]

  /// Nothing kept yet.
  public init() {}

  /// Forgets the state.
  func reset() {
    state = []
    for part in parts.values { part.reset() }
  }

  /// What a layer that is part of this one keeps.
  func part(_ name: String) -> LayerMemory {
    if let known = parts[name] { return known }
    let new = LayerMemory()
    parts[name] = new
    return new
  }

  /// The states of this layer and its parts, to be put back with ``restore(_:)``.
  func snapshot() -> Snapshot {
    Snapshot(state: state, parts: parts.mapValues { $0.snapshot() })
  }

  /// Puts states back; a part that was not there yet had none.
  func restore(_ snapshot: Snapshot) {
    state = snapshot.state
    for (name, part) in parts {
      if let known = snapshot.parts[name] { part.restore(known) } else { part.reset() }
    }
  }

  /// States at one moment.
  struct Snapshot {
    fileprivate let state: [Tensor]
    fileprivate let parts: [String: Snapshot]
  }
}
