import Foundation
import TestSupport
import Testing
import UnrollSequences

@Suite struct NaiveForecastTests {
  private let series: [Double] = [1, 2, 3, 10, 20, 30, 100, 200, 300]

  @Test func `the naive forecast is the last value seen`() {
    #expect(naiveForecast(series, from: 4, horizon: 2) == [10, 10])
    #expect(naiveForecast(series, from: 9, horizon: 1) == [300], "beyond the end, too")
  }

  @Test func `the seasonal forecast is the value of one season ago`() {
    #expect(seasonalNaiveForecast(series, season: 3, from: 6, horizon: 2) == [10, 20])
    // The fourth row ahead lies two seasons after what is known.
    #expect(seasonalNaiveForecast(series, season: 3, from: 6, horizon: 4) == [10, 20, 30, 10])
    #expect(seasonalNaiveForecast(series, season: 1, from: 4, horizon: 2) == [10, 10])
  }

  @Test func `where that is a gap, the season before counts, and else the last value`() {
    let holes: [Double] = [1, 2, 3, .nan, 20, 30]
    #expect(seasonalNaiveForecast(holes, season: 3, from: 6, horizon: 2) == [1, 20])
    #expect(seasonalNaiveForecast(series, season: 5, from: 3, horizon: 1) == [3])
  }

  @Test func `a forecast without a past stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = naiveForecast([1, 2], from: 0, horizon: 1)
    }
    expectSentence(result, "naiveForecast: can't start at row 0 of 2; expected a row with a past")
  }
}

@Suite struct StandardScalerTests {
  @Test func `the scaled values have mean zero and deviation one, and come back`() {
    let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]  // mean 5, deviation 2
    let scaler = StandardScaler(fittedTo: values)
    #expect(scaler.mean == 5)
    #expect(scaler.deviation == 2)
    #expect(scaler.scaled([2, 9, 5]) == [-1.5, 2, 0])
    #expect(scaler.unscaled([-1.5, 2, 0]) == [2, 9, 5])
  }

  @Test func `gaps are not measured and stay gaps`() {
    let scaler = StandardScaler(fittedTo: [2, .nan, 6])
    #expect(scaler.mean == 4)
    #expect(scaler.deviation == 2)
    #expect(scaler.scaled([.nan])[0].isNaN)
  }

  @Test func `equal values have deviation one, whatever their mean rounds to`() {
    // Three times 0.1 is not 0.3: the mean differs from 0.1 in its last bit.
    #expect(StandardScaler(fittedTo: [0.1, 0.1, 0.1]).deviation == 1)
  }

  @Test func `nothing to measure stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StandardScaler(fittedTo: [Double.nan])
    }
    expectSentence(result, "StandardScaler: got 1 values, none of them a number")
  }
}

@Suite struct SeasonTests {
  @Test func `the autocorrelation of four numbers is the one worked out by hand`() {
    // Deviations −1.5, −0.5, 0.5, 1.5; products 5, 1.25, −1.5, −2.25.
    let r = autocorrelation([1, 2, 3, 4], lags: 3)
    for (found, expected) in zip(r, [1, 0.25, -0.3, -0.45]) {
      #expect(abs(found - expected) < 1e-15)
    }
    #expect(autocorrelation([3, 3, 3], lags: 2) == [0, 0, 0])
    #expect(autocorrelation([1, .nan, 3], lags: 2) == [1, 0, -0.5])
  }

  /// A wave of some period on a slope, with a little noise that repeats itself nowhere.
  private func wave(_ period: Double, count: Int, slope: Double = 0, noise: Double = 0.3)
    -> [Double]
  {
    (0..<count).map { row in
      let t = Double(row)
      let chance = 2 * (t * t * 0.618_033_988_749).truncatingRemainder(dividingBy: 1) - 1
      return sin(2 * .pi * t / period) + slope * t + noise * chance
    }
  }

  @Test(arguments: [(2, 40), (7, 60), (12, 100), (24, 100), (52, 300)])
  func `the season of a wave is its period, with a trend and without`(_ period: Int, _ count: Int) {
    // A wave of period 2 sampled where it is zero would vanish.
    let series = wave(Double(period), count: count).enumerated().map { row, value in
      period == 2 ? value + (row.isMultiple(of: 2) ? 1 : -1) : value
    }
    #expect(guessedSeason(of: series) == period)
    let rising = series.enumerated().map { $0.element + 0.2 * Double($0.offset) }
    #expect(guessedSeason(of: rising) == period)
  }

  @Test func `a long season is found in the middle of its broad peak`() throws {
    let season = try #require(guessedSeason(of: wave(365, count: 2500, noise: 2)))
    #expect(abs(season - 365) <= 4)
  }

  @Test func `one season is found, not three, where three fit the rows better`() {
    // Three periods are 36.9 rows, which is nearer to a whole number than 12.3.
    #expect(guessedSeason(of: wave(12.3, count: 4000, noise: 0.1)) == 12)
  }

  @Test func `gaps hide no season`() {
    var series = wave(12, count: 100)
    for row in [3, 17, 40, 41, 77] { series[row] = .nan }
    #expect(guessedSeason(of: series) == 12)
  }

  @Test func `no season is found in noise, a line, a constant or a stub`() {
    #expect(guessedSeason(of: wave(12, count: 200, noise: 30)) == nil)
    #expect(guessedSeason(of: (0..<100).map { 0.1 * Double($0) }) == nil)
    #expect(guessedSeason(of: Array(repeating: 0.1, count: 50)) == nil)
    #expect(guessedSeason(of: [1, 2]) == nil)
    #expect(guessedSeason(of: []) == nil)
    #expect(guessedSeason(of: [.nan, .nan, .nan, .nan, .nan, .nan]) == nil)
  }
}
