import UnrollAutodiff
import UnrollNumerics

/// A series cut into windows: the steps that a model sees, and the steps that follow.
///
/// ```text
/// row      0  1  2  3  4  5      steps = 3, horizon = 2
/// window   [ seen  ][ new ]      start = 3
/// window      [ seen  ][ new ]   start = 4, …
/// ```
public struct Windows: Sendable {
  /// What is seen of all columns: `[windows, steps, columns]`.
  public let x: Tensor
  /// What follows in the column that is forecast: `[windows, horizon]`.
  public let y: Tensor
  /// For each window, the row of the first value that follows.
  public let starts: [Int]
  /// How many windows were left out because a value in them is missing (NaN).
  public let leftOut: Int

  /// The number of windows.
  public var count: Int { starts.count }
}

/// Cuts columns `[columns][rows]` into windows, one for each row where the future may start.
///
/// The values that follow lie in `rows` (all rows, unless told), and so belong to one part of a
/// ``TimeSplit``; what is seen may reach back before `rows`, as a forecaster's memory does. The column
/// `target` is the one that is forecast, the first unless told. A window with a gap (NaN) is left out
/// and counted.
///
/// Stops with a sentence where the columns are not equally long, there is no such column or row, or
/// `steps` or `horizon` is below 1. Where the series is too short, there are no windows.
public func windows(
  of columns: [[Double]], target: Int = 0, steps: Int, horizon: Int, in rows: Range<Int>? = nil,
  dtype: DType = .float32
) -> Windows {
  require(
    columns.indices.contains(target),
    "windows: can't forecast column \(target) of \(columns.count); columns count from 0")
  let count = columns[target].count
  require(
    columns.allSatisfy { $0.count == count },
    "windows: got columns of \(columns.map(\.count)) rows; expected equally many")
  require(
    steps > 0 && horizon > 0,
    "windows: got \(steps) steps and a horizon of \(horizon); expected at least 1 of each")
  let rows = rows ?? 0..<count
  require(
    rows.lowerBound >= 0 && rows.upperBound <= count,
    "windows: the rows \(rows) lie outside the \(count) rows of the series")

  let first = max(rows.lowerBound, steps)
  let last = rows.upperBound - horizon
  let candidates = first <= last ? Array(first...last) : []
  let starts = candidates.filter { start in
    columns.allSatisfy { !$0[(start - steps)..<start].contains(where: \.isNaN) }
      && !columns[target][start..<(start + horizon)].contains(where: \.isNaN)
  }
  let x = starts.flatMap { start in
    ((start - steps)..<start).flatMap { row in columns.map { $0[row] } }
  }
  let y = starts.flatMap { columns[target][$0..<($0 + horizon)] }
  return Windows(
    x: Tensor(x, shape: [starts.count, steps, columns.count], dtype: dtype),
    y: Tensor(y, shape: [starts.count, horizon], dtype: dtype),
    starts: starts, leftOut: candidates.count - starts.count)
}
