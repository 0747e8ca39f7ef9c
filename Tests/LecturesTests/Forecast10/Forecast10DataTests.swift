import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

@Suite struct Forecast10DataTests {
  @Test func `the shapes are the lecture's, (7000, 50, 1) and (7000, 10)`() {
    let data = FullForecast10.experiment.data
    #expect(data.train.x.shape == [7000, 50, 1])
    #expect(data.train.y.shape == [7000, 10])
    #expect(data.validation.y.shape == [2000, 10])
    #expect(data.test.y.shape == [1000, 10])
  }

  @Test func `each way is trained on targets of its own shape`() {
    let part = FullForecast10.experiment.data.train
    #expect(Forecast10.Way.iterated.dataset(part).y == part.y[0..., ..<1])
    #expect(Forecast10.Way.vector.dataset(part).y == part.y)
    #expect(Forecast10.Way.sequence.dataset(part).y.shape == [7000, 50, 10])
  }

  @Test func `what follows at every step is NumPy's`() throws {
    let expected = try Forecast10Reference.load().everyStep
    let found = FullForecast10.experiment.data.train.followersAtEveryStep
    #expect(Array(found.shape) == expected.shape)
    #expect(found[0, 0].elements == expected.first[0])
    #expect(found[0, 1].elements == expected.first[1])
    #expect(found[6999, 49].elements == expected.last)
    #expect(abs(found.elements.reduce(0, +) - expected.sum) < 1e-6)
  }

  @Test func `what follows at every step, by hand`() {
    let series = Tensor((0..<12).map(Double.init), shape: [2, 6, 1])
    let data = ForecastingData(series, steps: 4, counts: (2, 0, 0))
    #expect(
      data.train.followersAtEveryStep == [
        [[1, 2], [2, 3], [3, 4], [4, 5]], [[7, 8], [8, 9], [9, 10], [10, 11]],
      ])
  }

  @Test func `data with another horizon are refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Forecast10(data: .lecture(horizon: 3, counts: (2, 1, 1))) }
    expectSentence(
      result,
      "forecast10: 3 values follow each series; expected 10, as from ForecastingData.lecture(horizon: 10)"
    )
  }
}
