import TestSupport
import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

/// Ten steps ahead on few series of twelve values: enough to train on in no time.
enum SmallForecast10 {
  static let experiment = Forecast10(
    data: .lecture(steps: 12, horizon: 10, counts: (60, 20, 20)))

  /// Every way for two epochs from seed 42.
  static let rows = Result {
    try Forecast10.Way.allCases.map { try experiment.run($0, seeds: [42], epochs: 2) }
  }
}

/// Ten steps ahead on the lecture's 10,000 series, made once.
enum FullForecast10 {
  static let experiment = Forecast10()
}

/// `forecast10.json`, which `Reference/make_reference.py` made.
struct Forecast10Reference: Decodable, Sendable {
  struct Forecast: Decodable, Sendable {
    let name: String
    let error: Double
    let errors: [Double]
    let first: [Double]
  }
  struct EveryStep: Decodable, Sendable {
    let shape: [Int]
    let first: [[Double]]
    let last: [Double]
    let sum: Double
  }

  let forecasts: [Forecast]
  let everyStep: EveryStep

  static func load() throws -> Forecast10Reference { try readReference("forecast10", in: .module) }
}
