import UnrollAutodiff

/// A11: a forecast from one column and from two.
extension ColumnComparison {
  var finding: Claim.Finding {
    Claim.Finding(
      .text(
        "error from its own values \(univariate.mse.significant(2)), with the column that drives it "
          + multivariate.mse.significant(2)),
      .holds(secondColumnHelps))
  }
}

/// S7: a file of a reader's own, read and forecast.
enum OwnCSVForecast {
  /// Holds where all rows were read and the season was found, and the network beats the naive forecast.
  static func finding(_ text: String, epochs: Int = 60, seed: UInt64) throws -> Claim.Finding {
    let forecast = try OwnCSV.forecast(text)
    let result = try forecast.run(epochs: epochs, seed: seed)
    let (network, naive) = (result.network, result.rows[0])
    return Claim.Finding(
      .text(
        "\(forecast.target.values.count) rows, season of \(forecast.season ?? 0); error of the network "
          + "\(network.mse.significant(2)), of the naive forecast \(naive.mse.significant(2))"),
      .holds(
        forecast.target.values.count == OwnCSV.rows && forecast.season == 12
          && Forecast.Comparison(network, beside: naive) == .better))
  }
}
