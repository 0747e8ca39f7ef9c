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

  /// What is remembered for each weight, by name; each begins as zeros of the weight's shape.
  var slotNames: [String] { get }

  /// Changes a weight. `step` counts from 1.
  func update(_ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int)
}

/// What an optimiser remembers of a training.
public struct OptimizerState: Sendable {
  /// The number of steps taken.
  public private(set) var step = 0

  /// For each weight, what the optimiser remembers of it, in the order of its slot names.
  public private(set) var slots: [[Tensor]]

  /// The state before the first step.
  public init(_ optimizer: any Optimizer, for weights: [Tensor]) {
    slots = weights.map { weight in
      optimizer.slotNames.map { _ in .zeros(weight.shape, dtype: weight.dtype) }
    }
  }

  /// Takes one step: changes all weights by their gradients.
  public mutating func apply(
    _ optimizer: any Optimizer, to weights: inout [Tensor], gradients: [Tensor]
  ) {
    step += 1
    for index in weights.indices {
      optimizer.update(&weights[index], gradients[index], &slots[index], step: step)
    }
  }

  /// The state before the first step of a model's training: for the parameters that are trained.
  public init(_ optimizer: any Optimizer, for parameters: [Parameter]) {
    self.init(optimizer, for: parameters.filter(\.isTrainable).map(\.value))
  }

  /// Takes one step: changes the parameters that are trained by their gradients, where they lie.
  public mutating func apply(
    _ optimizer: any Optimizer, to parameters: inout [Parameter], gradients: [Tensor]
  ) {
    step += 1
    let trained = parameters.indices.filter { parameters[$0].isTrainable }
    require(
      trained.count == gradients.count && trained.count == slots.count,
      """
      \(optimizer.name): got \(gradients.count) gradients for \(trained.count) parameters that are trained; \
      expected one for each
      """)
    for (slot, index) in trained.enumerated() {
      optimizer.update(&parameters[index].value, gradients[slot], &slots[slot], step: step)
    }
  }
}

/// Stops with a sentence where a step size would lead uphill or nowhere.
func requireLearningRate(_ rate: Double, _ optimizer: String) {
  require(
    rate >= 0 && rate.isFinite, "\(optimizer): got a learning rate of \(rate); expected 0 or more")
}
