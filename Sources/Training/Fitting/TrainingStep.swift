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
    /// The gradients of the weights that are trained, in order.
    public let gradients: [Tensor]

    fileprivate init(loss: Tensor, prediction: Tensor, gradients: [Tensor]) {
      self.loss = loss
      self.prediction = prediction
      self.gradients = gradients
    }

    /// What programs computed for the parts of a batch: losses and gradients are means over samples.
    fileprivate init(_ parts: [[Tensor]], counts: [Int]) {
      func mean(_ index: Int) -> Tensor {
        if parts.count == 1 { return parts[0][index] }
        let total = Double(counts.reduce(0, +))
        let terms = zip(parts, counts).map { (Double($1) / total) * $0[index] }
        return terms.dropFirst().reduce(terms[0], +)
      }
      let predictions = parts.map { Variable($0[1]) }
      self.init(
        loss: mean(0), prediction: parts.count == 1 ? parts[0][1] : concatenate(predictions).value,
        gradients: parts[0].indices.dropFirst(2).map(mean))
    }
  }

  private let model: any Model
  private let loss: Loss
  private let threads: Int
  private let tape = Tape()

  /// The programs by the shapes of their batches, one for each part of a batch; none where there can't be
  /// any.
  private var programs: [BatchShape: [Program]] = [:]

  /// Which parameters were trained when the programs were made, which give their gradients.
  private var trained: [Bool] = []

  /// Programs take memory for a whole step; where batches come in more shapes than this, all are forgotten.
  private static let mostPrograms = 8

  /// Steps of a model with a loss; with several threads, each computes a part of the batch.
  ///
  /// Sums over a batch that is cut into parts are rounded differently, so results depend in their last
  /// digits on the number of threads, and on nothing else.
  public init(_ model: any Model, loss: Loss, threads: Int = 1) {
    require(threads > 0, "TrainingStep: got \(threads) threads; expected at least 1")
    self.model = model
    self.loss = loss
    self.threads = threads
  }

  /// Computes loss, prediction and gradients for a batch; the model is not changed.
  public func callAsFunction(_ batch: Dataset) -> Result {
    let parts = batch.parts(threads)
    guard let calls = calls(for: parts, of: batch) else { return record(batch).result }
    return Result(Program.run(calls), counts: parts.map(\.count))
  }

  /// Where the time of a step goes, by operations, the most expensive first; empty where there is no program.
  public func costs(_ batch: Dataset) -> [Program.Cost] {
    guard let call = calls(for: [batch], of: batch)?.first else { return [] }
    return call.program.costs(call.inputs, integers: call.integers)
  }

  /// The programs for the parts of a batch with what they are run on, or nil where there can be none.
  private func calls(
    for parts: [Dataset], of batch: Dataset
  ) -> [(program: Program, inputs: [Tensor], integers: [IntTensor])]? {
    guard model.isRepeatable, loss.isRepeatable(for: batch.targets) else { return nil }
    let isTrained = model.parameters.map(\.isTrainable)
    if isTrained != trained { (programs, trained) = ([:], isTrained) }
    let weights = model.parameters.map(\.value)
    var calls: [(program: Program, inputs: [Tensor], integers: [IntTensor])] = []
    for (index, part) in parts.enumerated() {
      let arrays = BatchArrays(part)
      // Integers that name nothing are recorded, because the layer that meets them says so best.
      guard let program = program(arrays.shape, part, copy: index), program.accepts(arrays.integers)
      else { return nil }
      calls.append((program, weights + arrays.numbers, arrays.integers))
    }
    return calls
  }

  /// Loss, prediction and gradients by a recording of the step, which is not kept: what a step costs
  /// without a program.
  public func recorded(_ batch: Dataset) -> Result { record(batch).result }

  /// The program for batches of a shape: a copy of its own for each part of a batch.
  private func program(_ shape: BatchShape, _ batch: Dataset, copy index: Int) -> Program? {
    if programs[shape] == nil {
      if programs.count >= Self.mostPrograms { programs = [:] }
      programs[shape] = makeProgram(batch).map { [$0] } ?? []
    }
    guard let known = programs[shape], let first = known.first else { return nil }
    while let count = programs[shape]?.count, count <= index {
      programs[shape]?.append(first.copy())
    }
    return programs[shape]?[index]
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
    let gradients: [Variable]

    var result: Result {
      Result(loss: loss.value, prediction: prediction.value, gradients: gradients.map(\.value))
    }
  }

  /// One step on the tape; with its backward pass, where that is to be run again.
  private func record(_ batch: Dataset, withBackwardPass: Bool = false) -> Recording {
    tape.reset()
    model.assembly.dropUpdates()
    let weights = model.variables(on: tape)
    let run = Run(tape: tape, isTraining: true, step: model.assembly.trained.steps)
    let inputs = batch.inputs.input(on: tape, name: "inputs")
    let target = batch.targets.input(on: tape, name: "targets")
    let prediction = model.call(inputs, weights, run)
    let value = tape.scope("loss") { loss(prediction, target) }
    let trained = zip(weights, model.parameters).filter { $0.1.isTrainable }.map(\.0)
    return Recording(
      weights: weights, data: inputs.numbers + target.numbers, loss: value, prediction: prediction,
      gradients: tape.gradient(of: value, for: trained, recorded: withBackwardPass))
  }

  private func makeProgram(_ batch: Dataset) -> Program? {
    let recording = record(batch, withBackwardPass: true)
    defer { tape.reset() }
    return try? Program(
      tape, inputs: recording.weights + recording.data, integers: BatchArrays(batch).integers,
      results: [recording.loss, recording.prediction] + recording.gradients)
  }
}

/// The arrays of a batch in order: what a program is run with.
private struct BatchArrays {
  var numbers: [Tensor] = []
  var integers: [IntTensor] = []

  init(_ batch: Dataset) {
    add(batch.inputs)
    add(batch.targets)
  }

  private mutating func add(_ samples: Samples) {
    switch samples {
    case .numbers(let tensor): numbers.append(tensor)
    case .tokens(let tensor): integers.append(tensor)
    case .several(let parts): for part in parts { add(part) }
    }
  }

  var shape: BatchShape {
    BatchShape(
      numbers: numbers.map(\.shape), types: numbers.map(\.dtype),
      integers: integers.map(\.shape))
  }
}

/// The shapes of a batch's arrays, and the types of its numbers.
private struct BatchShape: Hashable {
  let numbers: [Shape]
  let types: [DType]
  let integers: [Shape]
}

extension ModelInput {
  /// All numbers, as variables.
  fileprivate var numbers: [Variable] {
    switch self {
    case .numbers(let x): [x]
    case .tokens: []
    case .several(let parts): parts.flatMap(\.numbers)
    }
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
