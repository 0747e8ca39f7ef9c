import Foundation
import Testing
import UnrollCourse

@testable import UnrollGrading

/// Mistakes of exercises 13 to 22 as students write them, made in a right solution.
@Suite struct PracticeMistakesTests {
  private func finding(_ exercise: String, _ answer: @escaping ExerciseRules.Answer) throws
    -> Finding
  {
    let sheet = try #require(Course.standard.sheet(named: exercise))
    guard case .wrong(let finding) = Grader(sheet).verdict(on: answer) else { throw NotCaught() }
    return finding
  }

  private struct NotCaught: Error {}

  @Test func `a relation names the function where there are several`() throws {
    let parts: Set = ["rowAdded", "scaled"]
    #expect(Relation.name(of: "dX", in: "scaled", among: parts) == "dX of scaled")
    #expect(Relation.name(of: "h′", in: "step", among: ["step"]) == "h′")
    let check: Set = ["gradient", "relativeError"]
    #expect(Relation.name(of: "gradient", in: "gradient", among: check) == "gradient")
    #expect(
      Relation.name(of: "relative error", in: "relativeError", among: check) == "relative error")
    let one: Set = ["gradient(of:)", "gradient(of:), asked again"]
    #expect(Relation.name(of: "a", in: "gradient(of:), asked again", among: one) == "a")

    struct Doubled: BroadcastingExercise {
      let right = BroadcastingSolution()
      func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) { right.rowAdded(dy: dy) }
      func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
        let found = right.scaled(dy: dy, x: x, s: s)
        return (2 * found.dx, -found.ds)
      }
      func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
        right.columnTimes(dy: dy, x: x, c: c)
      }
      func throughTanh(dy: Matrix, y: Matrix) -> Matrix { right.throughTanh(dy: dy, y: y) }
    }
    let found = try finding("14") { Doubled.reply(to: $0) }
    #expect(
      found.relations
        == ["dX of scaled is twice what it should be", "ds of scaled has its sign flipped"])
  }

  @Test func `Adam's steps with t from 0 are told of t`() throws {
    struct FromZero: OptimizersExercise {
      let right = OptimizersSolution()
      func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix { right.sgd(w: w, g: g, rate: rate) }
      func momentum(
        w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
      ) -> (v: Matrix, w: Matrix) { right.momentum(w: w, g: g, v: v, rate: rate, mu: mu) }
      func adam(
        w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
      ) -> (m: Matrix, v: Matrix, w: Matrix) {
        right.adam(w: w, g: g, m: m, v: v, t: t, settings: settings)
      }
      func momentumSteps(
        w: Matrix, gradients: [Matrix], rate: Double, mu: Double
      ) -> (v: [Matrix], w: [Matrix]) {
        right.momentumSteps(w: w, gradients: gradients, rate: rate, mu: mu)
      }
      func adamSteps(
        w: Matrix, gradients: [Matrix], settings: AdamSettings
      ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
        let none = Matrix.zeros(like: w)
        var now = (m: none, v: none, w: w)
        var all: (m: [Matrix], v: [Matrix], w: [Matrix]) = ([], [], [])
        for (t, g) in gradients.enumerated() {
          now = adam(w: now.w, g: g, m: now.m, v: now.v, t: t, settings: settings)
          all.m.append(now.m)
          all.v.append(now.v)
          all.w.append(now.w)
        }
        return all
      }
    }
    let found = try finding("21") { FromZero.reply(to: $0) }
    #expect(found.part == "adamSteps")
    #expect(
      found.sentence.hasPrefix("w is nan from the first step on; expected numbers. With t = 0"))
  }

  @Test func `data with a scaler of their own do not pass`() throws {
    struct OwnScaler: WindowingExercise {
      let right = WindowingSolution()
      func windows(series: [Double], steps: Int, horizon: Int) -> SeriesWindows {
        right.windows(series: series, steps: steps, horizon: horizon)
      }
      func scaler(series: [Double], trainingCount: Int) -> SeriesScaler {
        right.scaler(series: series, trainingCount: trainingCount)
      }
      func datasets(
        series: [Double], trainingCount: Int, scaler: SeriesScaler, steps: Int, horizon: Int
      ) -> (training: SeriesWindows, validation: SeriesWindows) {
        right.datasets(
          series: series, trainingCount: trainingCount,
          scaler: self.scaler(series: series, trainingCount: trainingCount), steps: steps,
          horizon: horizon)
      }
    }
    let found = try finding("22") { OwnScaler.reply(to: $0) }
    #expect(
      found.explanation?.name
        == "data that are scaled by a scaler fitted anew, not by the one that is given")
    #expect(found.caseName.hasSuffix("a scaler that was fitted to another series"))
  }

  @Test func `a wrong loss and a right gradient are told of the loss alone`() throws {
    struct Averaged: MaskedSequenceLossExercise {
      let right = MaskedSequenceLossSolution()
      func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]] {
        right.decoderInputs(targets: targets, predictions: predictions, start: start)
      }
      func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
        crossEntropies: Matrix, loss: Double
      ) {
        let costs = right.loss(logits: logits, targets: targets, mask: mask).crossEntropies
        return (costs, (mask * costs).sum / Double(mask.elements.count))
      }
      func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix] {
        right.gradient(probabilities: probabilities, targets: targets, mask: mask)
      }
    }
    let found = try finding("19") { Averaged.reply(to: $0) }
    #expect(
      found.explanation?.name
        == "a loss that is a sum over words, divided by the number of all positions")
  }
}
