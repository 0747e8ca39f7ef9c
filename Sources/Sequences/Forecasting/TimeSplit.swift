import UnrollNumerics

/// A series cut in time order: the past trains, what follows validates, the end tests.
///
/// A random split would be dishonest here. Neighbouring rows are alike, so a model that has seen the
/// rows on both sides of a test row has all but seen that row.
public struct TimeSplit: Sendable, Equatable {
  /// The rows to learn from, the first ones.
  public let train: Range<Int>
  /// The rows to choose by.
  public let validation: Range<Int>
  /// The rows to report on, the last ones.
  public let test: Range<Int>

  /// Cuts `rows` rows; each share is rounded to whole rows, and what is left trains.
  ///
  /// Shares are fractions from 0 to 1; stops with a sentence where they add up to more than 1.
  public init(rows: Int, validation: Double = 0.15, test: Double = 0.15) {
    require(
      rows >= 0 && validation >= 0 && test >= 0 && validation + test <= 1,
      """
      split: got \(rows) rows with shares \(validation) and \(test); expected at least 0 rows, and \
      shares from 0 that add up to at most 1
      """)
    let tested = Int((Double(rows) * test).rounded())
    let validated = min(rows - tested, Int((Double(rows) * validation).rounded()))
    let trained = rows - validated - tested
    train = 0..<trained
    self.validation = trained..<(trained + validated)
    self.test = (trained + validated)..<rows
  }
}
