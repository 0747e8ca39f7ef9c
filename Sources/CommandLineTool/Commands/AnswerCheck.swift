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
    case (nil, _), (_, nil):
      throw CommandFailure(
        .badData,
        """
        \(path): expected the arrays inputs and answers; it has \
        \(tensors.isEmpty ? "none" : tensors.keys.sorted().joined(separator: ", "))
        """)
    case (let x?, let y?):
      throw CommandFailure(
        .badData,
        """
        \(path): its inputs are \(Self.kind(x)) and its answers \(Self.kind(y)); expected numbers or token ids, and \
        numbers of 32 or 64 bits
        """)
    }
    guard shape.elementCount > 0, answers.elements.allSatisfy(\.isFinite) else {
      throw CommandFailure(
        .badData, "\(path): it has no samples, no time steps, or answers that are not finite")
    }
  }

  private static func kind(_ content: TensorFile.Content) -> String {
    switch content {
    case .numbers: "numbers"
    case .integers: "integers"
    case .truths: "truth values"
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
    try requireKnownTokens(model)
    let found = model.predict(inputs)
    guard found.shape == answers.shape else {
      throw CommandFailure(
        .badData,
        "\(file): its answers have shape \(answers.shape); this model's have \(found.shape)")
    }
    let largest = answers.elements.map { abs($0) }.max() ?? 0
    let spread = (answers.elements.max() ?? 0) - (answers.elements.min() ?? 0)
    guard spread > 1e-3 * largest else {
      throw CommandFailure(
        .badData,
        "\(file): its answers hardly differ from one another, and prove nothing; take another batch"
      )
    }
    let difference = largestDifference(found, largest)
    guard difference <= Self.tolerance else {
      throw CommandFailure(
        .badData,
        """
        \(file): with these weights the model's answers differ by \(difference.significant(2)) of the largest; expected at most \
        \(Self.tolerance). Nothing was written. Say with --layer which layer is which, and compare epsilons, activations and the \
        order of the layers; the answers have to be those of a prediction (model.eval() in PyTorch)
        """)
    }
    return difference
  }

  /// The largest difference, each output's as a part of its own largest answer: one that is large must not hide the others.
  private func largestDifference(_ found: Tensor, _ largest: Double) -> Double {
    let outputs = answers.shape.last ?? 1
    var scales = [Double](repeating: 0, count: outputs)
    for (place, answer) in answers.elements.enumerated() {
      scales[place % outputs] = max(scales[place % outputs], abs(answer))
    }
    var difference = 0.0
    for (place, (x, y)) in zip(found.elements, answers.elements).enumerated() {
      // An output that is always zero is measured by the others.
      let scale = scales[place % outputs] > 0 ? scales[place % outputs] : largest
      difference = x.isFinite ? max(difference, abs(x - y) / scale) : .infinity
      if difference == .infinity { return difference }
    }
    return difference
  }

  private func requireKnownTokens(_ model: Sequential) throws {
    guard case .tokens(let ids) = inputs, let table = model.parameters.first?.value.shape.first,
      let wrong = ids.elements.first(where: { !(0..<table).contains($0) })
    else { return }
    throw CommandFailure(
      .badData, "\(file): token \(wrong) is among its inputs; this model knows 0..<\(table)")
  }
}

extension Samples {
  fileprivate var readsTokens: Bool {
    if case .tokens = self { return true }
    return false
  }

  fileprivate var kind: String { readsTokens ? "token ids" : "numbers" }
}
