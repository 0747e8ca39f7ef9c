import Foundation
import Testing
import UnrollAutodiff
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

/// The claims that need no training, recomputed.
@Suite struct ClaimFindingsTests {
  static let untrained = ["K1", "K2", "K11", "K12", "K20", "H1", "W1", "A1", "S1", "S5"]

  @Test(arguments: untrained)
  func `a claim that needs no training is reproduced, and nothing is trained`(_ id: String) throws {
    let claim = try #require(Claim.all.first { $0.id == id })
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      if model.network(seed: 0, steps: 50) != nil { Issue.record("\(id) trained \(model)") }
      return .nobody
    }
    let finding = try claim.check(laboratory)
    #expect(finding.verdict == .reproduced)
    switch finding.ours {
    case .number(let number): #expect(number.isFinite)
    case .text(let text): #expect(!text.isEmpty && !text.contains("nan"))
    }
  }

  @Test(arguments: [0, 7, UInt64.max])
  func `what holds for every seed is reproduced for every seed`(_ seed: UInt64) throws {
    for id in ["K1", "K2", "K20", "H1", "W1", "A1", "S1", "S5"] {
      let claim = try #require(Claim.all.first { $0.id == id })
      #expect(try claim.check(ClaimLaboratory(seed: seed)).verdict == .reproduced, "\(id)")
    }
  }

  @Test func `the lecture's bits are told from those of another seed or one changed bit`() {
    let lecture = FullData.lab.data
    #expect(LectureSeries.agrees(lecture))
    #expect(!LectureSeries.agrees(.lecture(seed: 43)))
    #expect(!LectureSeries.agrees(.lecture(counts: (7000, 2000, 999))))

    let parts = [lecture.train, lecture.validation, lecture.test]
    let rows = parts.flatMap { part -> [Float] in
      let (x, y) = (part.x.floats, part.y.floats)
      return y.indices.flatMap { Array(x[($0 * 50)..<($0 * 50 + 50)]) + [y[$0]] }
    }
    var changed = rows
    changed[123_456] = changed[123_456].nextUp
    func data(_ rows: [Float]) -> ForecastingData {
      ForecastingData(
        Tensor(rows, shape: [10_000, 51, 1]), steps: 50, counts: (7000, 2000, 1000))
    }
    #expect(LectureSeries.agrees(data(rows)))
    #expect(!LectureSeries.agrees(data(changed)))
  }

  @Test func `a row of LAB01 is computed once for all claims that need it`() throws {
    var asked: [Lab01.Model] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      asked.append(model)
      return Lab01.Watch(observers: [StopWhen { true }])
    }
    let first = try laboratory.row(.simpleRNN)
    let second = try laboratory.row(.simpleRNN)
    #expect(asked == [.simpleRNN])
    #expect(first.validationMSE == second.validationMSE)
  }

  @Test func `the race of the deep networks can be watched and stopped`() throws {
    var asked: [Lab01.Model] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      asked.append(model)
      return Lab01.Watch(observers: [StopWhen { true }])
    }
    let finding = try ConvergenceRace(laboratory, bestLinear: 0.0029).finding()
    #expect(asked == [.deepRNN, .deepRNNWithDense], "no second seed begins")
    #expect(finding.verdict == .refuted, "neither came first")
  }
}
