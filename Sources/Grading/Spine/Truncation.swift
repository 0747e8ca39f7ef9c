import Unroll
import UnrollCourse

extension ExerciseSheet {
  static func truncation(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 9, slug: "truncation", title: "Truncated backpropagation through time",
      objective: "Cut the gradient between windows of a long sequence, and let the state go on.",
      prerequisites: [7], minutes: 35, points: 10,
      source: "000, K7: truncated BPTT, and what it does not overcome",
      question: Question(
        """
        A sequence of three steps is cut into a window of two and a window of one, and only the last state has a loss. \
        What does the first window learn? Does cutting help against vanishing gradients?
        """,
        answer: """
          Nothing: all its gradients are exactly zero. A window saves memory, and time for each update, but none over the \
          whole sequence; the gradients that were merely small before are gone altogether behind its edge. It does not \
          overcome vanishing gradients.
          """),
      byHand: variant.noted(inWindows(variant.network)),
      hints: [
        """
        Two things cross the edge between windows in exercise 07: one on the way forward, and one on the way back. Which \
        of them may still cross?
        """,
        """
        Compute all states first, exactly as in exercise 07. On the way back everything is as there too, but for one \
        quantity that begins again as zeros. At which t?
        """,
        """
        Counted from 0, window after window begins at t = 0, window, 2 · window, … : where t % window == 0. After step t \
        has been dealt with, what it would hand to step t − 1 is set to zeros if t is such a beginning.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 09. Exercise 07 in windows of `window` steps, the last perhaps shorter: x[0 ..< window] is the first.
        // Forward a window begins with the last state of the window before it; backward no gradient goes from it to there.
        // Return all states, ∂L/∂hₜ of each as its window knows it, and the weights' gradients summed over the windows.

        @main struct Truncation: TruncationExercise {
          func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
            -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
          {
            notWritten("h, ∂L/∂h, dWx, dWh and db")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: TruncationOnTape<CutAtWindows>.reply(to:),
        misconceptions: [
          Misconception(
            "windows that each begin with h0 again",
            """
            Only the gradient is cut. The state goes on: a window begins with the last state of the one before, or it \
            knows nothing of what came earlier.
            """, seen: "a layer called for each window without the state it ended with",
            TruncationOnTape<BeginsAgain>.reply(to:)),
          Misconception(
            "windows that each begin with a state of zeros, but for the first",
            """
            Only the gradient is cut. The state goes on: its numbers are kept, and only the way back is closed.
            """, seen: "zeroing the state where it should be detached",
            TruncationOnTape<BeginsAtZero>.reply(to:)),
          Misconception(
            "a gradient that is not cut at all",
            """
            This is the whole backpropagation of exercise 07. At the beginning of each window the gradient that goes to \
            the state before is dropped, so that no window has to be kept for the next.
            """, seen: "a state handed on without detaching it; memory grows with the sequence",
            TruncationOnTape<NeverCut>.reply(to:)),
          Misconception(
            "a gradient that is cut after every step",
            """
            Within a window the gradient goes back from step to step as always. It is cut only between the first step of \
            a window and the last of the one before.
            """, seen: "detach inside the loop over time",
            TruncationOnTape<CutAtEveryStep>.reply(to:)
          ),
          Misconception(
            "windows that begin one step too early, so that the first has one step less",
            """
            Counted from 0, as the steps of an array are, windows begin at t = 0, window, 2 · window, … : each has `window` \
            steps. Here they begin where t + 1 is a multiple of it.
            """, seen: "time counted from 1 in the formula and from 0 in the array",
            TruncationOnTape<CutTooEarly>.reply(to:)),
          Misconception(
            "windows that begin one step too late, so that the first has a single step",
            """
            Walking back, the gradient is dropped when the first step of a window has been dealt with. Here it was dropped \
            before: that step got nothing from its own window, and handed its gradient on to the window before.
            """, seen: "the test for a window's beginning at the top of the loop back",
            TruncationOnTape<CutTooLate>.reply(to:)),
          Misconception(
            "weights whose gradients come from the last window alone",
            """
            The weights are the same in all windows, and here nothing is updated in between: each window adds its part. \
            Of what was assigned window after window the last is left.
            """, seen: "`=` for `+=`, or gradients cleared before each window",
            TruncationOnTape<OnlyLastWindow>.reply(to:)),
          Misconception(
            "losses that each go back `window` steps of their own",
            """
            Here windows stand side by side: a loss goes back to the beginning of its own window, wherever in it it stands. \
            A window that slides along with each step is another method, and costs `window` times as much.
            """, seen: "texts that define truncation by the distance from each loss",
            SlidingWindows.reply(to:)),
        ],
        cases: { truncationCases($0, variant) }, weights: ["Wx", "Wh", "dWx", "dWh"]))
  }
}

private func inWindows(_ network: HandNetwork) -> String {
  let (x, h) = (network.x.map(\.written), (0...3).map { network.h($0).fourDigits })
  let (delta, dh) = (network.delta(3), network.dh(3).fourDigits)
  let (dWx, dWh) = ((delta * network.x[2]).fourDigits, (delta * network.h(2)).fourDigits)
  let (whole, d) = ([network.dWx, network.dWh, network.db].map(\.fourDigits), delta.fourDigits)
  let table = HandColumn.table([
    HandColumn("", ["truncated", "whole (07)"], width: 13), HandColumn("dWx", [dWx, whole[0]]),
    HandColumn("dWh", [dWh, whole[1]]), HandColumn("db", [d, whole[2]]),
  ])
  return """
    The course's network in windows of two steps: x = \(x[0]), \(x[1]) | \(x[2]), h₀ = 0, and ∂L/∂h₃ = \(dh) directly.
    The states are those of the whole sequence, \(h[1]), \(h[2]) | \(h[3]): the second window begins with h₂ = \(h[2]).

      second window   δ₃ = \(dh) · \(network.slope(3).fourDigits) = \(d)
                      dWx = \(d) · \(network.x[2].factor)\(x[2] == "1" ? "" : " = \(dWx)"), \
    dWh = \(d) · \(network.h(2).factor4) = \(dWh), db = \(d)
                      and Wh δ₃ = \(network.dh(2).fourDigits) is not handed on to h₂
      first window    ∂L/∂h₂ = ∂L/∂h₁ = 0, so it adds nothing

    \(table)
    """
}

private func truncationCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "truncation")
  let own: [String: ExerciseValue] = [
    "dh": .matrices([[[0]], [[0]], [[variant.network.dh(3).rounded4]]]), "window": .integers([2]),
  ]
  let hand = variant.network.given.merging(own) { $1 }
  func random(
    _ name: String, _ steps: Int, _ window: Int, _ standard: (Int, Int, Int),
    _ remark: (_ batch: Int, _ inputs: Int, _ units: Int) -> String = {
      ", batch \($0), \(counted($1, "input")), \(counted($2, "unit"))"
    }
  ) -> ExerciseCase {
    let (batch, inputs, units) = variant.sizes(standard)
    let given: [String: ExerciseValue] = [
      "x": .matrices(numbers.matrices(steps, batch, inputs)),
      "h0": .matrix(numbers.matrix(batch, units)),
      "Wx": .matrix(numbers.matrix(inputs, units)),
      "Wh": .matrix(numbers.matrix(units, units)), "b": .matrix(numbers.matrix(1, units)),
      "dh": .matrices(numbers.matrices(steps, batch, units)), "window": .integers([window]),
    ]
    let windows = (steps + window - 1) / window
    return ExerciseCase(
      name + remark(batch, inputs, units), "truncated", given,
      sizes: [
        "the size of the batch": batch, "the number of time steps": steps,
        "the number of windows": windows,
      ])
  }
  return [
    ExerciseCase("the numbers by hand, windows of 2", "truncated", hand),
    random("4 steps in windows of 2", 4, 2, (2, 1, 3)),
    random("6 steps in windows of 3", 6, 3, (1, 2, 2)),
    random("7 steps in windows of 3, the last shorter", 7, 3, (3, 2, 4)) { batch, _, _ in
      ", batch \(batch)"
    },
    random("11 steps in windows of 4", 11, 4, (2, 3, 2)),
    random("3 steps in windows of 1", 3, 1, (2, 2, 3)) { _, _, _ in "" },
    random("4 steps in one window that is longer", 4, 6, (2, 3, 2)) { _, _, _ in "" },
  ]
}
