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
        // The data sets are scaled, inputs and targets; each is cut from its own part of the series, so no window is in both.

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
            notWritten("the windows of both parts, scaled")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: WindowingOfFramework.reply(to:), misconceptions: windowingMisconceptions,
        cases: { windowingCases($0, variant) }))
  }
}

private let windowingMisconceptions = [
  Misconception(
    "a series whose last window is left out",
    """
    n values have n − steps − horizon + 1 windows: the last one's targets are the last values of the series. A range \
    0..<k ends before k, so the + 1 belongs in it.
    """, seen: "range(len(series) − steps − horizon)",
    WindowingByNumbers<LastWindowDropped>.reply(to:)),
  Misconception(
    "targets that begin inside the window, with the last value that is seen",
    """
    Window i sees the values from i to i + steps − 1, so its targets begin at i + steps. One place earlier the model is \
    shown the answer: it learns to repeat its last input, and its score looks wonderful.
    """, seen: "an index that is off by one", WindowingByNumbers<TargetInside>.reply(to:)),
  Misconception(
    "windows that lie side by side and do not overlap",
    """
    A window begins at every place where it fits, so each overlaps the next in all but one value. Side by side there are \
    `steps` times fewer to learn from.
    """, seen: "texts cut into chunks; reshape", WindowingByNumbers<SideBySide>.reply(to:)),
  Misconception(
    "a scaler that is fitted to the whole series",
    """
    Mean and deviation of all values tell the model of what comes behind the split. Fit the scaler to the first \
    trainingCount values, and scale everything by that one.
    """, seen: "fit_transform on the whole table, and then the split",
    WindowingByNumbers<FittedToAll>.reply(to:)),
  Misconception(
    "a standard deviation with n − 1",
    """
    Asked for is √(Σ (x − mean)² / n), which gives the scaled training values a variance of exactly 1, as in \
    scikit-learn's scaler. n − 1 estimates the variance of the population that a sample is from.
    """, seen: "pandas' std, which divides by n − 1 unless told otherwise",
    WindowingByNumbers<OneLess>.reply(to:)),
  Misconception(
    "windows that are cut before the split, so that some lie in both parts",
    """
    The first trainingCount windows are not those of the first trainingCount values: the last of them have targets \
    behind the split, and the model is trained on what it will be judged by. Divide the series first, then cut each part.
    """, seen: "X[:n_train], with n_train counted in values",
    WindowingByNumbers<CutFirst>.reply(to:)),
  Misconception(
    "a validation part that is scaled by its own mean and deviation",
    """
    Both parts are scaled by the same two numbers, those of the training part. Its own ones would hide from the model \
    that the level has changed, and in use there is no future to take them from.
    """, seen: "fit_transform on each part", WindowingByNumbers<ScaledApart>.reply(to:)),
  Misconception(
    "a split that turns time round: the end is trained on, the beginning validated",
    """
    A forecast is made from the past for the future, so the first values are trained on and the last ones judge. The other \
    way round the model has seen what came out of what it is asked to forecast.
    """, seen: "the first fold of a cross-validation, whose folds follow the order of the rows",
    WindowingByNumbers<TimeTurned>.reply(to:)),
  Misconception(
    "targets that are left unscaled",
    """
    Inputs and targets are values of one series and are scaled alike. Otherwise the model has to learn the mean and the \
    deviation on top, and its loss is in other units than its inputs.
    """, seen: "a scaler for X alone", WindowingByNumbers<TargetsUnscaled>.reply(to:)),
]

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
  // The scaler is given, so that a mistake in it does not make the data wrong.
  return single
    + points.map { point in
      let scaler = WindowingOfFramework().scaler(
        series: point.series, trainingCount: point.trainingCount)
      return ExerciseCase(
        point.name, "datasets",
        point.given.merging([
          "mean": .number(scaler.mean), "deviation": .number(scaler.deviation),
        ]) { $1 }, sizes: point.sizes)
    }
}
