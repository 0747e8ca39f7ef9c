import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent

@testable import UnrollLectures

@Suite struct IteratedForecastTests {
  /// `h = 2x + 0.5 h₋₁` with `h = 0` at first, and h is the forecast.
  private static func handSet() -> Sequential {
    let model = Sequential(inputShape: [nil, 1], dtype: .float64) {
      SimpleRNN(1, activation: .linear)
    }
    for (index, value) in [2, 0.5, 0].enumerated() {
      let shape = model.parameters[index].value.shape
      model.parameters[index].value = Tensor(repeating: value, shape: shape, dtype: .float64)
    }
    return model
  }

  @Test func `each forecast becomes an input of the next, by hand`() {
    let x = Tensor([[[1], [0]], [[0], [4]]], dtype: .float64)
    // From 1, 0: the states 2, 1; then 1 goes in: 2·1 + 0.5·1 = 2.5; then 2·2.5 + 0.5·2.5 = 6.25.
    // From 0, 4: the states 0, 8; then 2·8 + 0.5·8 = 20; then 2·20 + 0.5·20 = 50.
    #expect(
      Self.handSet().iteratedForecast(x, steps: 3)
        == Tensor([[1, 2.5, 6.25], [8, 20, 50]], dtype: .float64))
    #expect(Self.handSet().iteratedForecast(x, steps: 1) == Self.handSet()(x))
  }

  @Test func `a network reads the whole series again, made longer`() throws {
    let model = try #require(Forecast10.Way.iterated.network(seed: 3))
    let x = SmallForecast10.experiment.data.test.x
    var series = Variable(x)
    for _ in 0..<4 {
      let next = Variable(model(series.value).reshaped([20, 1, 1]))
      series = concatenate([series, next], axis: 1)
    }
    #expect(model.iteratedForecast(x, steps: 4) == series.value[0..., 12..., 0])
  }

  // MARK: - Mistakes

  @Test func `no steps stop`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Self.handSet().iteratedForecast(.zeros([2, 3, 1]), steps: 0) }
    expectSentence(result, "iterated forecast: got 0 steps to forecast; expected at least 1")
  }

  @Test func `series of two features stop with their shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Self.handSet().iteratedForecast(.zeros([2, 3, 2]), steps: 4) }
    expectSentence(result, "expected series of shape [series, time, 1], but got [2, 3, 2]")
  }

  @Test func `a model of several values stops with the shape of its output`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(inputShape: [nil, 1]) { SimpleRNN(4) }
      _ = model.iteratedForecast(.zeros([2, 3, 1]), steps: 4)
    }
    expectSentence(
      result,
      "expected a model that gives one value, of shape [2, 1], but its output has shape [2, 4]"
    )
  }

  @Test func `a model of fixed length stops at the second step`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(inputShape: [3, 1]) {
        Flatten()
        Dense(1)
      }
      _ = model.iteratedForecast(.zeros([2, 3, 1]), steps: 2)
    }
    expectSentence(result, "but got [2, 4, 1]")
  }
}
