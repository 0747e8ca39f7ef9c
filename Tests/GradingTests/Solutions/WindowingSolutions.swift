import UnrollCourse

struct WindowingSolution: WindowingExercise {
  func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
    var inputs: [[Double]] = []
    var targets: [[Double]] = []
    for i in 0...(series.count - steps - horizon) {
      inputs.append(Array(series[i..<(i + steps)]))
      targets.append(Array(series[(i + steps)..<(i + steps + horizon)]))
    }
    return SeriesWindows(inputs: Matrix(inputs), targets: Matrix(targets))
  }

  func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
    let known = series[0..<trainingCount]
    let n = Double(trainingCount)
    let mean = known.reduce(0, +) / n
    let squares = known.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return SeriesScaler(mean: mean, deviation: (squares / n).squareRoot())
  }

  func datasets(
    series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
  ) -> (training: SeriesWindows, validation: SeriesWindows) {
    let scaled = series.map { ($0 - scaler.mean) / scaler.deviation }
    return (
      windows(series: Array(scaled[..<trainingCount]), steps: steps, horizon: horizon),
      windows(series: Array(scaled[trainingCount...]), steps: steps, horizon: horizon)
    )
  }
}

/// All windows of the whole series first, those that cross the split left out, each number scaled at last.
struct WindowingByPlaces: WindowingExercise {
  func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
    cut(series, 0..<series.count, steps, horizon)
  }

  private func cut(
    _ series: [Double], _ range: Range<Int>, _ steps: Int, _ horizon: Int
  ) -> SeriesWindows {
    let fitting = series.indices.filter {
      $0 >= range.lowerBound && $0 + steps + horizon <= range.upperBound
    }
    var inputs = Matrix(rows: fitting.count, columns: steps)
    var targets = Matrix(rows: fitting.count, columns: horizon)
    for (row, start) in fitting.enumerated() {
      for k in 0..<steps { inputs[row, k] = series[start + k] }
      for k in 0..<horizon { targets[row, k] = series[start + steps + k] }
    }
    return SeriesWindows(inputs: inputs, targets: targets)
  }

  func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
    let known = Matrix([Array(series.prefix(trainingCount))])
    let mean = known.sum / Double(trainingCount)
    let root = Double(trainingCount).squareRoot()
    return SeriesScaler(mean: mean, deviation: known.map { $0 - mean }.norm / root)
  }

  func datasets(
    series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
  ) -> (training: SeriesWindows, validation: SeriesWindows) {
    func part(_ range: Range<Int>) -> SeriesWindows {
      var part = cut(series, range, steps, horizon)
      part.inputs = part.inputs.map { ($0 - scaler.mean) / scaler.deviation }
      part.targets = part.targets.map { ($0 - scaler.mean) / scaler.deviation }
      return part
    }
    return (part(0..<trainingCount), part(trainingCount..<series.count))
  }
}
