import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Trainings that change rows of tables alone, beside those that change whole tables.
@Suite struct RowFitTests {
  private static let rules: [String: any Optimizer] = [
    "SGD": SGD(learningRate: 0.5), "RMSprop": RMSprop(learningRate: 0.01),
  ]

  /// Trains two models in batches of 4, one by rows and one whole, and expects the same of both.
  ///
  /// The last of 18 reviews of 4 words are a batch of 2.
  private func expectSame(
    words: Int, _ rule: any Optimizer, threads: Int = 1, dtype: DType = .float64,
    maskZero: Bool = false, within tolerance: Double = 1e-12
  ) throws {
    let data = reviews(18, 4, below: words, 3, dtype: dtype)
    let loss = Loss.binaryCrossentropy(fromLogits: true)
    func train(_ rule: any Optimizer) throws -> (model: Sequential, history: History) {
      let model = reviewModel(words, dtype: dtype, maskZero: maskZero)
      let history = try model.fit(
        data, validation: data.samples(0..<5), epochs: 6, batchSize: 4, optimizer: rule, loss: loss,
        metrics: [.meanAbsoluteError], progress: .none, threads: threads)
      return (model, history)
    }
    let (byRows, whole) = try (train(rule), train(WholeTables(rule)))
    #expect(byRows.history.names == whole.history.names)
    for (a, b) in zip(byRows.history.figures, whole.history.figures) {
      #expect(error(a, b) <= tolerance)
    }
    for (a, b) in zip(byRows.model.values, whole.model.values) { #expect(error(a, b) <= tolerance) }
    #expect(byRows.model.values[0] != reviewModel(words, dtype: dtype).values[0], "it has learnt")
    let step = TrainingStep(byRows.model, loss: loss, threads: threads, optimizer: rule)
    #expect(step(data.samples(0..<2)).compactGradients[0].isByRows)
  }

  @Test(arguments: rules.keys.sorted(), [1, 2])
  func `a training gives the losses and weights of one with whole tables`(
    _ name: String, threads: Int
  ) throws {
    let rule = try #require(Self.rules[name])
    try expectSame(words: 140, rule, threads: threads)
    try expectSame(words: 140, rule, threads: threads, maskZero: true)
  }

  @Test func `batches by rows and whole ones take turns`() throws {
    // Batches of 4 reviews look up 16 of 100 rows, the last one of 2 in each epoch 8.
    try expectSame(words: 100, RMSprop(learningRate: 0.01))
  }

  @Test func `a float32 training gives the same but for rounding`() throws {
    try expectSame(words: 140, RMSprop(learningRate: 0.01), dtype: .float32, within: 1e-4)
  }

  @Test func `a gradient of rows that is not finite stops training with the same words`() throws {
    // The slope of a root at zero is infinite, the root is not.
    let loss = Loss("root") { prediction, target in (sqrt(prediction) * target).mean() }
    func message(_ rule: any Optimizer) throws -> String {
      let model = Sequential(inputShape: [nil]) {
        Embedding(120, 2, embeddingsInitializer: .zeros)
      }
      let before = model.values
      let data = Dataset(stepTokens([3, 4], below: 120, 1), Tensor.ones([3, 4, 2]))
      let error = try #require(throws: TrainingError.self) {
        try model.fit(data, optimizer: rule, loss: loss, progress: .none)
      }
      #expect(model.values == before)
      return "\(error)"
    }
    let said = try message(SGD())
    #expect(said.contains("the gradient of embedding/embeddings is not finite in epoch 1, step 1"))
    #expect(try said == message(WholeTables(SGD())))
  }
}
