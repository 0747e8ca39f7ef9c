import UnrollNumerics

/// How much a series resembles itself some steps later, for lags 0 up to `lags`.
///
/// `r[k] = Σₜ (x[t] − m)(x[t+k] − m) / Σₜ (x[t] − m)²`
///
/// The sum above runs over n − k products, so r shrinks as k grows, and of equal peaks the first is
/// the highest. Products with a gap (NaN) are left out. A constant series resembles nothing: all zeros.
///
/// The result has `lags + 1` numbers from −1 to 1. Stops with a sentence where there are not more values
/// than lags.
public func autocorrelation(_ series: [Double], lags: Int) -> [Double] {
  require(
    lags >= 0 && lags < max(1, series.count),
    "autocorrelation: got \(lags) lags for \(series.count) values; expected 0 up to one less than those"
  )
  let present = series.filter { !$0.isNaN }
  let mean = present.reduce(0, +) / Double(max(1, present.count))
  let deviations = series.map { $0.isNaN ? 0 : $0 - mean }
  func product(_ lag: Int) -> Double {
    zip(deviations, deviations.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
  }
  let variance = product(0)
  guard variance > 0 else { return Array(repeating: 0, count: lags + 1) }
  return (0...lags).map { product($0) / variance }
}

/// The number of rows after which a series repeats itself, guessed from its autocorrelation; nil where
/// no repetition stands out.
///
/// The straight line through the series is taken out first, because a trend resembles itself at every
/// lag. The season is the highest peak behind the first lag at which the autocorrelation is not
/// positive: before that, each value merely resembles its neighbours. Of peaks that differ by less
/// than 5 % it is the first, because after two seasons a series resembles itself as well as after one.
/// At least three seasons must fit into the series, and a season is at most 1,000 rows long. A peak
/// below 0.2 is taken for chance.
public func guessedSeason(of series: [Double]) -> Int? {
  let longest = min(series.count / 3, 1000)
  guard longest >= 2 else { return nil }
  let rest = withoutTrend(series)
  guard largest(rest) > 1e-9 * largest(series) else { return nil }  // a line, but for rounding
  let r = autocorrelation(rest, lags: longest)
  guard let first = r.firstIndex(where: { $0 <= 0 }), first < longest else { return nil }
  guard let peak = (first..<longest).max(by: { r[$0] < r[$1] }), r[peak] >= 0.2 else { return nil }
  guard r[peak] >= r[peak + 1], r[peak] > r[peak - 1] else { return nil }  // a slope's end, no peak
  let earliest = (first..<peak).first { r[$0] >= 0.95 * r[peak] }
  return centre(of: r, around: earliest ?? peak)
}

/// Where a broad peak has its middle: noise decides which of its lags is the very highest.
///
/// The lag, within an eighth of the peak's, with the highest mean over an eighth on both sides.
private func centre(of r: [Double], around peak: Int) -> Int {
  let width = peak / 8
  let lags = max(width, peak - width)...max(peak, min(peak + width, r.count - 1 - width))
  func mean(_ lag: Int) -> Double {
    let sides = (lag - width)...min(lag + width, r.count - 1)
    return r[sides].reduce(0, +) / Double(sides.count)
  }
  return lags.max { mean($0) < mean($1) } ?? peak
}

/// What is left of a series when the line fitted to it by least squares is subtracted.
///
/// `slope = Σ (t − t̄)(x − x̄) / Σ (t − t̄)²`
private func withoutTrend(_ series: [Double]) -> [Double] {
  let points = series.enumerated().filter { !$0.element.isNaN }
  guard points.count > 1 else { return series }
  let count = Double(points.count)
  let meanTime = points.reduce(0) { $0 + Double($1.offset) } / count
  let mean = points.reduce(0) { $0 + $1.element } / count
  var (covariance, variance) = (0.0, 0.0)
  for (time, value) in points {
    covariance += (Double(time) - meanTime) * (value - mean)
    variance += (Double(time) - meanTime) * (Double(time) - meanTime)
  }
  let slope = covariance / variance
  return series.enumerated().map { $0.element - mean - slope * (Double($0.offset) - meanTime) }
}

/// The largest absolute value, gaps (NaN) aside.
private func largest(_ series: [Double]) -> Double {
  series.reduce(0) { $1.isNaN ? $0 : max($0, $1.magnitude) }
}
