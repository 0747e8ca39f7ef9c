import Unroll
import UnrollCourse

// Right and wrong answers to exercise 22: right ones by the framework's windows and scaler, wrong ones number by number.

/// The framework's own windows and scaler.
struct WindowingOfFramework: WindowingExercise {
  func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
    let found = Unroll.windows(of: [series], steps: steps, horizon: horizon, dtype: .float64)
    return SeriesWindows(
      inputs: Matrix(found.x.elements, rows: found.count, columns: steps),
      targets: Matrix(found.y.elements, rows: found.count, columns: horizon))
  }

  func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
    let found = StandardScaler(fittedTo: series[..<trainingCount])
    return SeriesScaler(mean: found.mean, deviation: found.deviation)
  }

  func datasets(
    series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
  ) -> (training: SeriesWindows, validation: SeriesWindows) {
    func part(_ values: ArraySlice<Double>) -> SeriesWindows {
      let scaled = values.map { ($0 - scaler.mean) / scaler.deviation }
      return windows(series: scaled, steps: steps, horizon: horizon)
    }
    return (part(series[..<trainingCount]), part(series[trainingCount...]))
  }
}

/// What is different on the way from a series to data; nothing unless said otherwise.
protocol WindowingVariant {
  /// Where windows of a series begin.
  static func starts(_ count: Int, steps: Int, horizon: Int) -> [Int]
  /// How far targets lie behind the window.
  static var shift: Int { get }
  /// Which values the scaler is fitted to.
  static func fitted(_ series: [Double], _ trainingCount: Int) -> [Double]
  /// By what the squares' sum is divided.
  static func divisor(_ count: Int) -> Int
  /// What is made of the variance.
  static func deviation(_ variance: Double) -> Double
  /// The two parts of a series.
  static func parts(_ series: [Double], _ trainingCount: Int) -> (
    training: [Double], validation: [Double]
  )
  /// How many of all the windows are for training, where they are cut before they are divided between the parts.
  static func cutsFirst(_ trainingCount: Int, steps: Int, horizon: Int) -> Int?
  /// Whether the parts have a scaler of their own, fitted to the training part.
  static var fitsAnew: Bool { get }
  /// How many values before the split the validation part begins.
  static func reach(_ steps: Int) -> Int
  /// Whether validation has a scaler of its own.
  static var scalesApart: Bool { get }
  /// Whether targets are scaled.
  static var scalesTargets: Bool { get }
}

extension WindowingVariant {
  static func starts(_ count: Int, steps: Int, horizon: Int) -> [Int] {
    Array(0..<max(0, count - steps - horizon + 1))
  }
  static var shift: Int { 0 }
  static func fitted(_ series: [Double], _ trainingCount: Int) -> [Double] {
    Array(series.prefix(trainingCount))
  }
  static func divisor(_ count: Int) -> Int { count }
  static func deviation(_ variance: Double) -> Double { variance.squareRoot() }
  static func parts(_ series: [Double], _ trainingCount: Int) -> (
    training: [Double], validation: [Double]
  ) { (Array(series.prefix(trainingCount)), Array(series.dropFirst(trainingCount))) }
  static func cutsFirst(_ trainingCount: Int, steps: Int, horizon: Int) -> Int? { nil }
  static var fitsAnew: Bool { false }
  static func reach(_ steps: Int) -> Int { 0 }
  static var scalesApart: Bool { false }
  static var scalesTargets: Bool { true }
}

enum LastWindowDropped: WindowingVariant {
  static func starts(_ count: Int, steps: Int, horizon: Int) -> [Int] {
    Array(0..<max(0, count - steps - horizon))
  }
}

enum TargetInside: WindowingVariant { static var shift: Int { -1 } }

enum SideBySide: WindowingVariant {
  static func starts(_ count: Int, steps: Int, horizon: Int) -> [Int] {
    Array(stride(from: 0, through: count - steps - horizon, by: steps))
  }
}

enum FittedToAll: WindowingVariant {
  static func fitted(_ series: [Double], _ trainingCount: Int) -> [Double] { series }
}

enum OneLess: WindowingVariant {
  static func divisor(_ count: Int) -> Int { count - 1 }
}

enum RootForgotten: WindowingVariant {
  static func deviation(_ variance: Double) -> Double { variance }
}

enum FittedAnew: WindowingVariant { static var fitsAnew: Bool { true } }

enum ReachesBack: WindowingVariant {
  static func reach(_ steps: Int) -> Int { steps }
}

enum RestValidates: WindowingVariant {
  static func cutsFirst(_ trainingCount: Int, steps: Int, horizon: Int) -> Int? {
    trainingCount - steps - horizon + 1
  }
}

enum CutFirst: WindowingVariant {
  static func cutsFirst(_ trainingCount: Int, steps: Int, horizon: Int) -> Int? { trainingCount }
}

enum ScaledApart: WindowingVariant { static var scalesApart: Bool { true } }

enum TimeTurned: WindowingVariant {
  static func parts(_ series: [Double], _ trainingCount: Int) -> (
    training: [Double], validation: [Double]
  ) { (series.suffix(trainingCount), series.dropLast(trainingCount)) }
}

enum TargetsUnscaled: WindowingVariant { static var scalesTargets: Bool { false } }

/// All of it number by number, with what a variant changes.
struct WindowingByNumbers<Variant: WindowingVariant>: WindowingExercise {
  func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
    windows(series, targets: series, steps, horizon)
  }

  private func windows(
    _ series: [Double], targets: [Double], _ steps: Int, _ horizon: Int
  ) -> SeriesWindows {
    let starts = Variant.starts(series.count, steps: steps, horizon: horizon)
    return SeriesWindows(
      inputs: Matrix(starts.map { start in (0..<steps).map { series[start + $0] } }),
      targets: Matrix(
        starts.map { start in
          (0..<horizon).map { targets[start + steps + Variant.shift + $0] }
        }))
  }

  func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
    scaler(Variant.fitted(series, trainingCount))
  }

  private func scaler(_ values: [Double]) -> SeriesScaler {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return SeriesScaler(
      mean: mean, deviation: Variant.deviation(squares / Double(Variant.divisor(values.count))))
  }

  func datasets(
    series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
  ) -> (training: SeriesWindows, validation: SeriesWindows) {
    func windows(_ values: [Double], _ scaler: SeriesScaler) -> SeriesWindows {
      let scaled = values.map { ($0 - scaler.mean) / scaler.deviation }
      return self.windows(
        scaled, targets: Variant.scalesTargets ? scaled : values, steps, horizon)
    }
    if let count = Variant.cutsFirst(trainingCount, steps: steps, horizon: horizon) {
      let all = windows(series, scaler)
      return (rows(all, 0..<count), rows(all, count..<all.inputs.rows))
    }
    var (training, validation) = Variant.parts(series, trainingCount)
    validation = training.suffix(Variant.reach(steps)) + validation
    let scaler = Variant.fitsAnew ? self.scaler(training) : scaler
    return (
      windows(training, scaler),
      windows(validation, Variant.scalesApart ? self.scaler(validation) : scaler)
    )
  }

  private func rows(_ windows: SeriesWindows, _ range: Range<Int>) -> SeriesWindows {
    SeriesWindows(
      inputs: Matrix(range.map(windows.inputs.row)),
      targets: Matrix(range.map(windows.targets.row)))
  }
}
