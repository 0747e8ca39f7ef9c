import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

@Suite struct GradientFlowTests {
  private func study(_ seed: UInt64, units: Int = 7, steps: Int = 40) -> GradientFlow {
    var study = GradientFlow(seed: seed)
    study.units = units
    study.steps = steps
    return study
  }

  @Test(arguments: [0.2, 0.5, 0.9, 1, 1.2, 2, 3])
  func `no norm is above its bound, at any scale of the inputs`(gain: Double) {
    for seed in 1...3 as ClosedRange<UInt64> {
      for scale in [0, 0.001, 1, 10] {
        var study = study(seed)
        study.inputScale = scale
        for cell in GradientFlow.Cell.allCases {
          let curve = study.curve(cell, gain: gain)
          #expect(curve.keepsBound, "\(cell) \(seed) \(scale)")
          #expect((curve.bounds == nil) == (cell == .lstm || cell == .gru))
          #expect(curve.norms.count == 41 && curve.inputNorms.count == 41)
        }
      }
    }
  }

  /// Orthogonal times a gain: every eigenvalue has the absolute value ρ.
  @Test(arguments: [0.5, 0.8, 0.95])
  func `with small states the slope of the log-norm is log ρ`(gain: Double) throws {
    var study = study(5, units: 12, steps: 100)
    study.inputScale = 1e-4
    let factor = try #require(study.curve(.simpleRNN, gain: gain).factor)
    #expect(abs(log(factor) / log(gain) - 1) < 0.02)
  }

  /// A symmetric matrix with eigenvalues 0.9, 0.6, 0.3, 0.1: in the long run the largest decides.
  @Test func `of a normal matrix the largest eigenvalue decides the slope`() throws {
    var generator = SeededGenerator(seed: 3)
    let turn = qr(.random(4, 4, using: &generator)).q
    let matrix = turn * .diagonal([0.9, -0.6, 0.3, 0.1]) * turn.transposed
    var study = study(5, steps: 150)
    study.inputScale = 1e-6
    let curve = study.curve(matrix, radius: 0.9, named: "symmetric")
    let factor = curve.norms[150] / curve.norms[149]
    #expect(abs(log(factor) / log(0.9) - 1) < 1e-6)
    #expect(curve.keepsBound && curve.transient == nil)
  }

  @Test func `a matrix that is not normal grows before it decays`() throws {
    let curve = GradientFlow(seed: 42).shearedCurve()
    let peak = try #require(curve.transient)
    #expect(peak.norm > 10 && peak.distance > 5 && peak.distance < 80)
    #expect(curve.keepsBound)
    let matrix = Matrix.sheared(5, radius: 0.6, shear: 0, seed: 1)
    #expect(study(1).curve(matrix, radius: 0.6, named: "not sheared").transient == nil)
  }

  /// `∂cₜ/∂cₜ₋₁ = diag(fₜ)`: with no recurrent weights and no input every forget gate is σ(1).
  @Test func `along the carry track the forget gates alone decide`() {
    var study = study(2)
    study.inputScale = 0
    let curve = study.curve(.carryTrack, gain: 0.5)
    let forget = 1 / (1 + exp(-1.0))
    for (distance, norm) in curve.norms.enumerated() {
      // States stay zero, because the candidates do.
      #expect(abs(norm / pow(forget, Double(distance)) - 1) < 1e-12)
      #expect(abs((curve.bounds?[distance] ?? 0) / norm - 1) < 1e-12)
    }
  }

  @Test func `the carry track has the values of an LSTM`() {
    var generator = SeededGenerator(seed: 4)
    let x = Tensor.uniform([2, 6, 3], in: -1..<1, dtype: .float64, using: &generator)
    let lstm = Sequential(inputShape: [nil, 3], dtype: .float64) { LSTM(5) }
    let track = Sequential(inputShape: [nil, 3], dtype: .float64) {
      RNN(CarryTrackCell(lstm: LSTMCell(5)))
    }
    track.setWeights(lstm.weights(of: "lstm"), of: track.layers[0].name)
    let (a, b) = (TimeLedger(lstm, x) { $0.sum() }, TimeLedger(track, x) { $0.sum() })
    for part in ["hidden", "carry"] {
      for (one, other) in zip(a.layers[0].states(part), b.layers[0].states(part)) {
        #expect(one.elements == other.elements)
      }
    }
  }

  @Test func `contributions fill the triangle below the loss's own step`() {
    let rows = study(1).contributions(gain: 0.5, steps: 9)
    #expect(rows.map(\.count) == Array(1...9))
    #expect(rows.allSatisfy { $0[0] == 0 }, "at step 0 there is no state before")
    #expect(rows.dropFirst().allSatisfy { $0.dropFirst().allSatisfy { $0 > 0 } })
    #expect(rows[8][8] > 20 * rows[8][3], "it vanishes with the distance")
  }

  @Test func `the verdict follows from the curves`() {
    let study = study(42)
    let curves = GradientFlow.Cell.allCases.flatMap { cell in
      [0.5, 1, 2].map { study.curve(cell, gain: $0) }
    }
    let verdict = FlowVerdict(curves, study.shearedCurve())
    #expect(verdict.keepsBounds)
    let text = verdict.sentences.joined(separator: " ")
    #expect(text.contains("No norm is above its bound, in 7 curves"))
    #expect(text.contains("SimpleRNN at gain 2: the gradient grows by"))
    let wrong = FlowCurve(
      cell: "SimpleRNN", gain: 0.5, norms: [1, 0.6], bounds: [1, 0.5], inputNorms: [0, 0])
    let refuted = FlowVerdict([wrong], study.shearedCurve())
    #expect(!refuted.keepsBounds)
    #expect(
      refuted.sentences[0].hasPrefix("Above the bound, which can't be: SimpleRNN at gain 0.5"))
  }
}

@Suite struct InputReachTests {
  @Test func `the share of the last input is 1, and that of the first follows from the tape`() {
    let reach = InputReach(seed: 3, steps: 12, features: 2, units: 4)
    #expect(reach.shares.count == 12 && reach.shares[0] == 1)
    #expect(reach.shares[11] < reach.shares[1])
  }

  @Test func `a gradient that arrives refutes the claim`() {
    #expect(InputReach(seed: 42).finding.verdict == .reproduced)
    // After four steps it is still there.
    #expect(InputReach(seed: 42, steps: 4).finding.verdict != .reproduced)
  }
}

@Suite struct FlowOnDataTests {
  @Test func `a series is followed back before and after training, within its bound`() throws {
    let values = (0..<60).map { sin(Double($0) / 3) + 5 }
    let curves = try FlowOnData(.series(values), units: 4, steps: 12).run(epochs: 2)
    #expect(
      curves.map(\.cell) == [
        "SimpleRNN, untrained", "SimpleRNN, trained", "LSTM, untrained", "LSTM, trained",
        "GRU, untrained", "GRU, trained",
      ])
    for curve in curves {
      #expect(curve.norms.count == 13 && curve.norms[0] == 1 && curve.keepsBound)
      #expect((curve.bounds != nil) == curve.cell.hasPrefix("SimpleRNN"))
    }
    #expect(curves[0].norms != curves[1].norms)
    #expect(FlowOnData.sentences(curves).count == 3)
    #expect(FlowOnData.sentences(curves)[0].hasPrefix("SimpleRNN: 12 steps back, "))
  }

  @Test func `a text is read by characters, and a short one is refused`() throws {
    let curves = try FlowOnData(.text(String(repeating: "하나 둘. ", count: 9)), units: 3, steps: 8)
      .run(epochs: 0)
    #expect(curves.count == 6 && curves[0].norms == curves[1].norms)
    #expect(throws: FlowOnData.TooShort(got: 9, needed: 10)) {
      try FlowOnData(.text("too short"), steps: 8)
    }
  }
}
