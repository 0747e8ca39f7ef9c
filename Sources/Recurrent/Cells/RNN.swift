import UnrollAutodiff
import UnrollNumerics

/// A cell run over a sequence: the time loop of every recurrent layer.
///
/// x is `[batch, time, features]`; the result is the last output `[batch, units]`, or, with
/// `returnSequences`, all outputs `[batch, time, units]`. Where a mask says that a time step does not
/// count, the state stays as it was, and the output of that step is the state's.
public struct RNN<Cell: RecurrentCell>: Layer {
  /// The equation of one step.
  public var cell: Cell
  /// Whether the outputs of all steps come out, not only the last.
  public var returnSequences: Bool
  /// Whether the sequence is read from its end; the outputs then come in that order, and so does their mask.
  public var goBackwards: Bool
  /// Whether a batch begins with the states that the batch before it ended with.
  public var stateful: Bool
  /// The share of input features that is dropped in a training step, the same in every time step; at least 0
  /// and below 1.
  public var dropout: Double
  /// The share of units that the recurrent weights don't see in a training step, the same in every time
  /// step (Gal & Ghahramani 2016); at least 0 and below 1.
  public var recurrentDropout: Double
  public var trainable: Bool

  /// A layer that runs a cell. Stops with a sentence where the cell has no units, or a share is below 0, or 1
  /// or more.
  public init(
    _ cell: Cell, returnSequences: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
    dropout: Double = 0, recurrentDropout: Double = 0, trainable: Bool = true
  ) {
    self.cell = cell
    self.returnSequences = returnSequences
    self.goBackwards = goBackwards
    self.stateful = stateful
    self.dropout = dropout
    self.recurrentDropout = recurrentDropout
    self.trainable = trainable
    require(cell.units > 0, "\(kind): got \(cell.units) units; expected at least 1")
    Dropout.requireRate(dropout, "\(kind): dropout")
    Dropout.requireRate(recurrentDropout, "\(kind): recurrentDropout")
  }

  /// `LSTM` for an `LSTMCell`.
  public var kind: String {
    cell.kind.hasSuffix("Cell") ? String(cell.kind.dropLast(4)) : cell.kind
  }

  public func obstacle(to input: LayerShape) -> String? {
    if input.sizes.count > 2 {
      return """
        expected a sequence (batch, time, features), but the input is \(input); TimeDistributed(…) around it \
        runs it within every step of the first axis behind the batch
        """
    }
    guard input.sizes.count == 2 else {
      return """
        expected a sequence (batch, time, features), but the input is \(input); the recurrent layer before \
        it needs returnSequences: true, and a series of single numbers a last axis of size 1
        """
    }
    guard let features = input.features else {
      return "needs a known number of features, but its input is \(input)"
    }
    return obstacleInCell(features: features)
  }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    cell.weights(inputs: input.features ?? 0)
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    returnSequences ? input.withFeatures(cell.units) : [cell.units]
  }

  public var isRepeatable: Bool { cell.isRepeatable }

  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? {
    guard returnSequences, let mask else { return nil }
    return goBackwards ? mask.reversedInTime() : mask
  }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let result = run(x, weights, context)
    return returnSequences ? result.sequence : result.output
  }
}

/// What a recurrent layer computed: outputs and the last state, by name.
public struct RecurrentResult<State: RecurrentState> {
  /// The outputs, each `[batch, units]`, in the order in which they were computed.
  public let outputs: [Variable]

  /// The state after the last step, for example `state.hidden` and `state.carry`.
  public let state: State

  /// The output of the last step that counts: `[batch, units]`.
  public var output: Variable { state.output }

  /// All outputs: `[batch, time, units]`.
  public var sequence: Variable { Self.sequence(outputs) }

  /// Outputs put together, the batch in front again.
  static func sequence(_ outputs: [Variable]) -> Variable {
    stack(outputs).transposed([1, 0, 2])
  }
}

extension RNN {
  /// Runs the cell over a sequence, from a given state, or from the one the layer kept, or from zeros.
  ///
  /// x is `[batch, time, features]`, with at least one time step; each part of a state is `[batch, units]`.
  /// Stops with a sentence where a shape does not fit, or a kept state is that of another number of samples.
  ///
  /// - Parameter zeroMasked: Whether outputs of steps that do not count are zeros.
  public func run(
    _ x: Variable, _ weights: Weights, _ context: LayerContext, initialState: Cell.State? = nil,
    zeroMasked: Bool = false
  ) -> RecurrentResult<Cell.State> {
    requireSequence(x, context)
    let batch = x.shape[0]
    let sources = sources(x, weights, context)
    let dropped = context.dropoutMask(
      recurrentDropout, [batch, cell.units], x.dtype, for: "recurrent_dropout")

    var state =
      initialState.map { given($0, batch, context) }
      ?? kept(x, context) ?? cell.zeroState(batch: batch, dtype: x.dtype)
    var outputs: [Variable] = []
    let counts = context.stepMasks
    let times = 0..<x.shape[1]
    for t in goBackwards ? Array(times.reversed()) : Array(times) {
      context.step(t) {
        let source = sources.at(t)
        let next = cell.step(
          source.x, state, source.weights, StepContext(t: t, dropoutMask: dropped))
        state = counts.map { chosen($0[t], next, state) } ?? next
        outputs.append(
          zeroMasked ? counts.map { zeroed(state.output, $0[t]) } ?? state.output : state.output)
        sources.stepped(t, to: state.parts)
      }
    }
    if stateful { context.keep(state.parts) }
    return RecurrentResult(outputs: outputs, state: state)
  }

  /// The layer tried out on numbers `[batch, time, features]`, with new weights: outputs and states by name.
  ///
  /// `LSTM(4)(x).state.carry` is what Keras's `return_state` gives.
  public func callAsFunction(
    _ x: Tensor, seed: UInt64 = 42, initialState: Cell.State? = nil
  ) -> RecurrentResult<Cell.State> {
    var assembly = Assembly(seed: seed, dtype: x.dtype)
    let place = assembly.add(self, input: LayerShape(x.shape.dropFirst().map { $0 }))
    let weights = assembly.weights(of: place, from: assembly.parameters.map { Variable($0.value) })
    return run(
      Variable(x), weights, assembly.context(of: place, in: Run()), initialState: initialState)
  }

  /// What each time step is computed from. Some inputs may be dropped; time comes first, because then a
  /// step's numbers lie side by side.
  private func sources(
    _ x: Variable, _ weights: Weights, _ context: LayerContext
  ) -> StepSources<Cell> {
    let mask = context.dropoutMask(dropout, [x.shape[0], 1, x.shape[2]], x.dtype, for: "dropout")
    let x = (mask.map { x * $0 } ?? x).transposed([1, 0, 2])
    guard let record = context.record else { return StepSources(cell, x, weights) }
    return StepSources(cell, x, weights, record, name: context.name, kind: kind)
  }

  /// The new state where the step counts, the old one where it doesn't.
  private func chosen(_ counts: StepMask, _ new: Cell.State, _ old: Cell.State) -> Cell.State {
    if counts.isAll { return new }
    return Cell.State(zip(new.parts, old.parts).map(counts.chosen))
  }

  private func zeroed(_ output: Variable, _ counts: StepMask) -> Variable {
    counts.chosen(output, Variable(.zeros(output.shape, dtype: output.dtype)))
  }

  /// The state that a stateful layer kept from the batch before.
  private func kept(_ x: Variable, _ context: LayerContext) -> Cell.State? {
    guard stateful, let state = context.kept(Cell.State.names, dtype: x.dtype) else { return nil }
    let batch = x.shape[0]
    require(
      state[0].shape[0] == batch,
      """
      \(context.name) (\(kind)): stateful, and the batch before had \(state[0].shape[0]) samples, but this \
      one has \(batch); every batch needs the same number. Call resetState() to begin anew, or go on with \
      batches of \(state[0].shape[0]): predict takes a batchSize
      """)
    return Cell.State(state)
  }

  private func given(_ state: Cell.State, _ batch: Int, _ context: LayerContext) -> Cell.State {
    for (name, part) in zip(Cell.State.names, state.parts) {
      require(
        part.shape == [batch, cell.units],
        """
        \(context.name) (\(kind)): expected an initial state \(name) of shape [\(batch), \(cell.units)] \
        (batch, units), but got \(part.shape)
        """)
    }
    return state
  }

  private func requireSequence(_ x: Variable, _ context: LayerContext) {
    require(
      x.shape.count == 3,
      """
      \(context.name) (\(kind)): expected a sequence [batch, time, features], but got shape \(x.shape)\
      \(x.shape.count == 2 ? "; one feature a time step needs a last axis of size 1" : "")
      """)
    require(
      x.shape[1] > 0,
      "\(context.name) (\(kind)): input of shape \(x.shape) has no time steps; expected at least 1")
    guard let mask = context.mask else { return }
    require(
      mask.shape == [x.shape[0], x.shape[1]],
      """
      \(context.name) (\(kind)): expected a mask of shape [\(x.shape[0]), \(x.shape[1])] (batch, time) for \
      input of shape \(x.shape), but got \(mask.shape); true stands for a time step that counts
      """)
  }
}

extension RNN: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? {
    guard returnSequences, let counts else { return nil }
    return goBackwards ? counts.reversedInTime : counts
  }
}

/// The cell's options and the layer's own, side by side as in Keras's `SimpleRNN`, `LSTM` and `GRU`.
extension RNN: SavableLayer where Cell: SavableCell {
  /// `LSTM` for an `LSTMCell`.
  public static var className: String {
    let name = Cell.className
    return name.hasSuffix("Cell") ? String(name.dropLast(4)) : name
  }

  public var configuration: LayerConfiguration {
    get throws {
      try cell.configuration.adding([
        "return_sequences": returnSequences, "go_backwards": goBackwards, "stateful": stateful,
        "dropout": dropout, "recurrent_dropout": recurrentDropout, "trainable": trainable,
      ])
    }
  }

  public init(_ configuration: LayerConfiguration) throws {
    let cell = try Cell(configuration)
    guard cell.units > 0 else { throw OptionError("units is \(cell.units); expected at least 1") }
    try self.init(
      cell, returnSequences: configuration["return_sequences"],
      goBackwards: configuration["go_backwards"], stateful: configuration["stateful"],
      dropout: configuration.rate("dropout"),
      recurrentDropout: configuration.rate("recurrent_dropout"),
      trainable: configuration["trainable"])
  }
}
