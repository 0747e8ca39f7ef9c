import Foundation
import Testing
import UnrollAutodiff
import UnrollTraining

@testable import UnrollLectures

/// A series of period 6 on a slope, with noise that repeats itself nowhere.
private func series(_ count: Int, noise: Double = 0.2) -> [Double] {
  (0..<count).map { row in
    let t = Double(row)
    let chance = 2 * (t * t * 0.618_033_988_749).truncatingRemainder(dividingBy: 1) - 1
    return 50 + 0.1 * t + 3 * sin(2 * .pi * t / 6) + noise * chance
  }
}

private func forecast(
  _ values: [Double], steps: Int? = 8, horizon: Int = 1, season: Forecast.Season = .guessed
) throws -> Forecast {
  try Forecast([.init("x", values)], steps: steps, horizon: horizon, season: season)
}

@Suite struct ForecastTests {
  // MARK: - What is measured, and on which rows

  @Test func `scale and season come from the training rows alone`() throws {
    var values = series(200)
    let before = try forecast(values)
    for row in 140..<200 { values[row] = 1e6 * Double(row) }
    let after = try forecast(values)
    #expect(before.split.train == 0..<140)
    #expect(before.season == 6)
    #expect(after.season == 6)
    #expect(after.scaler == before.scaler)
    #expect(after.train.x == before.train.x)
  }

  @Test func `the baselines' errors are those worked out by hand`() throws {
    // The test rows are the last three of 20: 4, 9, 1 after a 6; the season is 2.
    let values: [Double] = [1, 5, 2, 5, 1, 6, 2, 5, 1, 7, 2, 5, 1, 5, 2, 5, 6] + [4, 9, 1]
    let result = try forecast(values, steps: 2, season: .rows(2)).run(epochs: 1)
    #expect(result.starts == [17, 18, 19])
    #expect(result.truth == [[4], [9], [1]])
    let (naive, seasonal) = (result.rows[0], result.rows[1])
    #expect(naive.forecasts == [[6], [4], [9]])
    #expect(naive.mse == (4 + 25 + 64) / 3.0)
    #expect(naive.mae == (2 + 5 + 8) / 3.0)
    #expect(seasonal.forecasts == [[5], [6], [4]])
    #expect(seasonal.mse == (1 + 9 + 9) / 3.0)
    #expect(naive.next == [1])
    #expect(seasonal.next == [9])
  }

  @Test func `the linear forecast finds the two weights behind a wave`() throws {
    // sin(w t) = 2 cos w · sin(w (t−1)) − sin(w (t−2)): two steps and a constant are enough.
    let wave = (0..<80).map { 5 + sin(0.7 * Double($0)) }
    let result = try forecast(wave, steps: 2, horizon: 3, season: .none).run(epochs: 1)
    let linear = try #require(result.rows.first { $0.model == .leastSquares })
    #expect(linear.mse < 1e-20)
    #expect(result.rows[0].mse > 0.1)
    // The three values that follow the file.
    for (found, row) in zip(try #require(linear.next), 80...) {
      #expect(abs(found - (5 + sin(0.7 * Double(row)))) < 1e-9)
    }
    #expect(result.rows.allSatisfy { $0.next?.count == 3 })
  }

  @Test func `the error of each step ahead averages to the error of all`() throws {
    let result = try forecast(series(150), horizon: 4).run(epochs: 1)
    #expect(result.rows.map(\.model) == Forecast.Model.allCases)
    for row in result.rows {
      #expect(row.forecasts.allSatisfy { $0.count == 4 })
      #expect(row.mseByStep.count == 4)
      #expect(abs(row.mseByStep.reduce(0, +) / 4 - row.mse) < 1e-9 * row.mse)
      let errors = zip(row.forecasts, result.truth).map { $0[2] - $1[2] }
      let third = errors.map { $0 * $0 }.reduce(0, +) / Double(errors.count)
      #expect(abs(row.mseByStep[2] - third) < 1e-9 * third)
    }
  }

  // MARK: - The network

  @Test func `the network's forecast is the last value and the change it learnt`() throws {
    let forecast = try forecast(series(150), horizon: 2)
    let network = forecast.network(seed: 3)
    for index in network.parameters.indices {
      network.parameters[index].value = .zeros(network.parameters[index].value.shape)
    }
    // Without weights nothing is added: the naive forecast.
    let silent = forecast.forecasts(of: network, forecast.test)
    for (row, start) in forecast.test.starts.enumerated() {
      let last = forecast.scaler.scaled([forecast.target.values[start - 1]])[0]
      #expect(silent[row].elements == [last, last])
    }
    let changes = forecast.changes(forecast.train)
    #expect(changes.x[0..., -1].elements.allSatisfy { $0 == 0 }, "seen relative to the last row")
  }

  @Test func `a network learns a wave, and says so`() throws {
    let result = try forecast(series(400, noise: 0.05)).run(epochs: 30)
    let (naive, network) = (result.rows[0], try #require(result.rows.last))
    #expect(network.model == .network)
    #expect(network.mse < 0.2 * naive.mse)
    #expect(result.verdict.hasPrefix("On the test rows the network beats the naive forecast (MSE "))
  }

  @Test func `the weights are those of the epoch with the lowest validation loss`() throws {
    let forecast = try forecast(series(150))
    let trained = try forecast.train(epochs: 12, seed: 5, .nobody)
    let losses = trained.history["val_loss"]
    let best = try #require(losses.min())
    #expect(trained.bestEpoch == losses.firstIndex(of: best).map { $0 + 1 })
    let again = trained.network.evaluate(
      forecast.changes(forecast.validation), loss: .meanSquaredError)
    #expect(again.loss == best)
  }

  @Test func `the same seed gives the same result, another seed another`() throws {
    let forecast = try forecast(series(120))
    let errors = try [1, 1, 2].map { try forecast.run(epochs: 2, seed: $0).rows.map(\.mse) }
    #expect(errors[0] == errors[1])
    #expect(errors[0].dropLast() == errors[2].dropLast(), "the baselines know no chance")
    #expect(errors[0].last != errors[2].last)
  }

  @Test func `stopped in the first epoch there is a result and no best epoch`() throws {
    let watch = TrainingWatch(observers: [StopWhen { true }])
    let result = try forecast(series(120)).run(epochs: 5, watch: watch)
    #expect(result.bestEpoch == nil)
    #expect(result.history.wasStopped)
    #expect(result.rows.count == 4)
  }

  // MARK: - Several columns, gaps, and what has no answer

  @Test func `a second column is seen, and helps where it knows the future`() throws {
    let noise = (0..<300).map { row -> Double in
      (Double(row * row) * 0.618_033_988_749).truncatingRemainder(dividingBy: 1)
    }
    // The second column says today what the first will be tomorrow.
    let columns = [
      Forecast.Column("x", [0] + noise.dropLast()), Forecast.Column("hint", noise),
    ]
    let result = try Forecast(columns, steps: 1, season: .none).run(epochs: 1)
    let linear = try #require(result.rows.first { $0.model == .leastSquares })
    #expect(linear.mse < 1e-20)
    #expect(result.rows[0].mse > 0.01)
  }

  @Test func `gaps leave windows out, and the rest goes on`() throws {
    var values = series(200)
    values[20] = .nan
    values[190] = .nan
    let forecast = try forecast(values)
    #expect(forecast.windowsLeftOut == 18, "nine windows of eight seen and one to come, twice")
    let rows = try forecast.run(epochs: 1).rows
    #expect(rows.allSatisfy { $0.mse.isFinite && $0.next != nil })
    values[197] = .nan
    let late = try LecturesTests.forecast(values).run(epochs: 1).rows
    #expect(late.allSatisfy { $0.next == nil }, "the last eight rows are not whole")
  }

  @Test func `without a season or a solution the model is missing and a note says why`() throws {
    let line = (0..<60).map(Double.init)
    let result = try forecast(line, steps: 3).run(epochs: 1)
    #expect(result.rows.map(\.model) == [.naive, .network])
    #expect(result.notes[0].hasPrefix("No season is known or stands out"))
    #expect(
      result.notes[1]
        == "There is no linear forecast: a value seen always follows from the others, so that the "
        + "weights are not unique. Fewer steps may help.")
    let short = try forecast(series(80), steps: 30).run(epochs: 1)
    #expect(
      short.notes == [
        "There is no linear forecast: 26 windows can't determine 31 weights. Fewer steps may help."
      ])
  }

  @Test func `the number of steps suits the season and the number of rows`() {
    #expect(Forecast.defaultSteps(season: nil, trainingRows: 1000) == 24)
    #expect(Forecast.defaultSteps(season: 12, trainingRows: 1000) == 24)
    #expect(Forecast.defaultSteps(season: 52, trainingRows: 1000) == 52)
    #expect(Forecast.defaultSteps(season: 365, trainingRows: 2555) == 60)
    #expect(Forecast.defaultSteps(season: 12, trainingRows: 40) == 10)
    #expect(Forecast.defaultSteps(season: nil, trainingRows: 2) == 1)
  }
}
