import Unroll
import UnrollCourse

// Right and wrong truncation on a tape: a cut is a state that is detached from it.

/// What becomes of the state between the steps.
protocol TruncationVariant {
  /// Whether the gradient is cut in front of a step; steps are counted from 0.
  static func cuts(before step: Int, window: Int) -> Bool
  /// The state with which a window begins, but for the first.
  static func beginning(_ last: Variable, h0: Variable) -> Variable
  /// Whether a step adds to the gradients of the weights.
  static func addsToWeights(step: Int, of steps: Int, window: Int) -> Bool
}

extension TruncationVariant {
  static func cuts(before step: Int, window: Int) -> Bool { step % window == 0 }
  static func beginning(_ last: Variable, h0: Variable) -> Variable { last }
  static func addsToWeights(step: Int, of steps: Int, window: Int) -> Bool { true }
}

enum CutAtWindows: TruncationVariant {}

enum BeginsAgain: TruncationVariant {
  static func beginning(_ last: Variable, h0: Variable) -> Variable { h0 }
}

enum BeginsAtZero: TruncationVariant {
  static func beginning(_ last: Variable, h0: Variable) -> Variable { 0 * last }
}

enum NeverCut: TruncationVariant {
  static func cuts(before step: Int, window: Int) -> Bool { false }
}

enum CutAtEveryStep: TruncationVariant {
  static func cuts(before step: Int, window: Int) -> Bool { true }
}

enum CutTooEarly: TruncationVariant {
  static func cuts(before step: Int, window: Int) -> Bool { (step + 1) % window == 0 }
}

enum CutTooLate: TruncationVariant {
  static func cuts(before step: Int, window: Int) -> Bool { (step - 1) % window == 0 }
}

enum OnlyLastWindow: TruncationVariant {
  static func addsToWeights(step: Int, of steps: Int, window: Int) -> Bool {
    step / window == (steps - 1) / window
  }
}

/// The network on a tape, each step with weights of its own.
struct TruncationOnTape<Variant: TruncationVariant>: TruncationExercise {
  func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
    -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
  {
    let graph = TruncatedGraph(
      x: x, h0: h0, weights: weights,
      isCut: { Variant.cuts(before: $0, window: window) },
      beginning: { $0 % window == 0 ? Variant.beginning($1, h0: $2) : $1 })
    let found = graph.gradients(of: Array(zip(dh, x.indices)))
    return (
      graph.states.map { Matrix($0.value) }, found.states,
      graph.sum(found.weights) {
        Variant.addsToWeights(step: $0, of: x.count, window: window)
      }
    )
  }
}

/// Each loss by itself, back as many steps as a window has.
struct SlidingWindows: TruncationExercise {
  func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
    -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
  {
    var h: [Matrix] = []
    var states = dh.map(Matrix.zeros)
    var sums = RNNWeights.zeros(like: weights)
    for last in x.indices {
      let graph = TruncatedGraph(
        x: x, h0: h0, weights: weights, isCut: { $0 == last - window + 1 })
      let found = graph.gradients(of: [(dh[last], last)])
      h = graph.states.map { Matrix($0.value) }
      for t in x.indices { states[t] += found.states[t] }
      let own = graph.sum(found.weights)
      sums.wx += own.wx
      sums.wh += own.wh
      sums.b += own.b
    }
    return (h, states, sums)
  }
}

/// An unrolled network with cuts.
private struct TruncatedGraph {
  private let tape = Tape()
  private(set) var states: [Variable] = []
  private var copies: [[Variable]] = []

  init(
    x: [Matrix], h0: Matrix, weights: RNNWeights, isCut: (Int) -> Bool,
    beginning: (Int, _ last: Variable, _ h0: Variable) -> Variable = { _, last, _ in last }
  ) {
    let first = tape.variable(h0.tensor)
    for (t, input) in x.enumerated() {
      let own = [weights.wx, weights.wh, weights.b].map { tape.variable($0.tensor) }
      let last = states.last.map { beginning(t, $0, first) } ?? first
      let before = isCut(t) ? last.detached() : last
      states.append(
        Unroll.tanh(matmul(before, own[1]) + matmul(Variable(input.tensor), own[0]) + own[2]))
      copies.append(own)
    }
  }

  /// The gradients of losses that each act on one state: of all states, and of each step's weights.
  func gradients(of losses: [(dh: Matrix, step: Int)]) -> (states: [Matrix], weights: [[Matrix]]) {
    let parts = losses.map { (Variable($0.dh.tensor) * states[$0.step]).sum() }
    let loss = parts.dropFirst().reduce(parts[0], +)
    func of(_ variables: [Variable]) -> [Matrix] {
      tape.gradient(of: loss, for: variables).map { Matrix($0.value) }
    }
    return (of(states), copies.map(of))
  }

  /// The weights' gradients over some of the steps.
  func sum(_ weights: [[Matrix]], where counts: (Int) -> Bool = { _ in true }) -> RNNWeights {
    let own = weights.indices.filter(counts).map { weights[$0] }
    func sum(_ index: Int) -> Matrix {
      own.reduce(Matrix.zeros(like: weights[0][index])) { $0 + $1[index] }
    }
    return RNNWeights(wx: sum(0), wh: sum(1), b: sum(2))
  }
}
