/// A series cut into windows: a row for each.
public struct SeriesWindows: Equatable, Sendable {
  /// What is seen, `[windows, steps]`.
  public var inputs: Matrix
  /// What follows and is to be forecast, `[windows, horizon]`.
  public var targets: Matrix

  /// Windows of their inputs and targets.
  public init(inputs: Matrix, targets: Matrix) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}

/// What brings a series to mean 0 and standard deviation 1: `z = (x − mean) / deviation`.
public struct SeriesScaler: Equatable, Sendable {
  /// The mean of the values that it was fitted to.
  public var mean: Double
  /// Their standard deviation.
  public var deviation: Double

  /// A scaler of its two numbers.
  public init(mean: Double, deviation: Double) {
    (self.mean, self.deviation) = (mean, deviation)
  }
}

/// Exercise 22: from a series to training and validation data that know nothing of their future.
public protocol WindowingExercise: Exercise {
  /// All windows of a series, one from each place where it fits: window i sees the `steps` values from i on, and its
  /// targets are the `horizon` values that follow.
  func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows

  /// The scaler for a series whose first `trainingCount` values are there to learn from; its deviation is
  /// `√(Σ (x − mean)² / n)`, n values being measured.
  func scaler(series: [Double], trainingCount: Int) -> SeriesScaler

  /// Inputs and targets of both parts, all of them scaled by the scaler that is given.
  ///
  /// The first `trainingCount` values are for training and those behind them for validation. A window lies in one part,
  /// its targets included.
  func datasets(
    series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
  ) -> (training: SeriesWindows, validation: SeriesWindows)
}

extension WindowingExercise {
  public static var parts: [ExercisePart] {
    func series(_ given: Inputs) -> [Double] { given.matrix("series").elements }
    func count(_ name: String, _ given: Inputs) -> Int { given.integers(name)[0] }
    return [
      ExercisePart("windows") { given in
        let found = Self().windows(
          series: series(given), steps: count("steps", given), horizon: count("horizon", given))
        return Outputs().with("inputs", found.inputs).with("targets", found.targets)
      },
      ExercisePart("scaler") { given in
        let found = Self().scaler(
          series: series(given), trainingCount: count("trainingCount", given))
        return Outputs().with("mean", found.mean).with("deviation", found.deviation)
      },
      ExercisePart("datasets") { given in
        let found = Self().datasets(
          series: series(given), trainingCount: count("trainingCount", given),
          scaler: SeriesScaler(mean: given.number("mean"), deviation: given.number("deviation")),
          steps: count("steps", given), horizon: count("horizon", given))
        return Outputs()
          .with("training inputs", found.training.inputs)
          .with("training targets", found.training.targets)
          .with("validation inputs", found.validation.inputs)
          .with("validation targets", found.validation.targets)
      },
    ]
  }
}
