import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

@testable import UnrollLectures

@Suite struct Forecast10RunTests {
  // MARK: - Without training, on the lecture's data

  @Test(arguments: [Forecast10.Way.naive, .leastSquares])
  func `the errors of what needs no training are NumPy's`(_ way: Forecast10.Way) throws {
    let row = try FullForecast10.experiment.run(way, seeds: [42])
    let reference = try Forecast10Reference.load().forecasts
    let expected = try #require(reference.first { $0.name == "\(way)" })
    #expect(Matrix.distance(Matrix([row.errors]), Matrix([expected.errors])) < 1e-9)
    #expect(Matrix.distance(Matrix([row.forecasts[0]]), Matrix([expected.first])) < 1e-9)
    #expect(abs(row.validationMSE - expected.error) < 1e-10)
    #expect(row.parameters == (way == .naive ? 0 : 510))
    #expect(row.history == nil && row.verdict == nil && row.medianMSE == nil)
  }

  // MARK: - With training, on few series

  @Test func `each way has ten errors, ten forecasts of three series and its own weights`() throws {
    let rows = try SmallForecast10.rows.get()
    #expect(rows.map(\.way) == [.naive, .leastSquares, .iterated, .vector, .sequence])
    #expect(rows.map(\.parameters) == [0, 130, 1281, 1470, 1470])
    for row in rows {
      #expect(row.errors.count == 10 && row.errors.allSatisfy { $0 > 0 && $0.isFinite })
      #expect(abs(row.validationMSE - row.errors.reduce(0, +) / 10) < 1e-15)
      #expect(row.forecasts.map(\.count) == [10, 10, 10])
      #expect(row.medianMSE == nil && !row.wasStopped)
    }
    #expect(rows.map { $0.history?.epochs } == [nil, nil, 2, 2, 2])
    #expect(rows.map { $0.verdict != nil } == [false, false, false, true, false])
  }

  @Test func `the error is that of the network on the validation series`() throws {
    let rows = try SmallForecast10.rows.get()
    let vector = try #require(rows[3].history?.last("val_loss"))
    #expect(abs(rows[3].validationMSE - vector) < 1e-6 * vector)
    // A sequence's loss is over all steps; its forecasts are those of the last.
    let history = try #require(rows[4].history)
    #expect(history.names == ["loss", "last_step", "val_loss", "val_last_step"])
    let last = try #require(history.last("val_last_step"))
    #expect(abs(rows[4].validationMSE - last) < 1e-6 * last)
    #expect(rows[4].validationMSE != history.last("val_loss"))
  }

  @Test func `one step ahead, the iterated forecast is the network's own`() throws {
    let row = try SmallForecast10.rows.get()[2]
    let validation = try #require(row.history?.last("val_loss"))
    #expect(abs(row.errors[0] - validation) < 1e-6 * validation)
  }

  @Test func `the first seed is reported, and beside it the median of all`() throws {
    let experiment = SmallForecast10.experiment
    let single = try [42, 43, 44].map {
      try experiment.run(.vector, seeds: [$0], epochs: 1).validationMSE
    }
    let all = try experiment.run(.vector, seeds: [42, 43, 44], epochs: 1)
    #expect(Set(single).count == 3)
    #expect(all.validationMSE == single[0])
    #expect(all.medianMSE == single.sorted()[1])
    #expect(try experiment.run(.naive, seeds: [42, 43]).medianMSE == nil)
  }

  @Test func `the learning rate is the optimiser's, and only the usual one meets the lecture`()
    throws
  {
    let experiment = SmallForecast10.experiment
    let usual = try experiment.run(.vector, seeds: [42], epochs: 1, learningRate: 0.001)
    let larger = try experiment.run(.vector, seeds: [42], epochs: 1, learningRate: 0.01)
    #expect(usual.validationMSE != larger.validationMSE)
    #expect(usual.lectureMSE == 0.008 && usual.verdict == .failed)
    #expect(larger.lectureMSE == nil && larger.verdict == nil)
  }

  @Test func `stopping keeps what was learnt, and no further seed begins`() throws {
    var watched: [UInt64] = []
    let row = try SmallForecast10.experiment.run(.sequence, seeds: [42, 43], epochs: 50) { seed in
      watched.append(seed)
      return TrainingWatch(observers: [StopAfter(epochs: 2)])
    }
    #expect(watched == [42])
    #expect(row.wasStopped && row.history?.epochs == 2 && row.medianMSE == nil)
    #expect(row.errors == (try SmallForecast10.rows.get()[4].errors))
  }
}
