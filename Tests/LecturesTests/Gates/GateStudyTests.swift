import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollLectures

/// The gates of an LSTM, looked at (004:60).
@Suite struct GateStudyTests {
  @Test func `the answer at every step is the last marked number`() {
    var generator = SeededGenerator(seed: 1)
    let samples = LastMarkedValue(20, steps: 9, using: &generator)
    let (x, y) = (samples.data.x, samples.data.y)
    #expect(x.shape == [20, 9, 2] && y.shape == [20, 9, 1])
    for row in 0..<20 {
      var last = 0.0
      for t in 0..<9 {
        let isMarked = x[scalarAt: row, t, 1] == 1
        if isMarked { last = x[scalarAt: row, t, 0] }
        #expect(y[scalarAt: row, t, 0] == last)
        #expect(samples.marks[row][t] == isMarked)
      }
      #expect(samples.marks[row][0], "the first is always marked")
    }
    let marks = samples.marks.flatMap { $0.dropFirst() }
    #expect(marks.contains(true) && marks.contains(false))
  }

  @Test func `the gates lead to the carry and the outputs that the layer has`() {
    var generator = SeededGenerator(seed: 2)
    let layer = LSTM(3, returnSequences: true)
    let weights = layer.randomWeights(for: [nil, 2], using: &generator)
    let x = Tensor.uniform([4, 6, 2], in: -1..<1, dtype: .float64, using: &generator)
    let result = layer.run(Variable(x), weights, LayerContext(name: "lstm"))
    let hidden = result.sequence.value
    let gates = LSTMGates(x, hidden: hidden, weights)
    var carry = Tensor.zeros([4, 3], dtype: .float64)
    for t in 0..<6 {
      carry =
        gates.forget[0..., t] * carry + gates.input[0..., t] * gates.candidate[0..., t]
      let output = gates.output[0..., t] * tanh(Variable(carry)).value
      #expect(Matrix.distance(Matrix(output), Matrix(hidden[0..., t])) < 1e-13)
    }
    #expect(Matrix.distance(Matrix(carry), Matrix(result.state.carry.value)) < 1e-13)
  }

  @Test func `every network is trained once, and a training that was stopped is the last`() throws {
    var seeds: [UInt64] = []
    let study = GateStudy(networks: 3, sequences: 32, epochs: 1)
    let networks = try study.run(seed: 42) { seed in
      seeds.append(seed)
      return .nobody
    }
    #expect(seeds == [42, 43, 44])
    #expect(networks.count == 3 && networks.allSatisfy { $0.units.count == 4 && !$0.hasLearnt })
    #expect(GateStudy.finding(networks).verdict == .failed, "one step teaches nothing")

    let stopped = try study.run(seed: 42) { _ in TrainingWatch(observers: [StopWhen { true }]) }
    #expect(stopped.count == 1)
  }

  @Test func `a trained LSTM forgets at marks`() throws {
    let study = GateStudy(networks: 1, units: 1, steps: 6, sequences: 600, epochs: 40)
    let network = try study.run(seed: 42)[0]
    #expect(network.error < 0.1)
    let unit = network.units[0]
    #expect(unit.isUsed)
    #expect(unit.forget.atMarks < unit.forget.between)
    for gate in [unit.forget, unit.input] {
      #expect((0...1).contains(gate.atMarks) && (0...1).contains(gate.between))
    }
  }

  @Test func `the observation decides the verdict`() {
    typealias Opening = GateStudy.Opening
    let (low, high) = (Opening(atMarks: 0.1, between: 0.9), Opening(atMarks: 0.9, between: 0.1))
    func verdict(
      _ forget: Opening, _ input: Opening, error: Double = 0.001, errorWithout: Double = 9
    ) -> Verdict {
      let serving = GateStudy.Unit(forget: low, input: high, errorWithout: 9)
      let unit = GateStudy.Unit(forget: forget, input: input, errorWithout: errorWithout)
      return GateStudy.finding([
        GateStudy.Network(error: 0.001, units: [serving]),
        GateStudy.Network(error: error, units: [serving, unit]),
      ]).verdict
    }
    #expect(verdict(low, high) == .refuted, "all gates serve")
    #expect(verdict(low, low) == .reproduced)
    #expect(verdict(high, high) == .reproduced)
    #expect(verdict(high, high, error: 0.5) == .refuted, "a network that learnt nothing")
    #expect(verdict(high, high, errorWithout: 1) == .refuted, "a unit that nothing depends on")
  }
}
