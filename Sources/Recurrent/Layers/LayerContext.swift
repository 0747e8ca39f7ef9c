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

  /// Where the layer writes down the states that it carries, if the call is recorded to be run again.
  let carried: CarriedStates?

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
      carried: nil, seed: seed, trainingStep: trainingStep)
  }

  init(
    name: String, isTraining: Bool, mask: BoolTensor?, memory: LayerMemory?, tape: Tape?,
    record: TimeRecord?, carried: CarriedStates?, seed: UInt64, trainingStep: Int
  ) {
    self.name = name
    self.isTraining = isTraining
    self.mask = mask
    self.memory = memory
    self.tape = tape
    self.record = record
    self.carried = carried
    self.seed = seed
    self.trainingStep = trainingStep
  }

  /// The same context for a layer whose input has other time steps.
  public func masked(by mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: name, isTraining: isTraining, mask: mask, memory: memory, tape: tape, record: record,
      carried: carried, seed: seed, trainingStep: trainingStep)
  }

  /// The context of a layer that is part of this one.
  public func within(_ part: String, mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: "\(name)/\(part)", isTraining: isTraining, mask: mask,
      memory: memory?.part(part), tape: tape, record: record, carried: carried, seed: seed,
      trainingStep: trainingStep)
  }

  /// Runs one time step in a scope of its own, so that the tape shows `simple_rnn/step 3`.
  public func step<Result>(_ t: Int, _ body: () throws -> Result) rethrows -> Result {
    guard let tape else { return try body() }
    return try tape.scope("step", t, body)
  }

  /// The state that the layer kept from the call before, under the names of its parts: on the tape, and cut
  /// off, so that no gradient flows back. Nil where nothing was kept.
  func kept(_ names: [String], dtype: DType) -> [Variable]? {
    guard let state = memory?.state, !state.isEmpty else { return nil }
    let values = state.map { $0.cast(to: dtype) }
    guard let tape else { return values.map { Variable($0) } }
    let entering = zip(names, values).map { tape.variable($1, name: "\(name)/\($0) before") }
    carried?.enter(name, entering)
    return entering.map { $0.detached() }
  }

  /// Keeps a state for the next call.
  func keep(_ state: [Variable]) {
    memory?.state = state.map(\.value)
    carried?.leave(name, state)
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
