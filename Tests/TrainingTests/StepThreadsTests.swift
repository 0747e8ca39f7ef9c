import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Training steps of which several threads compute parts.
@Suite struct StepThreadsTests {
  @Test(arguments: [2, 3, 8])
  func `a step on several threads is the mean over the parts of its batch`(threads: Int) {
    let models = bothWays([nil, 2]) {
      LSTM(4)
      Dense(3)
    }
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let steps = (
      TrainingStep(models.program, loss: loss, threads: threads),
      TrainingStep(models.tape, loss: loss, threads: threads)
    )
    // Parts of unequal size, fewer samples than threads, and shapes in turn.
    for (seed, count) in [8, 7, 1, 5, 7, 2, 16, 3, 8].enumerated() {
      let batch = Dataset(stepNumbers([count, 5, 2], seed), stepTokens([count], below: 3, seed))
      #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-12, "\(count) samples")
    }
  }

  @Test func `threads with tokens, sequences, frozen weights and a loss of numbers`() {
    let models = bothWays([nil]) {
      Embedding(7, 3, trainable: false)
      GRU(4, returnSequences: true)
      TimeDistributed(Dense(2))
    }
    let loss = Loss.meanSquaredError
    let steps = (
      TrainingStep(models.program, loss: loss, threads: 3), TrainingStep(models.tape, loss: loss)
    )
    for seed in 1...4 {
      let batch = Dataset(stepTokens([7, 4], below: 7, seed), stepNumbers([7, 4, 2], seed))
      let (found, expected) = (steps.0(batch), steps.1(batch))
      #expect(difference(found, expected) <= 1e-12)
      #expect(found.gradients.count == 5)
      #expect(steps.0(batch).all == found.all, "the same numbers each time")
    }
  }

  @Test func `no threads stop`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [3]) { Dense(2) }
      _ = TrainingStep(model, loss: .meanSquaredError, threads: 0)
    }
    expectSentence(result, "TrainingStep: got 0 threads; expected at least 1")
  }
}
