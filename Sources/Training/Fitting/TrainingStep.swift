import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The loss of a model on a batch, and the gradients of its weights: what an optimiser needs for one step.
///
/// A model whose steps differ in their numbers alone (``Model/isRepeatable``) is recorded on a tape once for
/// each shape of batch; from then on the recording runs as a ``Program``. Any other is recorded anew each
/// time. Both give the same but for rounding. Stateful layers move on by the batch; the states that they
/// carry are inputs and results of the program.
///
/// ```swift
/// let step = TrainingStep(model, loss: .meanSquaredError)
/// let result = step(batch)
/// ```
public final class TrainingStep {
  private let model: any Model
  private let loss: Loss
  private let threads: Int
  /// Whether gradients of tables are wanted by rows.
  private let byRows: Bool
  /// Whether there are targets for the last time steps alone, and only these count.
  private let countsLastSteps: Bool
  private let tape = Tape()

  /// The programs by the shapes of their batches.
  private var programs: [BatchShape: StepProgram] = [:]

  /// Which parameters were trained when the programs were made, which give their gradients.
  private var trained: [Bool] = []

  /// Programs take memory for a whole step; where batches come in more shapes than this, all are forgotten.
  private static let mostPrograms = 8

  /// Steps of a model with a loss; with several threads, each computes a part of the batch.
  ///
  /// Sums over a batch that is cut into parts are rounded differently, so results depend in their last
  /// digits on the number of threads, and on nothing else.
  ///
  /// With an `optimizer` that can change some rows of a table alone, the gradient of a table that is looked
  /// up and used for nothing else comes by rows (``Result/compactGradients``), if a batch looks up less than
  /// an eighth as many as there are.
  public convenience init(
    _ model: any Model, loss: Loss, threads: Int = 1, optimizer: (any Optimizer)? = nil
  ) {
    self.init(
      model, loss: loss, threads: threads, optimizer: optimizer, countsLastSteps: false)
  }

  init(
    _ model: any Model, loss: Loss, threads: Int, optimizer: (any Optimizer)?,
    countsLastSteps: Bool
  ) {
    require(threads > 0, "TrainingStep: got \(threads) threads; expected at least 1")
    self.model = model
    self.loss = loss
    self.threads = threads
    self.countsLastSteps = countsLastSteps
    byRows = optimizer?.decayWithoutGradient != nil
  }

  /// Computes loss, prediction and gradients for a batch. The model's weights are not changed; stateful
  /// layers go on with the next batch where this one ends.
  public func callAsFunction(_ batch: Dataset) -> Result {
    let states = model.assembly.states
    let parts = batch.parts(threads)
    guard let calls = calls(for: parts, of: batch, states) else { return recorded(batch) }
    let found = Program.run(calls.map { ($0.program, $0.inputs, $0.integers) })
    let result = Result.whole(zip(calls, found).map { $0.result($1) }, counts: parts.map(\.count))
    if !states.isEmpty { model.assembly.states = states.replaced(by: result.states) }
    return result
  }

  /// Where the time of a step goes, by operations, the most expensive first; empty where there is no program.
  public func costs(_ batch: Dataset) -> [Program.Cost] {
    let states = model.assembly.states
    guard let call = calls(for: [batch], of: batch, states)?.first else { return [] }
    return call.program.costs(call.inputs, integers: call.integers)
  }

  /// Loss, prediction and gradients by a recording of the step, which is not kept: what a step costs
  /// without a program.
  public func recorded(_ batch: Dataset) -> Result {
    // A tape that held the weights would have the optimiser copy them.
    defer { tape.reset() }
    return record(batch).result
  }

  /// The programs for the parts of a batch with what they are run on, or nil where there can be none.
  private func calls(
    for parts: [Dataset], of batch: Dataset, _ states: LayerStates
  ) -> [StepProgram.Call]? {
    guard model.isRepeatable, loss.isRepeatable(for: batch.targets) else { return nil }
    let isTrained = model.parameters.map(\.isTrainable)
    if isTrained != trained { (programs, trained) = ([:], isTrained) }
    let weights = model.parameters.map(\.value)
    var calls: [StepProgram.Call] = []
    var start = 0
    for (index, part) in parts.enumerated() {
      let arrays = BatchArrays(part)
      // Of a state, too, each part of the batch has its samples.
      let own = states.rows(start..<(start + part.count), of: batch.count)
      start += part.count
      // Integers that name nothing are recorded, because the layer that meets them says so best.
      guard let own, let program = program(for: arrays.shape, part, own),
        let call = program.call(weights, arrays, own.inOrder(), copy: index),
        call.program.accepts(arrays.integers)
      else { return nil }
      calls.append(call)
    }
    return calls
  }

  /// The program for a part of a batch, which may be one that can't run.
  private func program(
    for shape: BatchShape, _ batch: Dataset, _ states: LayerStates
  ) -> StepProgram? {
    // What begins with zeros is recorded: there are no states yet that a program could take in.
    guard model.isStateful != states.isEmpty else { return nil }
    if let known = programs[shape] { return known }
    if programs.count >= Self.mostPrograms { programs = [:] }
    let new = makeProgram(batch, states)
    programs[shape] = new
    return new
  }

  /// What was first to become NaN or infinite on the way to the loss of a batch.
  func originOfLoss(_ batch: Dataset) -> NonFiniteOrigin? {
    model.assembly.keepingState {
      _ = record(batch)
      return tape.firstNonFinite()
    }
  }

  /// What was first to become NaN or infinite on the way from the loss of a batch to its gradients.
  func originOfGradient(_ batch: Dataset) -> NonFiniteOrigin? {
    model.assembly.keepingState { tape.firstNonFiniteGradient(of: record(batch).loss) }
  }

  private struct Recording {
    let weights, data: [Variable]
    let loss, prediction: Variable
    let plan: GradientPlan
    let lookups: [IntTensor]
    let gradients: [Variable]
    let states: CarriedStates

    var result: Result {
      Result(
        loss: loss.value, prediction: prediction.value,
        gradients: plan.gradients(gradients.map(\.value), lookups),
        states: states.after.map(\.value))
    }
  }

  /// One step on the tape; for a program with its backward pass, which is to be run again.
  private func record(_ batch: Dataset, forProgram: Bool = false) -> Recording {
    tape.reset()
    model.assembly.dropUpdates()
    let weights = model.variables(on: tape)
    var run = Run(tape: tape, isTraining: true, step: model.assembly.trained.steps)
    let states = CarriedStates()
    run.carried = states
    let inputs = batch.inputs.input(on: tape, name: "inputs")
    let target = batch.targets.input(on: tape, name: "targets")
    let output = model.call(inputs, weights, run)
    let prediction = countsLastSteps ? lastSteps(of: output, batch) : output
    let value = tape.scope("loss") { loss(prediction, target) }
    let trained = zip(weights, model.parameters).filter { $0.1.isTrainable }.map(\.0)
    // A program computes a part of a batch, and the other parts look up as many rows.
    let lookups = trained.map {
      byRows ? tape.fewLookups(in: $0, parts: forProgram ? threads : 1) : nil
    }
    return Recording(
      weights: weights, data: inputs.numbers + target.numbers, loss: value, prediction: prediction,
      plan: GradientPlan(trained, lookups), lookups: lookups.flatMap { $0 ?? [] }.map(\.indices),
      gradients: tape.gradient(
        of: value, for: GradientPlan.sources(trained, lookups), recorded: forProgram),
      states: states)
  }

  /// The output at those time steps, the last ones, that have a target.
  private func lastSteps(of output: Variable, _ batch: Dataset) -> Variable {
    let (read, counted) = (batch.inputs.stepCount ?? 0, batch.targets.stepCount ?? 0)
    require(
      output.shape.count > 2 && output.shape[1] == read,
      """
      fit: the model's output for a window of \(read) steps has shape \(output.shape); expected \
      [streams, steps, …], so the last recurrent layer needs returnSequences: true
      """)
    return counted == read ? output : output[0..., (read - counted)...]
  }

  private func makeProgram(_ batch: Dataset, _ before: LayerStates) -> StepProgram {
    // Recording a call moves the states on, and it is the program that is to do so.
    let recording = model.assembly.keepingState {
      model.assembly.states = before
      return record(batch, forProgram: true)
    }
    defer { tape.reset() }
    let integers = BatchArrays(batch).integers
    let states = recording.states
    let program =
      states.goOn
      ? try? Program(
        tape, inputs: recording.weights + recording.data + states.before, integers: integers,
        results: [recording.loss, recording.prediction] + states.after + recording.gradients)
      : nil
    return StepProgram(
      program, recording.plan, recording.lookups, integers, states: states.after.count)
  }
}

extension Dataset {
  /// The samples in so many parts of nearly equal size, or in fewer, if there are not so many.
  fileprivate func parts(_ number: Int) -> [Dataset] {
    let number = min(number, count)
    if number <= 1 { return [self] }
    return (0..<number).map { samples(($0 * count / number)..<(($0 + 1) * count / number)) }
  }
}
