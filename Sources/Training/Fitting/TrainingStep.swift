import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The loss of a model on a batch, and the gradients of its weights: what an optimiser needs for one step.
///
/// A model whose steps differ in their numbers alone (``Model/isRepeatable``) is recorded on a tape once for
/// each shape of batch; from then on the recording runs as a ``Program``. Any other is recorded anew each
/// time. Both give the same but for rounding.
///
/// ```swift
/// let step = TrainingStep(model, loss: .meanSquaredError)
/// let result = step(batch)
/// ```
public final class TrainingStep {
  /// What a step computed.
  public struct Result {
    /// The loss of the batch.
    public let loss: Tensor
    /// The model's output.
    public let prediction: Tensor
    /// The gradients of the weights that are trained, in order; of a table that was looked up, those of its
    /// rows, where the step's optimiser can do with them.
    public let compactGradients: [Gradient]

    /// The gradients of the weights that are trained, in order, whole.
    public var gradients: [Tensor] { compactGradients.map(\.dense) }

    init(loss: Tensor, prediction: Tensor, gradients: [Gradient]) {
      self.loss = loss
      self.prediction = prediction
      compactGradients = gradients
    }

    /// What the parts of a batch gave: losses and gradients are means over samples.
    fileprivate init(_ parts: [Result], counts: [Int]) {
      if parts.count == 1 {
        self = parts[0]
        return
      }
      let total = Double(counts.reduce(0, +))
      let shares = counts.map { Double($0) / total }
      self.init(
        loss: weightedSum(parts.map(\.loss), shares),
        prediction: concatenate(parts.map { Variable($0.prediction) }).value,
        gradients: parts[0].compactGradients.indices.map { index in
          .joined(parts.map { $0.compactGradients[index] }, shares)
        })
    }
  }

  private let model: any Model
  private let loss: Loss
  private let threads: Int
  /// Whether gradients of tables are wanted by rows.
  private let byRows: Bool
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
  public init(
    _ model: any Model, loss: Loss, threads: Int = 1, optimizer: (any Optimizer)? = nil
  ) {
    require(threads > 0, "TrainingStep: got \(threads) threads; expected at least 1")
    self.model = model
    self.loss = loss
    self.threads = threads
    byRows = optimizer?.decayWithoutGradient != nil
  }

  /// Computes loss, prediction and gradients for a batch; the model is not changed.
  public func callAsFunction(_ batch: Dataset) -> Result {
    let parts = batch.parts(threads)
    guard let calls = calls(for: parts, of: batch) else { return recorded(batch) }
    let found = Program.run(calls.map { ($0.program, $0.inputs, $0.integers) })
    return Result(zip(calls, found).map { $0.result($1) }, counts: parts.map(\.count))
  }

  /// Where the time of a step goes, by operations, the most expensive first; empty where there is no program.
  public func costs(_ batch: Dataset) -> [Program.Cost] {
    guard let call = calls(for: [batch], of: batch)?.first else { return [] }
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
  private func calls(for parts: [Dataset], of batch: Dataset) -> [StepProgram.Call]? {
    guard model.isRepeatable, loss.isRepeatable(for: batch.targets) else { return nil }
    let isTrained = model.parameters.map(\.isTrainable)
    if isTrained != trained { (programs, trained) = ([:], isTrained) }
    let weights = model.parameters.map(\.value)
    var calls: [StepProgram.Call] = []
    for (index, part) in parts.enumerated() {
      let arrays = BatchArrays(part)
      // Integers that name nothing are recorded, because the layer that meets them says so best.
      guard let call = call(weights, arrays, part, copy: index),
        call.program.accepts(arrays.integers)
      else { return nil }
      calls.append(call)
    }
    return calls
  }

  /// The program for a part of a batch, a copy of its own for each part, with what it is run on.
  private func call(
    _ weights: [Tensor], _ arrays: BatchArrays, _ batch: Dataset, copy index: Int
  ) -> StepProgram.Call? {
    let shape = arrays.shape
    if programs[shape] == nil {
      if programs.count >= Self.mostPrograms { programs = [:] }
      programs[shape] = makeProgram(batch)
    }
    programs[shape]?.makeCopies(through: index)
    return programs[shape]?.call(weights, arrays, copy: index)
  }

  /// What was first to become NaN or infinite on the way to the loss of a batch.
  func originOfLoss(_ batch: Dataset) -> NonFiniteOrigin? {
    _ = record(batch)
    return tape.firstNonFinite()
  }

  /// What was first to become NaN or infinite on the way from the loss of a batch to its gradients.
  func originOfGradient(_ batch: Dataset) -> NonFiniteOrigin? {
    tape.firstNonFiniteGradient(of: record(batch).loss)
  }

  private struct Recording {
    let weights, data: [Variable]
    let loss, prediction: Variable
    let plan: GradientPlan
    let lookups: [IntTensor]
    let gradients: [Variable]

    var result: Result {
      Result(
        loss: loss.value, prediction: prediction.value,
        gradients: plan.gradients(gradients.map(\.value), lookups))
    }
  }

  /// One step on the tape; for a program with its backward pass, which is to be run again.
  private func record(_ batch: Dataset, forProgram: Bool = false) -> Recording {
    tape.reset()
    model.assembly.dropUpdates()
    let weights = model.variables(on: tape)
    let run = Run(tape: tape, isTraining: true, step: model.assembly.trained.steps)
    let inputs = batch.inputs.input(on: tape, name: "inputs")
    let target = batch.targets.input(on: tape, name: "targets")
    let prediction = model.call(inputs, weights, run)
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
        of: value, for: GradientPlan.sources(trained, lookups), recorded: forProgram))
  }

  private func makeProgram(_ batch: Dataset) -> StepProgram {
    let recording = record(batch, forProgram: true)
    defer { tape.reset() }
    let integers = BatchArrays(batch).integers
    let program = try? Program(
      tape, inputs: recording.weights + recording.data, integers: integers,
      results: [recording.loss, recording.prediction] + recording.gradients)
    return StepProgram(program, recording.plan, recording.lookups, integers)
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
