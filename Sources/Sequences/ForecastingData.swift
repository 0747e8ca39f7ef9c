import UnrollAutodiff
import UnrollNumerics

/// Series cut into what a model sees and what it should forecast, for training, validation and test.
///
/// The lectures' split (000:721): of 10,000 series, the first 7,000 train, the next 2,000 validate,
/// the last 1,000 test.
public struct ForecastingData: Sendable {
  /// One part of the series.
  public struct Part: Sendable {
    /// What the model sees: `[series, steps, 1]`.
    public let x: Tensor
    /// What follows: `[series, horizon]`.
    public let y: Tensor
  }

  /// The series to train on.
  public let train: Part
  /// The series to choose by.
  public let validation: Part
  /// The series to report on.
  public let test: Part
  /// The number of time steps that the model sees.
  public let steps: Int

  /// The lecture's data: series by `np.random.seed(seed)`, `steps` seen, `horizon` to forecast.
  ///
  /// With the defaults, the arrays of 000:721 exactly.
  public static func lecture(
    seed: UInt32 = 42, steps: Int = 50, horizon: Int = 1,
    counts: (Int, Int, Int) = (7000, 2000, 1000)
  ) -> ForecastingData {
    var generator = NumPyLegacyGenerator(seed: seed)
    let total = counts.0 + counts.1 + counts.2
    let series = generateTimeSeries(
      batchSize: total, steps: steps + horizon, using: &generator)
    return ForecastingData(series, steps: steps, counts: counts)
  }

  /// Cuts series `[count, steps + horizon, 1]` into three parts with the given numbers of series.
  ///
  /// The horizon is what a series has behind `steps`. Stops with a sentence where the series have another
  /// shape, or are fewer than the counts add up to.
  public init(_ series: Tensor, steps: Int, counts: (train: Int, validation: Int, test: Int)) {
    require(
      steps > 0 && counts.train >= 0 && counts.validation >= 0 && counts.test >= 0,
      """
      forecasting: got \(steps) steps and \(counts.train), \(counts.validation), \(counts.test) series; \
      expected at least 1 step and 0 series
      """)
    require(
      series.rank == 3 && series.shape[2] == 1 && series.shape[1] > steps,
      """
      forecasting: expected series of shape [count, more than \(steps) steps, 1], \
      but got \(series.shape)
      """)
    let total = counts.train + counts.validation + counts.test
    require(
      total <= series.shape[0],
      "forecasting: can't take \(total) series from \(series.shape[0])")
    func part(_ range: Range<Int>) -> Part {
      Part(x: series[range, 0..<steps], y: series[range, steps..., 0])
    }
    self.steps = steps
    train = part(0..<counts.train)
    validation = part(counts.train..<(counts.train + counts.validation))
    test = part((counts.train + counts.validation)..<total)
  }
}
