import Unroll
import UnrollCourse

// Right and wrong gradients of an LSTM, all by a tape. A mistake is a graph with the right values and the wrong slopes,
// as in BackpropagationOnTape.

/// What is different in a backward pass; nothing unless said otherwise.
protocol LSTMBackwardVariant {
  /// Whether the gradient goes back from step to step by the state.
  static var carriesState: Bool { get }
  /// Whether it goes back from step to step by the carry.
  static var carriesCarry: Bool { get }
  /// Which steps add to the gradients of the weights.
  static func addsToWeights(step: Int) -> Bool
  /// The four sums, with what is taken to move each.
  static func sums(_ z: [Variable]) -> [Variable]
  /// σ of a sum, with the slope that is taken for it.
  static func gate(_ z: Variable) -> Variable
  /// tanh of a sum, with the slope that is taken for it.
  static func candidate(_ z: Variable) -> Variable
  /// The new carry, with the slopes that are taken for it.
  static func carry(i: Variable, f: Variable, g: Variable, c: Variable) -> Variable
  /// The new state, with the slopes that are taken for it.
  static func state(o: Variable, c: Variable) -> Variable
}

extension LSTMBackwardVariant {
  static var carriesState: Bool { true }
  static var carriesCarry: Bool { true }
  static func addsToWeights(step: Int) -> Bool { true }
  static func sums(_ z: [Variable]) -> [Variable] { z }
  static func gate(_ z: Variable) -> Variable { sigmoid(z) }
  static func candidate(_ z: Variable) -> Variable { tanh(z) }
  static func carry(i: Variable, f: Variable, g: Variable, c: Variable) -> Variable {
    f * c + i * g
  }
  static func state(o: Variable, c: Variable) -> Variable { o * tanh(c) }
}

/// A value that is taken to change with x by a slope of one's choice.
private func line(_ value: Variable, slope: Variable, by x: Variable) -> Variable {
  value.detached() + slope.detached() * (x - x.detached())
}

enum LSTMAsItIs: LSTMBackwardVariant {}

enum StateIsNoWay: LSTMBackwardVariant {
  static func state(o: Variable, c: Variable) -> Variable { o * tanh(c.detached()) }
}

enum CarryDropped: LSTMBackwardVariant { static var carriesCarry: Bool { false } }

enum StateDropped: LSTMBackwardVariant { static var carriesState: Bool { false } }

enum CarryAsItIs: LSTMBackwardVariant {
  static func carry(i: Variable, f: Variable, g: Variable, c: Variable) -> Variable {
    f * c.detached() + (c - c.detached()) + i * g
  }
}

enum CarryByInputGate: LSTMBackwardVariant {
  static func carry(i: Variable, f: Variable, g: Variable, c: Variable) -> Variable {
    f * c.detached() + i.detached() * (c - c.detached()) + i * g
  }
}

enum NewCarryForForget: LSTMBackwardVariant {
  static func carry(i: Variable, f: Variable, g: Variable, c: Variable) -> Variable {
    let new = (f * c + i * g).detached()
    return f.detached() * c + (f - f.detached()) * new + i * g
  }
}

enum CarryTanhLeftOut: LSTMBackwardVariant {
  static func state(o: Variable, c: Variable) -> Variable {
    o * line(tanh(c), slope: 0 * c + 1, by: c)
  }
}

enum CarryTakenForTanh: LSTMBackwardVariant {
  static func state(o: Variable, c: Variable) -> Variable {
    o * line(tanh(c), slope: 1 - c * c, by: c)
  }
}

enum StateTakenForTanh: LSTMBackwardVariant {
  static func state(o: Variable, c: Variable) -> Variable {
    let h = o * tanh(c)
    return o * line(tanh(c), slope: 1 - h * h, by: c)
  }
}

enum SumsExchanged: LSTMBackwardVariant {
  static func sums(_ z: [Variable]) -> [Variable] {
    let one = 0 * z[0] + 1
    return [z[0], z[1], line(z[2], slope: one, by: z[3]), line(z[3], slope: one, by: z[2])]
  }
}

enum GateSlopesLeftOut: LSTMBackwardVariant {
  static func gate(_ z: Variable) -> Variable { line(sigmoid(z), slope: 0 * z + 1, by: z) }
}

enum CandidateAsGate: LSTMBackwardVariant {
  static func candidate(_ z: Variable) -> Variable {
    line(tanh(z), slope: tanh(z) * (1 - tanh(z)), by: z)
  }
}

enum OnlyFirstLSTMStep: LSTMBackwardVariant {
  static func addsToWeights(step: Int) -> Bool { step == 0 }
}

/// An LSTM on a tape, each step with weights of its own, so that it is known what each adds.
struct LSTMOnTape<Variant: LSTMBackwardVariant>: LSTMThroughTimeExercise {
  private struct Step {
    let weights: [Variable]
    let z, c, h: Variable
    let gates: [Variable]

    init(_ tape: Tape, x: Matrix, h: Variable, c: Variable, weights matrices: LSTMWeights) {
      weights = [matrices.wx, matrices.wh, matrices.b].map { tape.variable($0.tensor) }
      z = matmul(Variable(x.tensor), weights[0]) + matmul(h, weights[1]) + weights[2]
      let sums = Variant.sums(split(z, into: 4))
      gates = [
        Variant.gate(sums[0]), Variant.gate(sums[1]), Variant.candidate(sums[2]),
        Variant.gate(sums[3]),
      ]
      self.c = Variant.carry(i: gates[0], f: gates[1], g: gates[2], c: c)
      self.h = Variant.state(o: gates[3], c: self.c)
    }
  }

  func stepBackward(
    dh: Matrix, dc: Matrix, x: Matrix, h: Matrix, c: Matrix, values: LSTMValues,
    weights: LSTMWeights
  ) -> LSTMStepGradients {
    let tape = Tape()
    let before = (h: tape.variable(h.tensor), c: tape.variable(c.tensor))
    let step = Step(tape, x: x, h: before.h, c: before.c, weights: weights)
    let shown = (Variable(dh.tensor) * step.h).sum()
    let loss = Variant.carriesCarry ? shown + (Variable(dc.tensor) * step.c).sum() : shown
    let found = tape.gradient(
      of: loss, for: [step.c, step.z] + step.weights + [before.h, before.c]
    )
    .map { Matrix($0.value) }
    return LSTMStepGradients(
      c: found[0], z: found[1], weights: LSTMWeights(wx: found[2], wh: found[3], b: found[4]),
      hBefore: found[5], cBefore: found[6])
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, c0: Matrix, values: [LSTMValues], weights: LSTMWeights
  ) -> LSTMGradients {
    let tape = Tape()
    let first = (h: tape.variable(h0.tensor), c: tape.variable(c0.tensor))
    let steps = Self.steps(tape, x, first.h, first.c, weights)
    let losses = zip(dh, steps).map { (Variable($0.tensor) * $1.h).sum() }
    let loss = losses.dropFirst().reduce(losses[0], +)
    func gradients(_ variables: [Variable]) -> [Matrix] {
      tape.gradient(of: loss, for: variables).map { Matrix($0.value) }
    }
    var sums = LSTMWeights.zeros(like: weights)
    for (t, step) in steps.enumerated() where Variant.addsToWeights(step: t) {
      let own = gradients(step.weights)
      sums.wx += own[0]
      sums.wh += own[1]
      sums.b += own[2]
    }
    let ends = gradients([first.h, first.c])
    return LSTMGradients(
      h: gradients(steps.map(\.h)), c: gradients(steps.map(\.c)), weights: sums, h0: ends[0],
      c0: ends[1])
  }

  private static func steps(
    _ tape: Tape, _ x: [Matrix], _ h0: Variable, _ c0: Variable, _ weights: LSTMWeights
  ) -> [Step] {
    x.reduce(into: []) { steps, input in
      let last = steps.last
      let h = last.map { Variant.carriesState ? $0.h : $0.h.detached() } ?? h0
      let c = last.map { Variant.carriesCarry ? $0.c : $0.c.detached() } ?? c0
      steps.append(Step(tape, x: input, h: h, c: c, weights: weights))
    }
  }

  /// What the steps compute.
  static func values(x: [Matrix], h0: Matrix, c0: Matrix, weights: LSTMWeights) -> [LSTMValues] {
    let tape = Tape()
    return steps(tape, x, tape.variable(h0.tensor), tape.variable(c0.tensor), weights).map { step in
      let gates = step.gates.map { Matrix($0.value) }
      return LSTMValues(
        i: gates[0], f: gates[1], g: gates[2], o: gates[3], c: Matrix(step.c.value),
        h: Matrix(step.h.value))
    }
  }
}
