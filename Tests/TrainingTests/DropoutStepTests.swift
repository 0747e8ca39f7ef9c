import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Dropout in steps that run as programs: other masks in each step, and the very ones of a recording.
@Suite struct DropoutStepTests {
  /// Models of every layer that drops.
  private static let models: [String: @Sendable () -> (program: Sequential, tape: Sequential)] = [
    "between layers": {
      bothWays([nil, 2]) {
        SimpleRNN(5, returnSequences: true)
        Dropout(0.4)
        GRU(3)
        Dropout(0.2)
      }
    },
    "inputs and units": {
      bothWays([nil, 2]) {
        LSTM(4, returnSequences: true, dropout: 0.3, recurrentDropout: 0.4)
        GRU(3, recurrentDropout: 0.5)
      }
    },
    "both directions": {
      bothWays([nil, 2]) {
        Bidirectional(LSTM(2, returnSequences: true, dropout: 0.5))
        SimpleRNN(3, dropout: 0.5)
      }
    },
    "within time steps": {
      bothWays([nil, 2]) {
        SimpleRNN(5, returnSequences: true)
        TimeDistributed(Dropout(0.5))
        SimpleRNN(3)
      }
    },
    "the batch in one row": {
      bothWays([2]) {
        Dropout(0.5); Dense(3)
      }
    },
  ]

  @Test(arguments: models.keys.sorted(), [1, 2, 3])
  func `a program draws the masks of a recording, on any number of threads`(
    name: String, threads: Int
  ) throws {
    let make = try #require(Self.models[name])
    let models = make()
    #expect(models.program.isRepeatable && !models.tape.isRepeatable)
    let steps = (
      TrainingStep(models.program, loss: .meanSquaredError, threads: threads),
      TrainingStep(models.tape, loss: .meanSquaredError)
    )
    let isFlat = name == "the batch in one row"
    var predictions: [Tensor] = []
    for (step, count) in [7, 7, 4, 7, 1, 4].enumerated() {
      let x = stepNumbers(isFlat ? [count, 2] : [count, 5, 2], 1)
      let batch = Dataset(x, stepNumbers([count, 3], 1))
      for model in [models.program, models.tape] { model.assembly.trained.steps = step }
      let found = steps.0(batch)
      #expect(difference(found, steps.1(batch)) <= 1e-12, "step \(step), \(count) samples")
      if count == 7 { predictions.append(found.prediction) }
    }
    #expect(predictions[0] != predictions[1] && predictions[1] != predictions[2])
  }

  @Test func `states and masks go into a program side by side`() {
    let models = bothWays([nil]) {
      Embedding(7, 3)
      LSTM(4, returnSequences: true, stateful: true, dropout: 0.3)
      Dropout(0.4)
      Dense(7)
    }
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let steps = (
      TrainingStep(models.program, loss: loss, threads: 2), TrainingStep(models.tape, loss: loss)
    )
    for step in 0..<4 {
      let batch = Dataset(
        stepTokens([5, 4], below: 7, step), stepTokens([5, 4], below: 7, step + 10))
      for model in [models.program, models.tape] { model.assembly.trained.steps = step }
      #expect(difference(steps.0(batch), steps.1(batch)) <= 1e-12, "step \(step)")
    }
  }

  @Test func `nothing is dropped in predicting`() {
    let (model, _) = bothWays([nil, 2]) {
      SimpleRNN(4, returnSequences: true, dropout: 0.5)
      Dropout(0.5)
    }
    let x = stepNumbers([9, 5, 2], 1)
    #expect(error(model.predict(x, batchSize: 2, threads: 2), model(x)) <= 1e-15)
  }
}
