/// Why a series can't be forecast as asked.
public enum ForecastError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The series is too short to be cut into windows for training, validation and test.
  case tooFewRows(found: Int, needed: Int, steps: Int, horizon: Int)
  /// The gaps leave no whole window in a part.
  case onlyGaps(part: String, steps: Int, horizon: Int)
  /// The training rows of a column all hold one number.
  case constant(column: String, value: Double)
  /// The season is longer than the training part, so that nothing is known of it.
  case seasonTooLong(season: Int, trainingRows: Int)

  /// What was found, what was expected, and what to do.
  public var description: String {
    switch self {
    case .tooFewRows(let found, let needed, let steps, let horizon):
      """
      found \(found) \(found == 1 ? "row" : "rows"); expected at least \(needed), to forecast \(horizon) ahead from \(steps) \
      seen. Give fewer steps, a shorter horizon, or more rows
      """
    case .onlyGaps(let part, let steps, let horizon):
      """
      found a gap in each window of the \(part) rows; expected \(steps + horizon) rows in a row \
      without one. Fill the gaps, or give fewer steps
      """
    case .constant(let column, let value):
      """
      column \(column): found \(value) in every training row; expected a series that changes. \
      Leave this column out
      """
    case .seasonTooLong(let season, let trainingRows):
      """
      got a season of \(season) rows; expected fewer than the \(trainingRows) training rows. Give a \
      shorter season, or 0 for none
      """
    }
  }
}
