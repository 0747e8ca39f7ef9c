import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// `early_stopping.json`: what Keras's callback does with given figures, on a model whose weight is the epoch.
private struct StoppingCase: Decodable {
  let monitor: String
  let figures: [Double]
  let patience: Int
  let minDelta: Double
  let restore: Bool
  let epochs: Int
  let wasStopped: Bool
  let best: Double
  let bestEpoch: Int
  let weight: Double
}

@Suite struct EarlyStoppingTests {
  private func model() -> Sequential {
    Sequential(inputShape: [1]) { Dense(1, useBias: false) }
  }

  /// Tells an observer of epochs with such figures, until it asks to stop; the model's weight is the epoch.
  private func run(
    _ stopping: EarlyStopping, _ model: Sequential, _ figures: [Double],
    monitor: String = "val_loss", from first: Int = 1
  ) -> Int {
    for epoch in first...figures.count {
      func progress(_ name: String) -> TrainingProgress {
        TrainingProgress(
          epoch: epoch, epochs: figures.count, step: 1, steps: 1,
          figures: [.init("loss", 9), .init(name, figures[epoch - 1])], elapsed: 0)
      }
      if !stopping.stepEnded(progress("loss so far")) { return epoch - 1 }
      model.parameters[0].value = Tensor([Double(epoch)], shape: [1, 1])
      if !stopping.epochEnded(progress(monitor)) { return epoch }
    }
    return figures.count
  }

  private func weight(_ model: Sequential) -> Double { model.parameters[0].value.elements[0] }

  @Test func `training stops where Keras's does, and the weights are those that Keras keeps`()
    throws
  {
    let cases: [StoppingCase] = try reference("early_stopping")
    #expect(cases.count == 80)
    for expected in cases {
      let model = model()
      let stopping = EarlyStopping(
        model, monitor: expected.monitor, minDelta: expected.minDelta,
        patience: expected.patience, restoreBestWeights: expected.restore)
      let epochs = run(stopping, model, expected.figures, monitor: expected.monitor)
      let what: Comment =
        "\(expected.figures), patience \(expected.patience), minDelta \(expected.minDelta)"
      #expect(epochs == expected.epochs, what)
      #expect(stopping.stoppedEpoch == (expected.wasStopped ? expected.epochs : nil), what)
      #expect(stopping.best == expected.best, what)
      // Without weights to keep, Keras too says which epoch was the best.
      #expect(stopping.bestEpoch == expected.bestEpoch, what)
      #expect(weight(model) == expected.weight, what)
    }
  }

  @Test func `an observer serves another training, and begins anew`() {
    let model = model()
    let stopping = EarlyStopping(model, patience: 1, restoreBestWeights: true)
    #expect(run(stopping, model, [0.1, 0.2, 0.3]) == 2)
    #expect(run(stopping, model, [0.9, 0.8, 0.7]) == 3)
    #expect(stopping.best == 0.7)
    #expect(stopping.stoppedEpoch == nil)
    #expect(weight(model) == 3)
  }

  @Test func `what is remembered is enough to go on as if nothing had happened`() {
    let figures = [0.5, 0.4, 0.6, 0.45, 0.7]
    let (whole, resumed) = (model(), model())
    let stopping = EarlyStopping(whole, patience: 3, restoreBestWeights: true)
    #expect(run(stopping, whole, figures) == 5)
    let first = EarlyStopping(resumed, patience: 3, restoreBestWeights: true)
    _ = run(first, resumed, Array(figures[..<3]))
    let second = EarlyStopping(resumed, patience: 3, restoreBestWeights: true)
    second.memory = first.memory
    #expect(run(second, resumed, figures, from: 4) == 5)
    #expect(second.bestEpoch == stopping.bestEpoch)
    #expect(second.stoppedEpoch == 5)
    #expect(weight(resumed) == weight(whole))
    #expect(weight(resumed) == 2)
  }

  @Test func `a training that had stopped stays stopped when it is resumed`() {
    let model = model()
    let first = EarlyStopping(model, patience: 1, restoreBestWeights: true)
    #expect(run(first, model, [0.1, 0.2, 0.3, 0.4]) == 2)
    let second = EarlyStopping(model, patience: 1, restoreBestWeights: true)
    second.memory = first.memory
    #expect(run(second, model, [0.1, 0.2, 0.3, 0.4], from: 3) == 2)
    second.restoreBest()
    #expect(weight(model) == 1)
  }

  @Test func `in a training the best epoch's weights give its validation loss again`() throws {
    let model = Sequential(inputShape: [3], seed: 3) {
      Dense(16, activation: .tanh)
      Dense(1)
    }
    var generator = SeededGenerator(seed: 5)
    let data = (0..<2).map { _ in
      Dataset(
        .uniform([12, 3], in: -1..<1, using: &generator),
        .uniform([12, 1], in: -1..<1, using: &generator))
    }
    let stopping = EarlyStopping(model, patience: 3, restoreBestWeights: true)
    let history = try model.fit(
      data[0], validation: data[1], epochs: 200, batchSize: 4,
      optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError, progress: .none,
      observers: [stopping])
    #expect(history.wasStopped)
    #expect(history.epochs == (stopping.bestEpoch ?? 0) + 3)
    #expect(stopping.best == history["val_loss"].min())
    #expect(model.evaluate(data[1], loss: .meanSquaredError).loss == stopping.best)
  }

  @Test func `a figure that is not measured stops with those that are`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [1]) { Dense(1) }
      _ = EarlyStopping(model).epochEnded(
        TrainingProgress(
          epoch: 1, epochs: 2, step: 1, steps: 1, figures: [.init("loss", 1)], elapsed: 0))
    }
    expectSentence(result, "EarlyStopping: there is no val_loss to watch; there are loss.")
    let patience = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EarlyStopping(Sequential(inputShape: [1]) { Dense(1) }, patience: -1)
    }
    expectSentence(patience, "EarlyStopping: patience is -1; expected 0 or more")
  }
}
