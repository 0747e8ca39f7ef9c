import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Training steps that run as programs beside those that are recorded each time.
@Suite struct TrainingStepTests {
  /// Expects both ways to agree on some batches, in turn, with one step each.
  private func expectEqual(
    _ models: (program: Sequential, tape: Sequential), _ loss: Loss, _ batches: [Dataset],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(models.program.isRepeatable && !models.tape.isRepeatable)
    let steps = (TrainingStep(models.program, loss: loss), TrainingStep(models.tape, loss: loss))
    for (index, batch) in batches.enumerated() {
      let (found, expected) = (steps.0(batch), steps.1(batch))
      #expect(
        difference(found, expected) <= 1e-12, "batch \(index)", sourceLocation: sourceLocation)
      #expect(
        found.gradients.count == models.program.parameters.count(where: \.isTrainable),
        sourceLocation: sourceLocation)
    }
  }

  @Test func `loss, prediction and gradients are those of a tape, for every loss`() {
    let inputs: [(Loss, Activation, (Int) -> Samples)] = [
      (.meanSquaredError, .linear, { .numbers(stepNumbers([4, 3], $0)) }),
      (.meanAbsoluteError, .linear, { .numbers(stepNumbers([4, 3], $0)) }),
      (.binaryCrossentropy(), .sigmoid, { .numbers(stepNumbers([4, 3], $0, in: 0..<1)) }),
      (
        .binaryCrossentropy(fromLogits: true), .linear,
        { .numbers(stepNumbers([4, 3], $0, in: 0..<1)) }
      ),
      (.categoricalCrossentropy(), .softmax, { .numbers(stepNumbers([4, 3], $0, in: 0..<1)) }),
      (
        .categoricalCrossentropy(fromLogits: true), .linear,
        { .numbers(stepNumbers([4, 3], $0, in: 0..<1)) }
      ),
      (.sparseCategoricalCrossentropy(), .softmax, { .tokens(stepTokens([4], below: 3, $0)) }),
      (
        .sparseCategoricalCrossentropy(fromLogits: true), .linear,
        { .tokens(stepTokens([4], below: 3, $0)) }
      ),
      (
        .sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0), .linear,
        { .tokens(stepTokens([4], below: 3, $0)) }
      ),
      (Loss("own") { abs($0 - $1).max() }, .tanh, { .numbers(stepNumbers([4, 3], $0)) }),
    ]
    for (loss, activation, targets) in inputs {
      let models = bothWays([nil, 2]) {
        SimpleRNN(5)
        Dense(3, activation: activation)
      }
      expectEqual(
        models, loss, (1...4).map { Dataset(.numbers(stepNumbers([4, 5, 2], $0)), targets($0)) })
    }
  }

  @Test func `clipped probabilities are clipped anew in each step`() {
    let models = bothWays([2]) { Dense(1) }
    // Linear outputs lie below 0 and above 1 as often as between.
    expectEqual(
      models, .binaryCrossentropy(),
      (1...5).map { Dataset(stepNumbers([6, 2], $0), stepNumbers([6, 1], $0, in: 0..<1)) })
  }

  @Test func `losses over steps are those of a tape`() {
    for loss in [Loss.meanSquaredError.overLastSteps(2), .meanSquaredError.overSteps([0, 3])] {
      let models = bothWays([nil, 2]) { GRU(3, returnSequences: true) }
      expectEqual(
        models, loss,
        (1...3).map { Dataset(stepNumbers([4, 5, 2], $0), stepNumbers([4, 5, 3], $0)) })
    }
  }

  @Test func `token ids as inputs and as targets, also the very same ones as both`() {
    let models = bothWays([nil]) {
      Embedding(7, 3)
      LSTM(4, returnSequences: true)
      Dense(7)
    }
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    func batch(_ seed: Int) -> Dataset {
      Dataset(stepTokens([3, 4], below: 7, seed), stepTokens([3, 4], below: 7, seed + 10))
    }
    expectEqual(models, loss, (1...4).map(batch))
    let same = stepTokens([3, 4], below: 7, 1)
    expectEqual(models, loss, [Dataset(same, same), batch(2), batch(3)])
    expectEqual(models, loss, [batch(2), Dataset(same, same), batch(3)])
  }

  @Test func `batches of more shapes than are remembered, again and again`() {
    let models = bothWays([nil, 2]) {
      SimpleRNN(3)
      Dense(1)
    }
    let shapes = (1...6).flatMap { batch in [1, 3].map { time in [batch, time, 2] as Shape } }
    let batches = (shapes + shapes.reversed() + shapes).enumerated().map { index, shape in
      Dataset(stepNumbers(shape, index), stepNumbers([shape[0], 1], index + 50))
    }
    expectEqual(models, .meanSquaredError, batches)
  }

  @Test func `weights that were changed between steps are used`() throws {
    let models = bothWays([nil, 2]) {
      SimpleRNN(3)
      Dense(1)
    }
    let loss = Loss.meanSquaredError
    let steps = (TrainingStep(models.program, loss: loss), TrainingStep(models.tape, loss: loss))
    var losses: [Double] = []
    for seed in 0..<4 {
      for model in [models.program, models.tape] {
        model.setWeights(["kernel": stepNumbers([2, 3], seed)], of: "simple_rnn")
        model.parameters[4].value = stepNumbers([1], seed)
      }
      let batch = Dataset(stepNumbers([4, 5, 2], 1), stepNumbers([4, 1], 1))
      let found = steps.0(batch)
      #expect(difference(found, steps.1(batch)) <= 1e-12)
      losses.append(found.loss.item())
    }
    #expect(Set(losses).count == 4)
  }

  @Test func `a step leaves the model as it is, and its results stay what they are`() {
    let (model, _) = bothWays([nil, 2]) { LSTM(3) }
    let before = model.parameters.map(\.value)
    let step = TrainingStep(model, loss: .meanSquaredError)
    let first = step(Dataset(stepNumbers([4, 5, 2], 1), stepNumbers([4, 3], 1)))
    let kept = first.all.map(\.elements)
    _ = step(Dataset(stepNumbers([4, 5, 2], 2), stepNumbers([4, 3], 2)))
    #expect(first.all.map(\.elements) == kept)
    #expect(model.parameters.map(\.value) == before)
  }

  @Test func `frozen parameters have no gradient, and may be frozen and thawed between steps`() {
    let models = bothWays([nil, 2]) {
      SimpleRNN(4, returnSequences: true, trainable: false)
      GRU(3)
      Dense(1)
    }
    let batches = (1...3).map { Dataset(stepNumbers([4, 5, 2], $0), stepNumbers([4, 1], $0)) }
    expectEqual(models, .meanSquaredError, batches)
    let loss = Loss.meanSquaredError
    let steps = (TrainingStep(models.program, loss: loss), TrainingStep(models.tape, loss: loss))
    for (index, frozen) in [[], [3, 4], [0, 5], [3, 4, 5, 6], []].enumerated() {
      for model in [models.program, models.tape] {
        for place in model.parameters.indices {
          model.parameters[place].isTrainable = !frozen.contains(place)
        }
      }
      let (found, expected) = (steps.0(batches[index % 3]), steps.1(batches[index % 3]))
      #expect(found.gradients.count == models.program.parameters.count - frozen.count)
      #expect(difference(found, expected) <= 1e-12, "frozen \(frozen)")
    }
  }

  @Test func `batches of the wider type between others are computed in that type`() {
    let models = bothWays([nil, 2], dtype: .float32) { GRU(3) }
    let wide = Dataset(stepNumbers([4, 5, 2], 1), stepNumbers([4, 3], 1))
    let narrow = Dataset(wide.x.cast(to: .float32), wide.y.cast(to: .float32))
    let steps = (
      TrainingStep(models.program, loss: .meanSquaredError),
      TrainingStep(models.tape, loss: .meanSquaredError)
    )
    for batch in [narrow, wide, narrow, Dataset(narrow.x, wide.y), wide] {
      let (found, expected) = (steps.0(batch), steps.1(batch))
      #expect(found.all.map(\.dtype) == expected.all.map(\.dtype))
      #expect(difference(found, expected) <= 1e-5)
    }
  }

  @Test func `a model that is not repeatable draws other random numbers in each step`() {
    let model = Sequential(inputShape: [3], dtype: .float64) {
      Dense(20)
      Dropout(0.5)
    }
    let step = TrainingStep(model, loss: .meanSquaredError)
    let batch = Dataset(stepNumbers([4, 3], 1), stepNumbers([4, 20], 1))
    let first = step(batch)
    model.assembly.trained.steps += 1
    #expect(step(batch).prediction != first.prediction)
  }

  @Test func `float32 steps are those of a tape, rounded`() {
    let models = bothWays([nil, 2], dtype: .float32) {
      LSTM(6, returnSequences: true)
      GRU(3)
    }
    let steps = (
      TrainingStep(models.program, loss: .meanSquaredError),
      TrainingStep(models.tape, loss: .meanSquaredError)
    )
    for seed in 1...3 {
      let batch = Dataset(
        stepNumbers([9, 5, 2], seed).cast(to: .float32),
        stepNumbers([9, 3], seed).cast(to: .float32))
      #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-4)
      #expect(steps.0(batch).all.allSatisfy { $0.dtype == .float32 })
    }
  }
}
