import Foundation
import Testing
import UnrollAutodiff
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

/// The claims that need no training, recomputed.
@Suite struct ClaimFindingsTests {
  static let untrained = [
    "K1", "K2", "K5", "K6", "K8", "K11", "K12", "K20", "H1", "H2", "H3", "H4", "H5", "H11", "W1",
    "W2", "A1", "A1b", "A3",
    "A9", "S1", "S2", "S3", "S5",
  ]

  @Test(arguments: untrained)
  func `a claim that needs no training is reproduced, and nothing is trained`(_ id: String) throws {
    let claim = try #require(Claim.all.first { $0.id == id })
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      Issue.record("\(id) trained \(model)")
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
    for id in [
      "K1", "K2", "K5", "K6", "K8", "K20", "H1", "H4", "W1", "A1", "A1b", "A3", "A9", "S1", "S2",
      "S3",
      "S5",
    ] {
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
    var asked: [String] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      asked.append(model)
      return TrainingWatch(observers: [StopWhen { true }])
    }
    let first = try laboratory.row(.simpleRNN)
    let second = try laboratory.row(.simpleRNN)
    #expect(asked == ["SimpleRNN(1)"])
    #expect(first.validationMSE == second.validationMSE)
  }

  @Test func `A6 trains Dense(10) only, once, and fails where training was cut short`() throws {
    var asked: [String] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      asked.append(model)
      return TrainingWatch(observers: [StopWhen { true }])
    }
    let claim = try #require(Claim.all.first { $0.id == "A6" })
    let findings = try [claim.check(laboratory), claim.check(laboratory)]
    #expect(asked == ["Dense(10)"])
    #expect(findings[0].ours == findings[1].ours)
    #expect(findings[0].verdict == .failed, "one step does not reach 0.008")
  }

  @Test func `K18 has the slide's shape, and can be watched and stopped`() throws {
    let claim = try #require(Claim.all.first { $0.id == "K18" })
    var asked = 0
    let laboratory = ClaimLaboratory(seed: 42) { _, _ in
      asked += 1
      return TrainingWatch(observers: [StopWhen { true }])
    }
    let finding = try claim.check(laboratory)
    #expect(asked == 1)
    guard case .text(let text) = finding.ours else {
      Issue.record("K18 has no words")
      return
    }
    #expect(text.hasPrefix("(7000, 10, 1); error "))
  }

  @Test func `the race of the deep networks can be watched and stopped`() throws {
    var asked: [String] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      asked.append(model)
      return TrainingWatch(observers: [StopWhen { true }])
    }
    let finding = try ConvergenceRace(laboratory, bestLinear: 0.0029).finding()
    #expect(
      asked == ["SimpleRNN 20, 20, 1", "SimpleRNN 20, 20 + Dense(1)"], "no second seed begins")
    #expect(finding.verdict == .refuted, "neither came first")
  }
}
