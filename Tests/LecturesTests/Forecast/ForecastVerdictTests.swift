import Foundation
import Testing
import UnrollTraining

@testable import UnrollLectures

/// What is said when the network wins, loses, or can't be told from a baseline.
@Suite struct ForecastVerdictTests {
  /// A model whose errors on 100 windows are as given, in turn.
  private func row(_ model: Forecast.Model, errors: [Double], count: Int = 100) -> Forecast.Row {
    let truth = (0..<count).map { [Double($0)] }
    let forecasts = truth.enumerated().map { [$0.element[0] + errors[$0.offset % errors.count]] }
    return Forecast.Row(model, forecasts: forecasts, truth: truth)
  }

  private func verdict(_ rows: [Forecast.Row]) -> String {
    Forecast.Result(
      rows: rows, truth: rows[0].forecasts, starts: Array(rows[0].forecasts.indices),
      history: .init(), bestEpoch: 1, notes: []
    ).verdict
  }

  @Test func `a network that is better everywhere beats all`() {
    let text = verdict([
      row(.naive, errors: [2, -2.2]), row(.leastSquares, errors: [1, -1.1]),
      row(.network, errors: [0.5, -0.6]),
    ])
    #expect(
      text == "On the test rows the network beats the naive forecast (MSE 93 % lower) and the "
        + "linear forecast (MSE 72 % lower). Its MSE is the lowest.")
  }

  @Test func `a network that is worse everywhere is told so`() {
    let text = verdict([row(.naive, errors: [1, -1.1]), row(.network, errors: [2, -2.2])])
    #expect(
      text == "On the test rows the network does not beat the naive forecast (MSE 4.0 times as "
        + "large). The lowest MSE is that of the naive forecast.")
  }

  @Test func `a difference that a few windows make is called chance`() {
    let text = verdict([
      row(.naive, errors: [1, 3]), row(.seasonalNaive, errors: [5, 5]),
      row(.network, errors: [3, 0.9]),
    ])
    #expect(
      text
        == "On the test rows the network beats the seasonal naive forecast (MSE 80 % lower), and "
        + "can't be told from the naive forecast (MSE 2 % lower). Over 100 windows, such a "
        + "difference may be chance. Its MSE is the lowest.")
  }

  @Test func `equal forecasts and errors of zero have words, too`() {
    let equal = verdict([row(.naive, errors: [1]), row(.network, errors: [1])])
    #expect(equal.contains("can't be told from the naive forecast (MSE within 1 %)"))
    let perfect = verdict([row(.naive, errors: [0]), row(.network, errors: [1])])
    #expect(
      perfect.contains("does not beat the naive forecast (MSE above 0, where the other's is 0)"))
  }
}
