import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

// Logistic regression on the words that a review has, p = σ(Σ w[word] + b). As a matrix, the bags of 25,000
// reviews would be 10,000 numbers wide, nearly all of them zeros: a gigabyte. The sum takes the words that
// are there, and is the same.

/// A score for each word, and 0 for padding.
///
/// `y[b, t] = w[tokens[b, t]]`, and 0 where the token is 0; w (`scores`) `[words, 1]`, y `[batch, time, 1]`
struct WordScores: TokenLayer {
  let words: Int

  init(_ words: Int) {
    require(words > 0, "WordScores: got \(words) words; expected at least 1")
    self.words = words
  }

  var kind: String { "WordScores" }
  var isRepeatable: Bool { true }

  func weights(for input: LayerShape) -> [WeightSpecification] {
    [WeightSpecification("scores", [words, 1], .zeros)]
  }

  func outputShape(for input: LayerShape) -> LayerShape { LayerShape(input.sizes + [1]) }

  func call(_ tokens: IntTensor, _ weights: Weights, _ context: LayerContext) -> Variable {
    let scores = weights["scores"]
    // Padding has its zero in the table and not in a mask of this batch, so that a recording holds for others.
    let padding = Variable(.zeros([1, 1], dtype: scores.dtype))
    return gather(concatenate([padding, scores[1..<words]]), tokens)
  }

  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    stop("\(context.name) (WordScores): expected word ids, but got numbers of shape \(x.shape)")
  }

  func outputMask(for tokens: IntTensor) -> BoolTensor? { nil }
}

/// The scores of all words summed.
///
/// `y = activation(Σ_t x_t + b)`; x `[batch, time, 1]`, b `[1]`, y `[batch, 1]`
struct SumOfScores: Layer {
  var activation = Activation.sigmoid

  var kind: String { "SumOfScores" }
  var isRepeatable: Bool { true }

  func weights(for input: LayerShape) -> [WeightSpecification] {
    [WeightSpecification("bias", [1], .zeros)]
  }

  func outputShape(for input: LayerShape) -> LayerShape { [1] }

  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    activation(x.sum(axis: 1) + weights["bias"])
  }
}

extension WordScores: SavableLayer {
  var configuration: LayerConfiguration { ["words": words] }

  init(_ configuration: LayerConfiguration) throws {
    try self.init(configuration.count("words"))
  }
}

extension SumOfScores: SavableLayer {
  var configuration: LayerConfiguration { ["activation": activation] }

  init(_ configuration: LayerConfiguration) throws {
    try self.init(activation: configuration["activation"])
  }
}
