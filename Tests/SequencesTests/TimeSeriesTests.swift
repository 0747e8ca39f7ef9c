import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

@Suite struct TimeSeriesTests {
  let numpy: SeriesReference

  init() throws { numpy = try .load() }

  @Test func `a few short series equal NumPy's to the last bit, in series, step, feature order`() {
    var generator = NumPyLegacyGenerator(seed: 7)
    let series = generateTimeSeries(batchSize: 3, steps: 5, using: &generator)
    #expect(series.shape == [3, 5, 1])
    #expect(series.dtype == .float32)
    #expect(series.bitPatterns == numpy.small)
  }

  @Test func `two calls draw on, as two calls in NumPy do`() {
    var generator = NumPyLegacyGenerator(seed: 7)
    let first = generateTimeSeries(batchSize: 3, steps: 5, using: &generator)
    let second = generateTimeSeries(batchSize: 3, steps: 5, using: &generator)
    #expect(first != second)
    // 4 numbers a series and one for each step were drawn, each time.
    var other = NumPyLegacyGenerator(seed: 7)
    _ = other.rand(2 * 3 * (4 + 5))
    #expect(generator == other)
  }

  @Test func `every value lies within the two waves and the noise`() {
    var generator = NumPyLegacyGenerator(seed: 3)
    let series = generateTimeSeries(batchSize: 40, steps: 51, using: &generator)
    #expect(series.elements.allSatisfy { abs($0) <= 0.5 + 0.2 + 0.05 })
  }

  @Test func `linspace equals NumPy's to the last bit, both ends included`() {
    for expected in numpy.linspaces {
      let numbers = linspace(expected.start, expected.end, expected.numbers.count)
      #expect(numbers == expected.numbers, "\(expected.start) to \(expected.end)")
      #expect(numbers.last == (numbers.count == 1 ? expected.start : expected.end))
    }
  }

  @Test func `linspace of no numbers is empty`() {
    #expect(linspace(0, 1, 0).isEmpty)
  }

  @Test func `no series at all stop with both sizes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = NumPyLegacyGenerator(seed: 1)
      _ = generateTimeSeries(batchSize: 0, steps: 5, using: &generator)
    }
    expectSentence(result, "got 0 series of 5 steps; expected at least 1 of 2 steps")
  }

  @Test func `series of one step stop with both sizes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = NumPyLegacyGenerator(seed: 1)
      _ = generateTimeSeries(batchSize: 3, steps: 1, using: &generator)
    }
    expectSentence(result, "got 3 series of 1 steps; expected at least 1 of 2 steps")
  }
}
