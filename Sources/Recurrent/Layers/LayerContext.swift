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

  /// Where the layer writes down the states that it carries and the masks that it draws, if the call is
  /// recorded to be run again.
  let repeated: RepeatedCall?

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
      repeated: nil, seed: seed, trainingStep: trainingStep)
  }

  init(
    name: String, isTraining: Bool, mask: BoolTensor?, memory: LayerMemory?, tape: Tape?,
    record: TimeRecord?, repeated: RepeatedCall?, seed: UInt64, trainingStep: Int
  ) {
    self.name = name
    self.isTraining = isTraining
    self.mask = mask
    self.memory = memory
    self.tape = tape
    self.record = record
    self.repeated = repeated
    self.seed = seed
    self.trainingStep = trainingStep
  }

  /// The same context for a layer whose input has other time steps.
  public func masked(by mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: name, isTraining: isTraining, mask: mask, memory: memory, tape: tape, record: record,
      repeated: repeated, seed: seed, trainingStep: trainingStep)
  }

  /// The context of a layer that is part of this one.
  public func within(_ part: String, mask: BoolTensor?) -> LayerContext {
    LayerContext(
      name: "\(name)/\(part)", isTraining: isTraining, mask: mask,
      memory: memory?.part(part), tape: tape, record: record, repeated: repeated, seed: seed,
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
    repeated?.states.enter(name, names, entering)
    return entering.map { $0.detached() }
  }

  /// Keeps a state for the next call.
  func keep(_ state: [Variable]) {
    memory?.state = state.map(\.value)
    repeated?.states.leave(name, state)
  }

  /// Gives a weight that is computed and not trained its next value, from the one that it has and from what was found in the
  /// batch. The rule becomes part of a recording only where that is to give what comes out.
  func update(
    _ name: String, of weights: Weights, by found: Variable,
    _ rule: (_ old: Variable, _ found: Variable) -> Variable
  ) {
    if let repeated, repeated.timeMasks != nil {
      repeated.update("\(self.name)/\(name)", to: rule(weights[name], found))
    } else if let memory {
      memory.updates[name] = rule(Variable(weights[name].value), Variable(found.value)).value
    }
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
  ///
  /// The samples are the first axis of the shape: where a batch is computed in parts, each has its rows of the
  /// mask of the whole.
  ///
  /// The rate is a share, at least 0 and below 1; while predicting, nothing is dropped.
  public func dropoutMask(_ rate: Double, _ shape: Shape, _ dtype: DType, for use: String)
    -> Variable?
  {
    guard let mask = mask(rate, dtype, for: use) else { return nil }
    let drawn = mask.draw(shape, trainingStep)
    guard let repeated, let tape else { return Variable(drawn) }
    let entering = tape.variable(drawn, name: "\(mask.name) mask")
    repeated.masks.enter(mask, entering)
    return entering.detached()
  }

  /// The mask of one use, of any shape; nil where nothing is to be dropped.
  private func mask(_ rate: Double, _ dtype: DType, for use: String) -> DrawnMasks.Mask? {
    let path = "\(name)/\(use)"
    if let memory, memory.dropoutMasks[use] != nil {
      return DrawnMasks.Mask(name: path, rate: rate) { _, _ in
        memory.dropoutMasks[use]?.cast(to: dtype) ?? .ones([], dtype: dtype)
      }
    }
    guard isTraining && rate > 0, !(repeated?.isDroppingNothing ?? false) else { return nil }
    let seed = seed
    return DrawnMasks.Mask(name: path, rate: rate) { shape, step in
      var generator = SeededGenerator(seed: seed, stream: path, step: step)
      let (count, kept) = (shape.elementCount, 1 / (1 - rate))
      return dtype == .float32
        ? Tensor(generator.zeros(count, probability: rate, other: Float(kept)), shape: shape)
        : Tensor(
          generator.zeros(count, probability: rate, other: kept), shape: shape, dtype: dtype)
    }
  }
}
