import Unroll
import UnrollConsole

/// A batch, and what a model has to answer to it.
struct AnswerCheck {
  private let file: String
  private let inputs: Samples
  private let shape: Shape
  private let answers: Tensor

  /// How far answers may be from those that are expected, as a part of the largest: other orders of additions are nearer.
  static let tolerance = 1e-4

  /// Reads the arrays `inputs` and `answers`.
  init(reading path: String) throws {
    let tensors = try TensorFile(readingWeights: path).tensors
    file = path
    switch (tensors["inputs"], tensors["answers"]) {
    case (.numbers(let x), .numbers(let y)): (inputs, shape, answers) = (.numbers(x), x.shape, y)
    case (.integers(let ids), .numbers(let y)):
      (inputs, shape, answers) = (.tokens(ids), ids.shape, y)
    default:
      throw CommandFailure(
        .badData,
        """
        \(path): expected the arrays inputs (numbers or token ids) and answers (numbers); it has \
        \(tensors.isEmpty ? "none" : tensors.keys.sorted().joined(separator: ", "))
        """)
    }
  }

  /// How far a model's answers are from those, as a part of the largest; refuses answers that are others.
  func difference(of model: Sequential) throws -> Double {
    let sizes = model.inputShape.sizes
    let isOfModel =
      shape.count == sizes.count + 1 && zip(shape.dropFirst(), sizes).allSatisfy { $1 ?? $0 == $0 }
    let own = model.exampleInputs(count: 1, steps: 1)
    guard isOfModel, own.readsTokens == inputs.readsTokens else {
      throw CommandFailure(
        .badData,
        """
        \(file): its inputs are \(inputs.kind) of shape \(shape); this model reads \(own.kind) of shape \(model.inputShape)
        """)
    }
    let found = model.predict(inputs)
    guard found.shape == answers.shape else {
      throw CommandFailure(
        .badData,
        "\(file): its answers have shape \(answers.shape); this model's have \(found.shape)")
    }
    let pairs = zip(found.elements, answers.elements)
    let largest = Swift.max(answers.elements.map { abs($0) }.max() ?? 0, .leastNormalMagnitude)
    let difference = pairs.map { abs($0 - $1) / largest }.reduce(0) { $0 >= $1 ? $0 : $1 }
    guard difference <= Self.tolerance else {
      throw CommandFailure(
        .badData,
        """
        \(file): with these weights the model's answers differ by \(difference.significant(2)) of the largest; expected at most \
        \(Self.tolerance). Nothing was written. Say with --layer which layer is which, and compare epsilons, activations and the \
        order of the layers
        """)
    }
    return difference
  }
}

extension Samples {
  fileprivate var readsTokens: Bool {
    if case .tokens = self { return true }
    return false
  }

  fileprivate var kind: String { readsTokens ? "token ids" : "numbers" }
}
