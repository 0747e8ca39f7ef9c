import Testing
import UnrollAutodiff
import UnrollTraining

@testable import UnrollLectures

@Suite struct Lab01RunTests {
  @Test func `the models stand in the lecture's order, the naive forecast first`() throws {
    let rows = try SmallLab.rows.get()
    #expect(
      rows.map(\.model) == [
        .naive, .linear, .simpleRNN, .deepRNN, .deepRNNWithDense, .leastSquares,
      ])
    #expect(rows.map(\.parameters) == [0, 51, 3, 1282, 1281, 51])
    #expect(
      rows.map { $0.model.lectureMSE != nil } == [true, true, true, true, true, false])
    #expect(rows.map { $0.verdict != nil } == [true, true, true, true, true, false])
  }

  @Test func `each row has an error, three forecasts and, where trained, two epochs`() throws {
    for row in try SmallLab.rows.get() {
      #expect(row.validationMSE > 0 && row.validationMSE.isFinite)
      #expect(row.forecasts.count == 3 && row.forecasts.allSatisfy(\.isFinite))
      #expect(row.medianMSE == nil)
      #expect(!row.wasStopped)
      let isTrained = row.model.network(seed: 0, steps: 50) != nil
      #expect(row.history?.epochs == (isTrained ? 2 : nil))
      if let history = row.history {
        #expect(history.names == ["loss", "val_loss"])
        // Computed in other batches: equal to float32's rounding.
        let last = try #require(history.last("val_loss"))
        #expect(abs(last - row.validationMSE) < 1e-5 * last)
      }
    }
  }

  @Test func `the naive forecast repeats the last value`() throws {
    let (x, y) = (SmallLab.lab.data.validation.x.floats, SmallLab.lab.data.validation.y.floats)
    let last = y.indices.map { x[$0 * 50 + 49] }
    let row = try SmallLab.lab.run(.naive, seeds: [1])
    #expect(row.forecasts == last.prefix(3).map(Double.init))
    let error = zip(last, y).map { Double(($0 - $1) * ($0 - $1)) }.reduce(0, +) / 20
    #expect(abs(row.validationMSE - error) < 1e-6 * error)
    #expect(row.verdict == .failed, "only the lecture's own series give the lecture's figure")
  }

  @Test func `the same seed gives the same row, and another seed another`() throws {
    for model in Lab01.Model.allCases {
      let rows = try [3, 3, 4].map { try SmallLab.lab.run(model, seeds: [$0], epochs: 1) }
      #expect(rows[0].validationMSE == rows[1].validationMSE)
      #expect(rows[0].forecasts == rows[1].forecasts)
      #expect(rows[0].history?["loss"] == rows[1].history?["loss"])
      #expect(rows[0].history?["val_loss"] == rows[1].history?["val_loss"])
      if rows[0].history != nil { #expect(rows[0].validationMSE != rows[2].validationMSE) }
    }
  }

  @Test func `the first seed is reported, and beside it the median of all`() throws {
    let seeds: [UInt64] = [42, 43, 44, 45]
    let single = try seeds.map {
      try SmallLab.lab.run(.linear, seeds: [$0], epochs: 1).validationMSE
    }
    let three = try SmallLab.lab.run(.linear, seeds: Array(seeds[..<3]), epochs: 1)
    #expect(three.validationMSE == single[0])
    #expect(three.medianMSE == single[..<3].sorted()[1])
    let four = try SmallLab.lab.run(.linear, seeds: seeds, epochs: 1)
    let sorted = single.sorted()
    #expect(four.medianMSE == (sorted[1] + sorted[2]) / 2)
    #expect(four.validationMSE == single[0])
    #expect(try SmallLab.lab.run(.naive, seeds: seeds).medianMSE == nil)
  }

  @Test func `no seeds are a mistake that is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try SmallLab.lab.run(.linear, seeds: [])
    }
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.contains("trainings: got no seeds; expected at least one"))
  }

  @Test func `least squares beat every other 51 weights on the series they were fitted to`() throws
  {
    let lab = SmallLab.validatedOnTraining
    let closed = try lab.run(.leastSquares, seeds: [1]).validationMSE
    for epochs in [0, 1, 40] {
      #expect(try lab.run(.linear, seeds: [1], epochs: epochs).validationMSE > closed)
    }
    #expect(closed < 0.2 * (try lab.run(.naive, seeds: [1]).validationMSE))
  }

  // MARK: - Ending early

  @Test func `stopping after an epoch keeps what was learnt`() throws {
    let stop = StopAfter(epochs: 2)
    let row = try SmallLab.lab.run(.linear, seeds: [42], epochs: 50) { _ in .init(observers: [stop])
    }
    #expect(row.wasStopped)
    #expect(row.history?.epochs == 2)
    let two = try SmallLab.lab.run(.linear, seeds: [42], epochs: 2)
    #expect(row.validationMSE == two.validationMSE)
    #expect(row.forecasts == two.forecasts)
    #expect(!two.wasStopped)
  }

  @Test func `stopping before the first epoch is over still gives a row`() throws {
    let row = try SmallLab.lab.run(.deepRNN, seeds: [42, 43]) { _ in
      .init(observers: [StopWhen { true }])
    }
    #expect(row.wasStopped)
    #expect(row.history?.epochs == 0)
    #expect(row.validationMSE.isFinite && row.forecasts.count == 3)
    #expect(row.medianMSE == nil)
  }

  @Test func `a second seed cut short neither counts nor makes a median`() throws {
    let stop = StopAfter(epochs: 5)
    let row = try SmallLab.lab.run(.linear, seeds: [42, 43, 44], epochs: 3) { _ in
      .init(observers: [stop])
    }
    #expect(stop.seen == 5)
    #expect(!row.wasStopped, "the first seed, which is reported, was trained to the end")
    #expect(
      row.validationMSE == (try SmallLab.lab.run(.linear, seeds: [42], epochs: 3)).validationMSE)
    #expect(row.medianMSE == nil)
  }

  // MARK: - The lecture's data

  @Test func `the naive forecast has the lecture's error to 6 decimals`() throws {
    let row = try FullData.lab.run(.naive, seeds: [42])
    #expect((row.validationMSE * 1e6).rounded() == 20211)
    #expect(row.verdict == .reproduced)
  }

  @Test func `least squares reach 0_0029 and beat the lecture's trained 51 weights`() throws {
    let row = try FullData.lab.run(.leastSquares, seeds: [42])
    #expect((row.validationMSE * 1e4).rounded() == 29)
    #expect(row.validationMSE < Lab01.Model.linear.lectureMSE ?? 0)
    #expect(row.forecasts.count == 3)
  }
}

/// Ends a training, or several in turn, after so many epochs.
final class StopAfter: TrainingObserver {
  let epochs: Int
  private(set) var seen = 0

  init(epochs: Int) { self.epochs = epochs }

  func stepEnded(_ progress: TrainingProgress) -> Bool { true }

  func epochEnded(_ progress: TrainingProgress) -> Bool {
    seen += 1
    return seen < epochs
  }
}
