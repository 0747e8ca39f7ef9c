import UnrollNumerics

// Two forecasts that cost nothing. A model that does not beat them has learnt nothing worth knowing.

/// The last value seen, for each of the `horizon` steps from row `start` on.
///
/// `ŷ[start + h] = y[start − 1]`; stops with a sentence where no row comes before `start`.
public func naiveForecast(_ series: [Double], from start: Int, horizon: Int) -> [Double] {
  requirePast("naiveForecast", series, start)
  return Array(repeating: series[start - 1], count: horizon)
}

/// The value of one season ago, for each of the `horizon` steps from row `start` on.
///
/// `ŷ[start + h] = y[start + h − k · season]` with the smallest k for which that row comes before
/// `start` and is no gap (NaN). Where the series is too young for that, the last value seen.
///
/// Stops with a sentence where the season is below 1, or no row comes before `start`.
public func seasonalNaiveForecast(
  _ series: [Double], season: Int, from start: Int, horizon: Int
) -> [Double] {
  require(season > 0, "seasonalNaiveForecast: got a season of \(season) rows; expected at least 1")
  requirePast("seasonalNaiveForecast", series, start)
  return (start..<(start + horizon)).map { row in
    let seasonsAgo = stride(from: row, through: 0, by: -season)
    let known = seasonsAgo.first { $0 < start && !series[$0].isNaN }
    return series[known ?? start - 1]
  }
}

private func requirePast(_ operation: String, _ series: [Double], _ start: Int) {
  require(
    start > 0 && start <= series.count,
    "\(operation): can't start at row \(start) of \(series.count); expected a row with a past")
}
