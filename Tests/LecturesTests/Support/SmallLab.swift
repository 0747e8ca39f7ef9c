import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

/// LAB01 on few series: enough for 51 weights, and quick.
enum SmallLab {
  static let lab = Lab01(data: .lecture(counts: (60, 20, 20)))

  /// The same, but validated on the series it was trained on.
  static let validatedOnTraining: Lab01 = {
    let series = ForecastingData.lecture(counts: (60, 1, 1)).train
    let whole = concatenate(
      [Variable(series.x), Variable(series.y.reshaped([60, 1, 1]))], axis: 1)
    let twice = concatenate([whole, whole], axis: 0).value
    return Lab01(data: ForecastingData(twice, steps: 50, counts: (60, 60, 0)))
  }()

  /// Every model for two epochs from seed 42.
  static let rows = Result {
    try Lab01.Model.allCases.map { try lab.run($0, seeds: [42], epochs: 2) }
  }
}

/// LAB01 on the lecture's 10,000 series, made once.
enum FullData {
  static let lab = Lab01()
}
