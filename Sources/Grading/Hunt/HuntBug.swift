import Foundation
import Unroll
import UnrollHunt

/// A program of the hunt: what is wrong with it, what shows it, and how one sees that it is mended.
public struct HuntBug: Sendable {
  /// Its number, from 1.
  public let number: Int
  /// What it is about.
  public let title: String
  /// What is wrong.
  let diagnosis: Character
  /// Which tool shows the cause, and how it is called.
  public let tool: String
  /// Judges the numbers that the program handed in.
  let judge: @Sendable (HuntReport) -> HuntJudgement

  /// `Bug03`: the name of the program, its folder and its file.
  public var program: String { number < 10 ? "Bug0\(number)" : "Bug\(number)" }
  /// `03`.
  public var id: String { String(program.dropFirst(3)) }
  /// Its file, in the hunt's folder.
  public var file: String { "\(program)/\(program).swift" }

  /// The ten.
  public static let all: [HuntBug] = [
    HuntBug(
      number: 1, title: "an activation of one's own", diagnosis: "D",
      tool: """
        checkGradients(at: [Hunt.points()], names: ["x"]) { v in squash(v[0]).sum() }, printed, compares the slopes with exact \
        ones.
        """
    ) { report in
      let points = Hunt.points(seed: report.seed).elements
      return report.agrees("slopes", points.map { 1 - tanh($0) * tanh($0) }, within: 1e-3)
        ?? report.error("predictions", Hunt.recall(steps: 10, seed: report.seed), below: 0.05)
    },
    HuntBug(
      number: 2, title: "three kinds of waves", diagnosis: "I",
      tool: """
        Print the output of the network, model(task.test[..<3]), and what the loss makes of it. checkGradients finds \
        nothing: the slope of a wrong loss is right.
        """
    ) { report in
      report.crossEntropy("probabilities", Hunt.frequencies(seed: report.seed), below: 0.35)
    },
    HuntBug(
      number: 3, title: "a training loop of one's own", diagnosis: "A",
      tool: """
        checkGradients(claimed, at: …) takes the gradients that a step uses, and compares them with those of its batch; \
        model.checkGradients(batch.x, batch.y, loss: .meanSquaredError) says that the network itself is right.
        """
    ) { $0.waves() },
    HuntBug(
      number: 4, title: "a forecast that is too good", diagnosis: "B",
      tool: """
        TimeLedger(model, x) { meanSquaredError($0, y) }, and its layer's inputGradients(): at which step does the forecast \
        look?
        """
    ) { $0.waves() },
    HuntBug(
      number: 5, title: "a loss of one's own", diagnosis: "G",
      tool: """
        print(tape), behind the loss: it has the shape of each value. checkGradients finds nothing: the slope of a wrong \
        loss is right.
        """
    ) { $0.waves() },
    HuntBug(
      number: 6, title: "a switch in a long stream", diagnosis: "J",
      tool: """
        The error at each step of a window, first to last: \
        pow(Variable(result.prediction) - Variable(y), 2).mean(axes: [0, 2]). Then print the state that a window begins with.
        """
    ) { report in
      report.error("predictions", Hunt.switches(seed: report.seed), below: 0.1)
    },
    HuntBug(
      number: 7, title: "a network of one's own, with a memory", diagnosis: "L",
      tool: """
        Keep the states of the loop in a list, and print the norms of tape.gradient(of: loss, for: states); a TimeLedger does \
        that for layers. checkGradients finds nothing, because it takes what is detached for meant.
        """
    ) { report in
      report.error("predictions", Hunt.marked(seed: report.seed), below: 0.1)
    },
    HuntBug(
      number: 8, title: "a sum over 40 steps", diagnosis: "M",
      tool: """
        print(TimeLedger(model, task.train.x) { meanSquaredError($0, task.train.y) }) before the training: ‖∂L/∂hₜ‖, step \
        by step. unroll flow --gain 1.1 draws it.
        """
    ) { report in
      report.error("predictions", Hunt.sums(seed: report.seed), below: 0.1)
    },
    HuntBug(
      number: 9, title: "the first of 30 steps", diagnosis: "F",
      tool: """
        print(TimeLedger(model, task.train.x) { meanSquaredError($0, task.train.y) }): ‖∂L/∂hₜ‖, step by step. unroll flow \
        draws it for the cells.
        """
    ) { report in
      report.error("predictions", Hunt.recall(steps: 30, seed: report.seed), below: 0.1)
    },
    HuntBug(
      number: 10, title: "sequences of different lengths", diagnosis: "C",
      tool: """
        TimeLedger(model, x) { … } for one short sequence: its layer's states() and stateGradientNorms() at the steps behind \
        the sequence's end.
        """
    ) { report in
      report.error("predictions", Hunt.padded(to: 16, seed: report.seed), below: 0.003)
        .then(report.error("longer", Hunt.padded(to: 60, seed: report.seed), below: 0.003))
    },
  ]

  /// The bug of a number: `3`, `03`, `Bug03`.
  public static func named(_ name: String) -> HuntBug? {
    all.first { ["\($0.number)", $0.id, $0.program].contains(name) }
  }
}

extension HuntReport {
  /// A forecast of waves, beside the naive one.
  func waves() -> HuntJudgement {
    let answers = Hunt.waveAnswers(seed: seed).elements
    let naive = Self.meanSquare(Hunt.lastOfWaves(seed: seed).elements, answers)
    return judge("predictions", answers, below: naive / 2)
      .noting("the naive forecast has \(Self.text(naive))")
  }
}
