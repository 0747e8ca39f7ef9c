import UnrollNumerics

/// A series that another column drives: `yₜ₊₁ = ½ yₜ + dₜ + noise` with dₜ random (003:138).
///
/// From its own past, half of what comes can't be known; with the second column, all but the noise.
struct DrivenSeries {
  /// The series, and what drives it.
  let columns: [Forecast.Column]

  init(rows: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: "driven series")
    let driver = (0..<rows).map { _ in generator.uniform(in: -1..<1) }
    var series = [0.0]
    for row in 1..<rows {
      series.append(series[row - 1] / 2 + driver[row - 1] + generator.normal() / 10)
    }
    columns = [Forecast.Column("y", series), Forecast.Column("d", driver)]
  }
}

/// The same series forecast by the same network, from its own values alone and with a second column.
struct ColumnComparison {
  /// The network's forecasts from one column and from two.
  let univariate, multivariate: Forecast.Row

  /// - Throws: What `Forecast` and `fit` throw.
  init(
    _ columns: [Forecast.Column], epochs: Int = 15, seed: UInt64
  ) throws {
    func row(_ columns: [Forecast.Column]) throws -> Forecast.Row {
      let forecast = try Forecast(columns, steps: 6, season: .none)
      return try forecast.run(epochs: epochs, seed: seed).network
    }
    univariate = try row(Array(columns.prefix(1)))
    multivariate = try row(columns)
  }

  /// Whether the second column was of use, beyond chance.
  var secondColumnHelps: Bool {
    Forecast.Comparison(multivariate, beside: univariate) == .better
  }
}

extension Forecast.Result {
  /// The network's row, which comes last.
  var network: Forecast.Row { rows[rows.count - 1] }
}
