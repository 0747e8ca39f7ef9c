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
  }

  private let model: any Model
  private let loss: Loss
  private let tape = Tape()

  /// The programs by the shapes of their batches; nil where there can be none.
  private var programs: [BatchShape: Program?] = [:]

  /// Programs take memory for a whole step; where batches come in more shapes than this, all are forgotten.
  private static let mostPrograms = 8

  /// Steps of a model with a loss.
  public init(_ model: any Model, loss: Loss) {
    self.model = model
    self.loss = loss
  }

  /// Computes loss, prediction and gradients for a batch; the model is not changed.
  public func callAsFunction(_ batch: Dataset) -> Result {
    guard model.isRepeatable, loss.isRepeatable else { return record(batch).result }
    let arrays = BatchArrays(batch)
    if programs[arrays.shape] == nil {
      if programs.count >= Self.mostPrograms { programs = [:] }
      programs[arrays.shape] = .some(makeProgram(batch))
    }
    guard let known = programs[arrays.shape], let program = known else {
      return record(batch).result
    }
    let weights = model.parameters.map(\.value)
    let values = program.run(weights + arrays.numbers, integers: arrays.integers)
    return Result(loss: values[0], prediction: values[1], gradients: Array(values[2...]))
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
    BatchShape(numbers: numbers.map(\.shape), integers: integers.map(\.shape))
  }
}

/// The shapes of a batch's arrays.
private struct BatchShape: Hashable {
  let numbers, integers: [Shape]
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
