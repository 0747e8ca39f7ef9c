import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// A rule that changes a weight by its gradient.
///
/// The rule is a value; what it remembers from step to step lives in an ``OptimizerState``, so that one
/// optimiser can be passed to several trainings, and a training can be saved and resumed.
public protocol Optimizer: Sendable {
  /// Keras's name: `adam`.
  var name: String { get }

  /// The step size.
  var learningRate: Double { get set }

  /// How the step size changes while training goes on; nil, the default, where it stays.
  var schedule: LearningRateSchedule? { get }

  /// By what gradients are bounded before a step; nil, the default, for nothing.
  var clipping: GradientClipping? { get }

  /// What is remembered for each weight, by name; each begins as zeros of the weight's shape.
  var slotNames: [String] { get }

  /// Changes a weight. `step` counts from 1. The slots are those of ``slotNames``, in order, and are
  /// changed too.
  func update(_ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int)

  /// By what each slot is multiplied in a step whose gradient is zero, if such a step changes nothing else;
  /// nil, the default, where it does.
  ///
  /// Where it is known, a step changes of a table only the rows that were looked up, and the others' slots
  /// are multiplied later, ρᵏ for k steps at once.
  var decayWithoutGradient: [Double]? { get }
}

extension Optimizer {
  /// The step size stays.
  public var schedule: LearningRateSchedule? { nil }

  /// Gradients are taken as they are.
  public var clipping: GradientClipping? { nil }

  /// All of a weight is changed in every step.
  public var decayWithoutGradient: [Double]? { nil }
}

/// What an optimiser remembers of a training.
public struct OptimizerState: Sendable {
  /// The number of steps taken.
  public internal(set) var step = 0

  /// How often the data were gone through, for a schedule that counts epochs; `fit` sets it.
  public var epochs = 0.0

  /// The seconds that the training has taken, for a schedule that counts minutes; `fit` sets it.
  public var seconds = 0.0

  var memories: [DeferredSlots]

  /// For each weight, what the optimiser remembers of it, in the order of its slot names.
  public var slots: [[Tensor]] { memories.map { $0.upToDate(after: step) } }

  /// The state before the first step.
  ///
  /// Weights may have any shapes; all later steps take them in this order.
  public init(_ optimizer: any Optimizer, for weights: [Tensor]) {
    memories = weights.map { weight in
      DeferredSlots(
        optimizer.slotNames.map { _ in .zeros(weight.shape, dtype: weight.dtype) })
    }
  }

  /// Takes one step: changes all weights by their gradients, one for each, in the order of the weights.
  public mutating func apply(
    _ optimizer: any Optimizer, to weights: inout [Tensor], gradients: [Tensor]
  ) {
    apply(optimizer, to: &weights, compactGradients: gradients.map(Gradient.dense))
  }

  /// Takes one step: changes all weights by their gradients, which may be those of some rows.
  public mutating func apply(
    _ optimizer: any Optimizer, to weights: inout [Tensor], compactGradients gradients: [Gradient]
  ) {
    let optimizer = optimizer.scheduled(at: moment)
    step += 1
    let gradients = optimizer.clipping?(gradients) ?? gradients
    for index in weights.indices {
      memories[index].update(&weights[index], gradients[index], optimizer, step: step)
    }
  }

  /// The state before the first step of a model's training: for the parameters that are trained.
  public init(_ optimizer: any Optimizer, for parameters: [Parameter]) {
    self.init(optimizer, for: parameters.filter(\.isTrainable).map(\.value))
  }

  /// Takes one step: changes the parameters that are trained by their gradients, where they lie.
  ///
  /// Stops with a sentence where there is not one gradient for each parameter that is trained.
  public mutating func apply(
    _ optimizer: any Optimizer, to parameters: inout [Parameter], gradients: [Tensor]
  ) {
    apply(optimizer, to: &parameters, compactGradients: gradients.map(Gradient.dense))
  }

  /// Takes one step: changes the parameters that are trained by their gradients, which may be those of some
  /// rows, where they lie.
  ///
  /// Stops with a sentence where there is not one gradient for each parameter that is trained.
  public mutating func apply(
    _ optimizer: any Optimizer, to parameters: inout [Parameter],
    compactGradients gradients: [Gradient]
  ) {
    let optimizer = optimizer.scheduled(at: moment)
    step += 1
    let trained = parameters.indices.filter { parameters[$0].isTrainable }
    require(
      trained.count == gradients.count && trained.count == memories.count,
      """
      \(optimizer.name): got \(gradients.count) gradients for \(trained.count) parameters that are trained; \
      expected one for each
      """)
    let gradients = optimizer.clipping?(gradients) ?? gradients
    for (memory, index) in trained.enumerated() {
      memories[memory].update(
        &parameters[index].value, gradients[memory], optimizer, step: step)
    }
  }
}

extension OptimizerState {
  private var moment: LearningRateSchedule.Moment {
    LearningRateSchedule.Moment(steps: step, epochs: epochs, seconds: seconds)
  }
}

/// Stops with a sentence where a step size would lead uphill or nowhere.
func requireLearningRate(_ rate: Double, _ optimizer: String) {
  require(
    rate >= 0 && rate.isFinite, "\(optimizer): got a learning rate of \(rate); expected 0 or more")
}
