import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Training steps that give the gradients of tables by rows: when they do, and that they are the same.
@Suite struct StepRowsTests {
  private let loss = Loss.binaryCrossentropy(fromLogits: true)

  /// Which of a step's gradients come by rows.
  private func byRows(
    _ model: any Model, _ batch: Dataset, _ rule: any Optimizer = SGD(), loss: Loss? = nil,
    threads: Int = 1
  ) -> [Bool] {
    let step = TrainingStep(model, loss: loss ?? self.loss, threads: threads, optimizer: rule)
    return step(batch).compactGradients.map(\.isByRows)
  }

  @Test func `a table comes by rows where less than an eighth of it is looked up`() {
    // 3 reviews of 4 words look up 12 rows; each of two threads looks up 4 or 8.
    for maskZero in [false, true] {
      func found(_ words: Int, threads: Int = 1) -> Bool {
        let model = reviewModel(words, maskZero: maskZero)
        let flags = byRows(model, reviews(3, 4, below: words, 1), threads: threads)
        #expect(flags.count == 6 && !flags.dropFirst().contains(true))
        return flags[0]
      }
      #expect(!found(12) && !found(96) && found(97))
      if maskZero { continue }
      // As programs, of unequal parts one alone may be by rows; together they are then whole.
      #expect(!found(64, threads: 2) && !found(65, threads: 2) && found(129, threads: 2))
    }
  }

  @Test func `the optimiser decides, and without one gradients are whole`() {
    let (model, batch) = (reviewModel(150), reviews(3, 4, below: 150, 1))
    for (rule, expected) in [
      (SGD(), true), (RMSprop(), true), (SGD(momentum: 0.5), false),
      (RMSprop(momentum: 0.5), false), (Adam(), false), (WholeTables(SGD()), false),
    ] as [(any Optimizer, Bool)] {
      #expect(byRows(model, batch, rule)[0] == expected, "\(rule.name)")
    }
    let step = TrainingStep(model, loss: loss)
    #expect(!step(batch).compactGradients.map(\.isByRows).contains(true))
  }

  @Test func `a frozen table has no gradient`() {
    let model = reviewModel(150, trainable: false)
    #expect(byRows(model, reviews(3, 4, below: 150, 1)) == [Bool](repeating: false, count: 5))
  }

  @Test(arguments: [false, true], [1, 2, 3])
  func `gradients by rows are the whole ones, as program and on a tape`(
    maskZero: Bool, threads: Int
  ) {
    for words in [20, 120, 220, 400] {
      let model = reviewModel(words, maskZero: maskZero)
      let steps = (
        TrainingStep(model, loss: loss, threads: threads, optimizer: SGD()),
        TrainingStep(model, loss: loss, threads: threads)
      )
      // Parts of unequal size, fewer samples than threads, and words that repeat.
      for (seed, (count, used)) in [(7, words), (5, 4), (1, words), (7, 3), (3, words)].enumerated()
      {
        let batch = reviews(count, 4, below: used, seed)
        let (found, expected) = (steps.0(batch), steps.1(batch))
        if words == 400 { #expect(found.compactGradients[0].isByRows) }
        #expect(difference(found, expected) <= 1e-12, "\(words) words, batch \(seed)")
        #expect(steps.0(batch).all == found.all, "the same numbers each time")
      }
    }
  }

  @Test(arguments: [false, true])
  func `a table that is looked up twice comes by rows, also under another shape`(
    isProgram: Bool
  ) {
    let model = TableModel(200, 3, isRepeatable: isProgram) { table, tokens in
      let other = gather(table, tokens.reshaped([tokens.elementCount]))
      let product = gather(table, tokens) * tanh(other).reshaped(Shape(tokens.shape + [3]))
      return product.sum(axes: [1, 2]).reshaped([tokens.shape[0], 1])
    }
    let steps = (
      TrainingStep(model, loss: loss, optimizer: SGD()), TrainingStep(model, loss: loss)
    )
    for seed in 1...4 {
      let batch = reviews(4, 3, below: 50 * seed, seed)
      #expect(steps.0(batch).compactGradients.map(\.isByRows) == [true])
      #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-12)
    }
    #expect(steps.0.costs(reviews(4, 3, below: 7, 1)).isEmpty != isProgram)
    // Both lookups count: 5 reviews of 3 words look up 30 of 200 rows.
    #expect(byRows(model, reviews(5, 3, below: 7, 1)) == [false])
  }

  @Test(arguments: [false, true])
  func `one gradient for two lookups counts for both`(isProgram: Bool) {
    let model = TableModel(200, 3, isRepeatable: isProgram) { table, tokens in
      gather(table, tokens) + gather(table, tokens)
    }
    let batch = Dataset(stepTokens([4, 3], below: 200, 1), stepNumbers([4, 3, 3], 1))
    let steps = (
      TrainingStep(model, loss: .meanSquaredError, optimizer: SGD()),
      TrainingStep(model, loss: .meanSquaredError)
    )
    #expect(steps.0(batch).compactGradients.map(\.isByRows) == [true])
    #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-12)
  }

  @Test(arguments: [false, true])
  func `a table that is multiplied by too is whole`(isProgram: Bool) {
    let model = TableModel(200, 3, isRepeatable: isProgram) { table, tokens in
      matmul(gather(table, tokens).sum(axis: 1), table.transposed())  // [batch, 200]
    }
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let batch = Dataset(stepTokens([4, 3], below: 200, 1), stepTokens([4], below: 200, 2))
    #expect(byRows(model, batch, loss: loss) == [false])
  }

  @Test(arguments: [false, true], [false, true])
  func `integers that a model made itself name rows too`(isRepeatable: Bool, areUsed: Bool) {
    let model = TableModel(200, 3, isRepeatable: isRepeatable) { table, tokens in
      let own = IntTensor(tokens.elements.map { 199 - $0 }, shape: tokens.shape)
      let moved = gather(table, own)
      let rows = areUsed ? moved : gather(table, tokens)
      return tanh(rows).sum(axes: [1, 2]).reshaped([tokens.shape[0], 1])
    }
    let steps = (
      TrainingStep(model, loss: loss, optimizer: SGD()), TrainingStep(model, loss: loss)
    )
    for seed in 1...3 {
      let batch = reviews(4, 3, below: 200, seed)
      #expect(steps.0(batch).compactGradients.map(\.isByRows) == [true])
      #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-12)
    }
  }

  @Test func `a gradient by rows is finite where its rows are`() {
    func gradient(_ numbers: [Double]) -> Gradient {
      .rows(RowGradient([9, 2], adding: [([3], Tensor(numbers, shape: [1, 2]))]))
    }
    #expect(gradient([1, -2]).isFinite)
    #expect(gradient([3e38, 3e38]).isFinite, "though the sum is not")
    #expect(!gradient([1, .nan]).isFinite && !gradient([-.infinity, 1]).isFinite)
    #expect(gradient([1, -2]).dense == .zeros([9, 2]) + gradient([1, -2]).dense)
  }
}
