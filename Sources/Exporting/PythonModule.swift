import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// A model as a Python file that runs by itself: its answers, a step of its training, and a loop that trains.
///
/// Where layers carry states from batch to batch, the loop does, and begins every epoch with zeros, as `fit` does. Where a
/// training drops numbers, the file draws the masks by that library's random numbers: another training than here, with the
/// same probabilities. A schedule of the learning rate is a function of the file.
public struct PythonModule: Sendable {
  /// The library that the file is for.
  public enum Library: String, CaseIterable, Sendable {
    /// JAX: compiled by XLA; the batch is split over all devices.
    case jax
    /// PyTorch, on one device.
    case pyTorch = "pytorch"

    var dialect: PythonDialect { self == .jax ? .jax : .pyTorch }
  }

  /// How the file trains the model.
  public struct Training {
    /// A batch of the shape that is to be trained on; its numbers do not matter.
    public var batch: Dataset
    /// What is made small.
    public var loss: Loss
    /// By which rule.
    public var optimizer: any Optimizer
    /// Whether layers that drop numbers at random leave them all in.
    public var droppingNothing: Bool

    /// A training by batches of one shape.
    public init(
      batch: Dataset, loss: Loss, optimizer: any Optimizer, droppingNothing: Bool = false
    ) {
      (self.batch, self.loss, self.optimizer) = (batch, loss, optimizer)
      self.droppingNothing = droppingNothing
    }
  }

  /// The file.
  public let source: String

  /// Writes a model as a Python file.
  ///
  /// - Parameters:
  ///   - model: The model; its weights are not in the file, which reads them from one.
  ///   - name: What the files are called: `NAME.safetensors` holds the weights.
  ///   - library: The library that it is for.
  ///   - inputs: A batch of the shape that is to be answered; the numbers do not matter.
  ///   - training: How it is trained; nil to write only its answers.
  ///   - isUnrolled: Whether time steps stay written out as they were recorded.
  /// - Throws: ``ExportError``, before anything is written; also where the learning rate's schedule is one of your own, or in
  ///   minutes.
  public init(
    _ model: any Model, name: String, library: Library, inputs: Samples, training: Training? = nil,
    isUnrolled: Bool = false
  ) throws(ExportError) {
    func program(_ recorded: RecordedProgram, _ name: String) throws(ExportError) -> PythonProgram {
      switch library {
      case .jax: try recorded.jax(name: name, isUnrolled: isUnrolled)
      case .pyTorch: try recorded.pyTorch(name: name, isUnrolled: isUnrolled)
      }
    }
    let answers = try RecordedProgram.prediction(of: model, on: inputs)
    var functions = [try program(answers, "predict")]
    var trainingText: PythonTrainingText?
    if let training {
      let step = try RecordedProgram.trainingStep(
        of: model, on: training.batch, loss: training.loss, optimizer: training.optimizer,
        droppingNothing: training.droppingNothing)
      functions.append(try program(step, "train_step"))
      trainingText = try PythonTrainingText(
        model, name: name, library: library, training: training, program: step)
    }
    if functions.contains(where: { !$0.tables.isEmpty || !$0.tokenTables.isEmpty }) {
      throw ExportError.constants
    }
    let text = PythonModuleText(
      name: name, library: library, dtype: model.assembly.dtype, inputs: inputs, answers: answers,
      training: trainingText)
    source = text.source(functions.map(\.function))
  }
}
