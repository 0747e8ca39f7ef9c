import UnrollNumerics

// Whether two rankings agree.
//
// Spearman's ρ is Pearson's correlation of the ranks. Equal numbers share the mean of the ranks that they
// take together, so 7, 5, 5 have the ranks 3, 1½, 1½.
//
// Source: M. Kendall, Rank Correlation Methods, 4th ed. (1970), § 3.

/// Spearman's rank correlation of two lists of numbers, from −1 to 1; nil where one list does not vary.
///
/// Ties share the mean of their ranks. Stops with a sentence where the lists differ in length or a number is
/// NaN.
public func spearmanCorrelation(_ a: [Double], _ b: [Double]) -> Double? {
  require(
    a.count == b.count,
    "spearmanCorrelation: \(a.count) numbers and \(b.count); expected as many of both")
  require(
    !(a + b).contains(where: \.isNaN), "spearmanCorrelation: NaN has no rank; expected numbers")
  let (p, q) = (deviations(ranks(a)), deviations(ranks(b)))
  func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
  let variances = product(p, p) * product(q, q)
  return variances > 0 ? product(p, q) / variances.squareRoot() : nil
}

/// The place of each number in ascending order, counted from 1; equal numbers share the mean of theirs.
func ranks(_ numbers: [Double]) -> [Double] {
  let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
  var ranks = [Double](repeating: 0, count: numbers.count)
  var start = 0
  while start < order.count {
    let end = order[start...].firstIndex { numbers[$0] != numbers[order[start]] } ?? order.count
    // The places start + 1 … end.
    for index in order[start..<end] { ranks[index] = Double(start + 1 + end) / 2 }
    start = end
  }
  return ranks
}

private func deviations(_ numbers: [Double]) -> [Double] {
  let mean = numbers.reduce(0, +) / Double(max(1, numbers.count))
  return numbers.map { $0 - mean }
}
