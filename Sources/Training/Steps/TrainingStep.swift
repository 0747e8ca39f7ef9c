import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The loss of a model on a batch, and the gradients of its weights: what an optimiser needs for one step.
///
/// A model whose steps differ in their numbers alone (``Model/isRepeatable``) is recorded on a tape once for
/// each shape of batch; from then on the recording runs as a ``Program``. Any other is recorded anew each
/// time. Both give the same but for rounding. Stateful layers move on by the batch; the states that they
/// carry are inputs and results of the program. Dropout's masks are inputs of it, drawn anew for each step.
///
/// ```swift
/// let step = TrainingStep(model, loss: .meanSquaredError)
/// let result = step(data)
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

  private let programs: BatchPrograms<Notes>

  /// Which parameters were trained when the programs were made, which give their gradients.
  private var trained: [Bool] = []

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
    programs = BatchPrograms(model, threads: threads)
  }

  /// Computes loss, prediction and gradients for a batch. The model's weights are not changed; stateful
  /// layers go on with the next batch where this one ends.
  public func callAsFunction(_ batch: Dataset) -> Result {
    let arrays = BatchArrays(batch)
    guard isRepeatable(for: batch),
      let parts = programs.run(on: arrays, { recording(of: batch.samples($0), on: $1) })
    else { return recorded(batch) }
    return Result.whole(parts.map(Self.result), counts: parts.map(\.arrays.count))
  }

  /// Where the time of a step goes, by operations, the most expensive first; empty where there is no program.
  public func costs(_ batch: Dataset) -> [Program.Cost] {
    guard isRepeatable(for: batch) else { return [] }
    return programs.costs(on: BatchArrays(batch)) { recording(of: batch.samples($0), on: $1) }
  }

  /// Whether a step on a batch can be repeated; programs that are out of date are forgotten.
  private func isRepeatable(for batch: Dataset) -> Bool {
    guard model.isRepeatable, loss.isRepeatable(for: batch.targets) else { return false }
    let isTrained = model.parameters.map(\.isTrainable)
    if isTrained != trained { programs.forget() }
    trained = isTrained
    return true
  }

  /// Loss, prediction and gradients by a recording of the step, which is not kept: what a step costs
  /// without a program.
  public func recorded(_ batch: Dataset) -> Result {
    // A tape that held the weights would have the optimiser copy them.
    defer { tape.reset() }
    return record(batch, on: tape).result
  }

  /// What was first to become NaN or infinite on the way to the loss of a batch.
  func originOfLoss(_ batch: Dataset) -> NonFiniteOrigin? {
    model.assembly.keepingState {
      _ = record(batch, on: tape)
      return tape.firstNonFinite()
    }
  }

  /// What was first to become NaN or infinite on the way from the loss of a batch to its gradients.
  func originOfGradient(_ batch: Dataset) -> NonFiniteOrigin? {
    model.assembly.keepingState { tape.firstNonFiniteGradient(of: record(batch, on: tape).loss) }
  }

  private struct Recording {
    let weights, data: [Variable]
    let loss, prediction: Variable
    let plan: GradientPlan
    let lookups: [IntTensor]
    let gradients: [Variable]
    let repeated: RepeatedCall

    var result: Result {
      Result(
        loss: loss.value, prediction: prediction.value,
        gradients: plan.gradients(gradients.map(\.value), lookups))
    }
  }

  /// One step on a tape; for a program with its backward pass, which is to be run again.
  private func record(_ batch: Dataset, on tape: Tape, forProgram: Bool = false) -> Recording {
    tape.reset()
    model.assembly.dropUpdates()
    let weights = model.variables(on: tape)
    var run = Run(tape: tape, isTraining: true, step: model.assembly.trained.steps)
    let repeated = RepeatedCall()
    run.repeated = repeated
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
      repeated: repeated)
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
}

// MARK: - As a program

extension TrainingStep {
  /// How the results of a program become gradients.
  struct Notes {
    let plan: GradientPlan
    /// Which of a batch's integers each lookup names its rows by, and in what shape.
    let lookups: [(integers: Int, shape: Shape)]
  }

  /// A step that is to be repeated; nil where a table is looked up by integers that the model made itself,
  /// because those of the next batch are not known.
  private func recording(of batch: Dataset, on tape: Tape) -> BatchPrograms<Notes>.Recording? {
    let step = record(batch, on: tape, forProgram: true)
    let integers = BatchArrays(batch).integers
    let lookups = step.lookups.compactMap { indices in
      integers.firstIndex { $0.isSame(as: indices) }.map { ($0, indices.shape) }
    }
    guard lookups.count == step.lookups.count else { return nil }
    return BatchPrograms.Recording(
      inputs: step.weights + step.data, integers: integers,
      results: [step.loss, step.prediction] + step.gradients, repeated: step.repeated,
      notes: Notes(plan: step.plan, lookups: lookups))
  }

  private static func result(_ part: BatchPrograms<Notes>.Part) -> Result {
    let indices = part.notes.lookups.map { part.arrays.integers[$0.integers].reshaped($0.shape) }
    return Result(
      loss: part.results[0], prediction: part.results[1],
      gradients: part.notes.plan.gradients(Array(part.results.dropFirst(2)), indices))
  }
}
