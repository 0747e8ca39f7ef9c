import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// A model of one table that says for itself what is done with it.
final class TableModel: Model {
  var assembly: Assembly
  let isRepeatable: Bool
  private let body: (_ table: Variable, _ tokens: IntTensor) -> Variable

  init(
    _ words: Int, _ width: Int, isRepeatable: Bool,
    _ body: @escaping (_ table: Variable, _ tokens: IntTensor) -> Variable
  ) {
    assembly = Assembly(seed: 5, dtype: .float64)
    assembly.add(Embedding(words, width), input: [nil])
    self.isRepeatable = isRepeatable
    self.body = body
  }

  func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
    body(weights[0], input.tokens("TableModel"))
  }
}

/// The lectures' network for reviews, smaller; with padding, it is recorded in every step.
func reviewModel(
  _ words: Int, _ width: Int = 3, units: Int = 4, dtype: DType = .float64, maskZero: Bool = false,
  trainable: Bool = true
) -> Sequential {
  Sequential(inputShape: [nil], seed: 5, dtype: dtype) {
    Embedding(words, width, maskZero: maskZero, trainable: trainable)
    SimpleRNN(units)
    Dense(1)
  }
}

/// Reviews of some words below a bound, others for each seed.
func reviews(
  _ count: Int, _ time: Int, below words: Int, _ seed: Int, dtype: DType = .float64
) -> Dataset {
  Dataset(
    stepTokens([count, time], below: words, seed),
    stepNumbers([count, 1], seed, in: 0..<1).cast(to: dtype))
}
