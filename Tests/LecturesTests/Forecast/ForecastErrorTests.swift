import Testing

@testable import UnrollLectures

/// What is said about series that can't be forecast.
@Suite struct ForecastErrorTests {
  private func sentence(
    _ columns: [[Double]], steps: Int? = nil, horizon: Int = 1,
    season: Forecast.Season = .guessed
  ) -> String {
    do throws(ForecastError) {
      _ = try Forecast(
        columns.enumerated().map { Forecast.Column("c\($0.offset)", $0.element) }, steps: steps,
        horizon: horizon, season: season)
      return ""
    } catch {
      return error.description
    }
  }

  private let rising = (0..<40).map { Double($0 * $0 % 17) }

  @Test func `too few rows are told with the number that would do, and that number does`() {
    #expect(
      sentence([Array(rising.prefix(10))], steps: 12)
        == "found 10 rows; expected at least 20, to forecast 1 ahead from 12 seen. Give fewer steps, "
        + "a shorter horizon, or more rows")
    #expect(sentence([Array(rising.prefix(20))], steps: 12) == "")
    #expect(sentence([Array(rising.prefix(19))], steps: 12) != "")
    #expect(sentence([rising], horizon: 12).hasPrefix("found 40 rows; expected at least 77"))
    #expect(sentence([[]]).hasPrefix("found 0 rows; expected at least 5"))
    #expect(sentence([[1]]).hasPrefix("found 1 row; expected at least 5"))
  }

  @Test func `a part with a gap in every window is named`() {
    var gaps = rising
    for row in [33, 36, 39] { gaps[row] = .nan }
    #expect(
      sentence([gaps], steps: 3)
        == "found a gap in each window of the test rows; expected 4 rows in a row without one. Fill "
        + "the gaps, or give fewer steps")
    let late = Array(repeating: Double.nan, count: 30) + rising
    #expect(
      sentence([late, late], steps: 40, season: .none).hasPrefix("found a gap in each window"))
    let empty = Array(repeating: Double.nan, count: 40)
    #expect(
      sentence([rising, empty], steps: 3).hasPrefix("found a gap in each window of the train"))
  }

  @Test func `a column that never changes in training is named`() {
    #expect(
      sentence([Array(repeating: 7, count: 40)])
        == "column c0: found 7.0 in every training row; expected a series that changes. Leave this "
        + "column out")
    #expect(sentence([rising, Array(repeating: 7, count: 40)]).hasPrefix("column c1: found 7.0"))
  }

  @Test func `a season as long as the training rows is refused`() {
    #expect(
      sentence([rising], season: .rows(28))
        == "got a season of 28 rows; expected fewer than the 28 training rows. Give a shorter season, "
        + "or 0 for none")
    #expect(sentence([rising], season: .rows(27)) == "")
  }
}
