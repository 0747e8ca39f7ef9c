import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func windowing(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 22, slug: "windowing", title: "Windows of a series, and nothing of its future",
      objective: "Turn a series into training and validation data that leak nothing of what comes.",
      prerequisites: [], minutes: 35, points: 10,
      source: "000, K11: 50 steps and the value that follows; 004, S7: a series of your own",
      question: Question(
        """
        A series rises from 0 to 100. You scale it by mean and deviation of all its values, and train on the first half. \
        What do the scaled training values tell the model that it could not know in the middle of the series?
        """,
        answer: """
          They lie below 0: so the series will go on rising, and by so much. The forecast is then better on \
          these data than it will be in use, where the second half has not yet happened. A scaler is fitted to what is \
          known when the model is trained, and to nothing else.
          """),
      byHand: windowsByHand(variant),
      hints: [
        """
        A window with its targets takes steps + horizon values. At which place can the last one begin, so that its last \
        target is the last value of the series? How many places is that, counted from 0?
        """,
        """
        What is known when the model is trained? Only those values may make the mean and the deviation. Later values are \
        scaled by the same two numbers: that they then lie outside the usual range is no fault.
        """,
        """
        First divide the series, then scale each part by the scaler that is given, then cut each part by itself with your \
        own first function. In this order no window can lie in both parts.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 22. Window i sees series[i], … (steps values); its targets are the horizon values behind them. A row each.
        // The scaler has mean and deviation √(Σ (x − mean)² / n), and may know only the first trainingCount values.
        // The data sets, inputs and targets, are scaled by scaler; each is cut from its own part, so no window is in both.

        @main struct Windowing: WindowingExercise {
          func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
            notWritten("inputs [windows, steps] and targets [windows, horizon]")
          }

          func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
            notWritten("SeriesScaler(mean: …, deviation: …)")
          }

          func datasets(
            series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
          ) -> (training: SeriesWindows, validation: SeriesWindows) {
            notWritten("the windows of both parts, scaled by scaler")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: WindowingOfFramework.reply(to:), misconceptions: windowingMisconceptions,
        cases: { windowingCases($0, variant) }))
  }
}

private func windowsByHand(_ variant: CourseVariant) -> String {
  let series = passengers(variant)
  let rules = WindowingOfFramework()
  let (training, validation) = (Array(series[..<6]), Array(series[6...]))
  let scaler = rules.scaler(series: series, trainingCount: 6)
  let (first, second) = rules.datasets(
    series: series, trainingCount: 6, scaler: scaler, steps: 2, horizon: 1)
  func table(_ name: String, _ values: [Double], _ scaled: SeriesWindows) -> String {
    let plain = rules.windows(series: values, steps: 2, horizon: 1)
    let seen = (0..<plain.inputs.rows).map { row in
      "\(plain.inputs.row(row).map(\.written).asList) → \(plain.targets[row, 0].written)"
    }
    let numbers = Matrix.joined([scaled.inputs, scaled.targets])
    let columns = (0..<numbers.columns).map { column in
      HandColumn(
        "", (0..<numbers.rows).map { numbers[$0, column].fourDigits }, leavesRoom: true)
    }
    return HandColumn.table([HandColumn("", seen)] + columns, heads: name)
  }
  let squares = training.reduce(0) { $0 + ($1 - scaler.mean) * ($1 - scaler.mean) }
  return """
    Ten months of airline passengers, in thousands: \(series.map(\.written).asList).
    The first 6 are for training; windows of 2 steps, horizon 1.

    mean = (\(training.map(\.written).asSum)) / 6 = \(scaler.mean.fourDigits)
    deviation = √(\(squares.fourDigits) / 6) = \(scaler.deviation.fourDigits)

    \(table("Training, 6 − 2 − 1 + 1 = 4 windows; seen → target, then the same scaled:", training, first))
    \(table("Validation, 4 − 2 − 1 + 1 = 2 windows, by the same mean and deviation:", validation, second))

    No window sees month 6 and is to forecast month 7: it would lie in both parts.
    """
}

/// Ten months in a row of the airline passengers from 1949 on; other months in other variants.
private func passengers(_ variant: CourseVariant) -> [Double] {
  let all: [Double] = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118,
    115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
  ]
  return Array(all[Int(variant.seed % 13)...].prefix(10))
}

private func windowingCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "windowing")
  struct Point {
    let name: String
    let series: [Double]
    let trainingCount, steps, horizon: Int
    var sizes: [String: Int] { ["the number of values": series.count] }
    var given: [String: ExerciseValue] {
      [
        "series": .numbers(series), "trainingCount": .integers([trainingCount]),
        "steps": .integers([steps]), "horizon": .integers([horizon]),
      ]
    }
  }
  // Lengths follow from the sizes, so that every part has at least three windows.
  let sizes = [(2, 1), (3, 2), (1, 1), (4, 3), (2, 5), (5, 1)]
  let random = sizes.map { sizes in
    let (steps, horizon) = (variant.size(sizes.0), variant.size(sizes.1))
    let trainingCount = 2 * (steps + horizon) + 5
    let count = trainingCount + steps + horizon + 2
    // Rising, so that the parts differ in their means.
    return Point(
      name:
        "\(count) values, \(trainingCount) for training, \(counted(steps, "step")), horizon \(horizon)",
      series: (0..<count).map { 10 + 0.7 * Double($0) + numbers.number(3) },
      trainingCount: trainingCount, steps: steps, horizon: horizon)
  }
  let points =
    [
      Point(
        name: "the numbers by hand", series: passengers(variant), trainingCount: 6, steps: 2,
        horizon: 1)
    ] + random
  let single = ["windows", "scaler"].flatMap { part in
    points.map { ExerciseCase($0.name, part, $0.given, sizes: $0.sizes) }
  }
  func datasets(_ point: Point, _ name: String, _ scaler: SeriesScaler) -> ExerciseCase {
    ExerciseCase(
      name, "datasets",
      point.given.merging([
        "mean": .number(scaler.mean), "deviation": .number(scaler.deviation),
      ]) { $1 }, sizes: point.sizes)
  }
  // The scaler is given, so that a mistake in it does not make the data wrong.
  return single
    + points.map { point in
      datasets(
        point, point.name,
        WindowingOfFramework().scaler(series: point.series, trainingCount: point.trainingCount))
    }
    + random.prefix(4).map { point in
      datasets(
        point, "\(point.name), a scaler that was fitted to another series",
        SeriesScaler(mean: 20 + numbers.number(5), deviation: 6 + numbers.number(2)))
    }
}
