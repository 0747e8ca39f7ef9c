import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

/// The lectures' arrays, made once for all tests.
private let oneStepAhead = ForecastingData.lecture()
private let tenStepsAhead = ForecastingData.lecture(horizon: 10)

@Suite struct ForecastingDataTests {
  let numpy: SeriesReference

  init() throws { numpy = try .load() }

  @Test func `seed 42 gives the lecture's first twenty values to the last float32 bit`() {
    #expect(oneStepAhead.train.x[0, 0..<20].bitPatterns == numpy.lectures[0].first)
    #expect(tenStepsAhead.train.x[0, 0..<20].bitPatterns == numpy.lectures[1].first)
  }

  @Test func `seed 42 gives all 510,000 values to the last bit, each in its place`() {
    var generator = NumPyLegacyGenerator(seed: 42)
    let series = generateTimeSeries(batchSize: 10_000, steps: 51, using: &generator)
    #expect(BitSums(series) == numpy.lectures[0].series)
  }

  @Test func `the three parts hold the lecture's values, one step ahead and ten steps ahead`() {
    for (data, expected) in zip([oneStepAhead, tenStepsAhead], numpy.lectures) {
      #expect(data.steps == expected.steps)
      for (part, sums) in [
        (data.train, expected.train), (data.validation, expected.validation),
        (data.test, expected.test),
      ] {
        #expect(BitSums(part.x) == sums.x, "horizon \(expected.horizon)")
        #expect(BitSums(part.y) == sums.y, "horizon \(expected.horizon)")
      }
    }
  }

  @Test func `the parts have the shapes that the lecture prints`() {
    #expect(oneStepAhead.train.x.shape == [7000, 50, 1])
    #expect(oneStepAhead.train.y.shape == [7000, 1])
    #expect(oneStepAhead.validation.x.shape == [2000, 50, 1])
    #expect(oneStepAhead.validation.y.shape == [2000, 1])
    #expect(oneStepAhead.test.x.shape == [1000, 50, 1])
    #expect(oneStepAhead.test.y.shape == [1000, 1])
    #expect(tenStepsAhead.train.x.shape == [7000, 50, 1])
    #expect(tenStepsAhead.train.y.shape == [7000, 10])
  }

  @Test func `the naive forecast has the lecture's mean squared error, 0.020211`() {
    let last = oneStepAhead.validation.x[0..., -1]  // [2000, 1]
    let error = meanSquaredError(Variable(last), Variable(oneStepAhead.validation.y)).item()
    #expect(String(format: "%.6f", error) == "0.020211")
    #expect(abs(error - numpy.lectures[0].naiveError) < 1e-8)
  }

  @Test func `other counts, steps and seeds cut other series, and leave the rest aside`() {
    let data = ForecastingData.lecture(seed: 7, steps: 3, horizon: 2, counts: (2, 1, 0))
    #expect(data.train.x.bitPatterns == [0, 1, 2, 5, 6, 7].map { numpy.small[$0] })
    #expect(data.train.y.bitPatterns == [3, 4, 8, 9].map { numpy.small[$0] })
    #expect(data.validation.x.bitPatterns == [10, 11, 12].map { numpy.small[$0] })
    #expect(data.validation.y.shape == [1, 2])
    #expect(data.test.x.shape == [0, 3, 1])

    let series = Tensor((0..<20).map(Double.init), shape: [4, 5, 1])
    let cut = ForecastingData(series, steps: 3, counts: (train: 1, validation: 1, test: 1))
    #expect(cut.train.x == Tensor([0, 1, 2], shape: [1, 3, 1]))
    #expect(cut.validation.y == Tensor([8, 9], shape: [1, 2]))
    #expect(cut.test.y == Tensor([13, 14], shape: [1, 2]))
  }

  @Test func `series with nothing left to forecast stop with the shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ForecastingData(.zeros([4, 5, 1]), steps: 5, counts: (2, 1, 1))
    }
    expectSentence(
      result,
      "forecasting: expected series of shape [count, more than 5 steps, 1], but got [4, 5, 1]")
  }

  @Test func `series with two features stop with the shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ForecastingData(.zeros([4, 5, 2]), steps: 3, counts: (2, 1, 1))
    }
    expectSentence(result, "but got [4, 5, 2]")
  }

  @Test func `more series than there are stop with both counts`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ForecastingData(.zeros([4, 5, 1]), steps: 3, counts: (3, 1, 1))
    }
    expectSentence(result, "forecasting: can't take 5 series from 4")
  }

  @Test func `negative counts stop with a sentence`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ForecastingData(.zeros([4, 5, 1]), steps: 3, counts: (3, -1, 1))
    }
    expectSentence(
      result, "forecasting: got 3 steps and 3, -1, 1 series; expected at least")
  }
}
