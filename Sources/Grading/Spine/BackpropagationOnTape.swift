import Unroll
import UnrollCourse

// Right and wrong gradients of an unrolled network, all by a tape. A mistake is a graph with the right values and the
// wrong slopes: value + slope · (x − x₀), where x₀ is x cut off from the tape, is the value, and has that slope.

/// What is different in a backward pass; nothing unless said otherwise.
protocol BackwardVariant {
  /// Whether the gradient goes back from step to step.
  static var isCarried: Bool { get }
  /// Whether the loss of a step by itself counts.
  static func counts(step: Int, of steps: Int) -> Bool
  /// Which steps add to the gradients of the weights.
  static func addsToWeights(step: Int, of steps: Int) -> Bool
  /// tanh of a sum, with the slope that is taken for it.
  static func tanh(_ sum: Variable) -> Variable
  /// h Wh, with the slopes that are taken for it.
  static func product(_ h: Variable, _ wh: Variable, newState: Variable) -> Variable
  /// The bias, with the slope that is taken for it.
  static func bias(_ b: Variable, batch: Int) -> Variable
}

extension BackwardVariant {
  static var isCarried: Bool { true }
  static func counts(step: Int, of steps: Int) -> Bool { true }
  static func addsToWeights(step: Int, of steps: Int) -> Bool { true }
  static func tanh(_ sum: Variable) -> Variable { Unroll.tanh(sum) }
  static func product(_ h: Variable, _ wh: Variable, newState: Variable) -> Variable {
    matmul(h, wh)
  }
  static func bias(_ b: Variable, batch: Int) -> Variable { b }
}

enum OnTape: BackwardVariant {}

enum NotCarried: BackwardVariant {
  static var isCarried: Bool { false }
}

enum OnlyCarried: BackwardVariant {
  static func counts(step: Int, of steps: Int) -> Bool { step == steps - 1 }
}

enum OnlyFirstStep: BackwardVariant {
  static func addsToWeights(step: Int, of steps: Int) -> Bool { step == 0 }
}

enum OnlyLastStep: BackwardVariant {
  static func addsToWeights(step: Int, of steps: Int) -> Bool { step == steps - 1 }
}

enum TanhLeftOut: BackwardVariant {
  static func tanh(_ sum: Variable) -> Variable {
    Unroll.tanh(sum.detached()) + (sum - sum.detached())
  }
}

enum TanhAgain: BackwardVariant {
  static func tanh(_ sum: Variable) -> Variable {
    let state = Unroll.tanh(sum.detached())
    let again = Unroll.tanh(state)
    return state + (1 - again * again) * (sum - sum.detached())
  }
}

enum WhUntransposed: BackwardVariant {
  static func product(_ h: Variable, _ wh: Variable, newState: Variable) -> Variable {
    matmul(h.detached(), wh) + matmul(h - h.detached(), wh.detached().transposed())
  }
}

enum NewState: BackwardVariant {
  static func product(_ h: Variable, _ wh: Variable, newState: Variable) -> Variable {
    matmul(h, wh.detached()) + matmul(newState, wh - wh.detached())
  }
}

enum MeanForBias: BackwardVariant {
  static func bias(_ b: Variable, batch: Int) -> Variable {
    b.detached() + (b - b.detached()) / Double(batch)
  }
}

/// The network on a tape, each step with weights of its own, so that it is known what each adds.
struct BackpropagationOnTape<Variant: BackwardVariant>: BackpropagationExercise {
  func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix] {
    var state = Variable(h0.tensor)
    return x.map { input in
      state = Unroll.tanh(
        matmul(Variable(input.tensor), Variable(weights.wx.tensor))
          + matmul(state, Variable(weights.wh.tensor)) + Variable(weights.b.tensor))
      return Matrix(state.value)
    }
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
  ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix) {
    let tape = Tape()
    let first = tape.variable(h0.tensor)
    let copies = x.map { _ in
      [weights.wx, weights.wh, weights.b].map { tape.variable($0.tensor) }
    }
    var states: [Variable] = []
    for (t, input) in x.enumerated() {
      let before = states.last ?? first
      let carried = Variant.isCarried || t == 0 ? before : before.detached()
      let sum =
        matmul(Variable(input.tensor), copies[t][0])
        + Variant.product(carried, copies[t][1], newState: Variable(h[t].tensor))
        + Variant.bias(copies[t][2], batch: input.rows)
      states.append(Variant.tanh(sum))
    }
    let counted = states.indices.filter { Variant.counts(step: $0, of: x.count) }
    let losses = counted.map { (Variable(dh[$0].tensor) * states[$0]).sum() }
    let loss = losses.dropFirst().reduce(losses[0], +)
    let found = tape.gradient(of: loss, for: states + [first] + copies.flatMap { $0 })
    var sums = RNNWeights.zeros(like: weights)
    for t in x.indices where Variant.addsToWeights(step: t, of: x.count) {
      let own = found[(states.count + 1 + 3 * t)...].prefix(3).map { Matrix($0.value) }
      sums.wx += own[0]
      sums.wh += own[1]
      sums.b += own[2]
    }
    return (
      found.prefix(states.count).map { Matrix($0.value) }, sums, Matrix(found[states.count].value)
    )
  }
}
