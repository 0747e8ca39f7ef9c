import Unroll
import UnrollCourse

// Right and wrong gradients of a network whose steps have weights of their own, by a tape. What may go wrong within a
// step is what exercise 07 knows too; here is what may go wrong between the copies.

/// What is different between the copies; nothing unless said otherwise.
protocol CopyVariant {
  /// Whether every step begins at h0.
  static var beginsAnew: Bool { get }
  /// The step whose Wh the gradient takes on its way from hₜ to hₜ₋₁.
  static func copyOnTheWayBack(from step: Int) -> Int
  /// Whether each copy also has the gradients of the later ones.
  static var addsUp: Bool { get }
  /// Whether the copies stand in the order of the walk back.
  static var isReversed: Bool { get }
  /// How much a copy counts in the gradient of tied weights.
  static func share(of step: Int, in steps: Int) -> Double
}

extension CopyVariant {
  static var beginsAnew: Bool { false }
  static func copyOnTheWayBack(from step: Int) -> Int { step }
  static var addsUp: Bool { false }
  static var isReversed: Bool { false }
  static func share(of step: Int, in steps: Int) -> Double { 1 }
}

enum OwnCopies: CopyVariant {}

enum EachFromStart: CopyVariant { static var beginsAnew: Bool { true } }

enum CopyBefore: CopyVariant {
  static func copyOnTheWayBack(from step: Int) -> Int { max(0, step - 1) }
}

enum RunningSums: CopyVariant { static var addsUp: Bool { true } }

enum LastFirst: CopyVariant { static var isReversed: Bool { true } }

enum MeanOfCopies: CopyVariant {
  static func share(of step: Int, in steps: Int) -> Double { 1 / Double(steps) }
}

enum LastCopy: CopyVariant {
  static func share(of step: Int, in steps: Int) -> Double { step == steps - 1 ? 1 : 0 }
}

/// The network on a tape, with slopes as a backward pass and a treatment of copies take them.
struct UntiedOnTape<Backward: BackwardVariant, Copies: CopyVariant>: UntiedWeightsExercise {
  func forward(x: [Matrix], h0: Matrix, weights: [RNNWeights]) -> [Matrix] {
    var state = Variable(h0.tensor)
    return zip(x, weights).map { input, own in
      let before = Copies.beginsAnew ? Variable(h0.tensor) : state
      state = Unroll.tanh(
        matmul(Variable(input.tensor), Variable(own.wx.tensor))
          + matmul(before, Variable(own.wh.tensor)) + Variable(own.b.tensor))
      return Matrix(state.value)
    }
  }

  func gradients(
    dh: Matrix, x: [Matrix], h0: Matrix, h: [Matrix], weights: [RNNWeights]
  ) -> [RNNWeights] {
    let tape = Tape()
    let copies = weights.map { [$0.b, $0.wx, $0.wh].map { tape.variable($0.tensor) } }
    var state = Variable(h0.tensor)
    for (t, input) in x.enumerated() {
      let before = Backward.isCarried ? state : state.detached()
      let other = Copies.copyOnTheWayBack(from: t)
      let recurrent =
        other == t
        ? Backward.product(before, copies[t][2], newState: Variable(h[t].tensor))
        : matmul(before.detached(), copies[t][2])
          + matmul(before - before.detached(), copies[other][2].detached())
      state = Backward.tanh(
        matmul(Variable(input.tensor), copies[t][1]) + recurrent + copies[t][0])
    }
    let loss = (Variable(dh.tensor) * state).sum()
    let found = tape.gradient(of: loss, for: copies.flatMap { $0 }).map { Matrix($0.value) }
    var all = x.indices.map {
      RNNWeights(wx: found[3 * $0 + 1], wh: found[3 * $0 + 2], b: found[3 * $0])
    }
    if Copies.addsUp {
      for t in x.indices.dropLast().reversed() {
        all[t] = sum([all[t], all[t + 1]]) { _ in 1 }
      }
    }
    return Copies.isReversed ? all.reversed() : all
  }

  func tied(gradients: [RNNWeights]) -> RNNWeights {
    sum(gradients) { Copies.share(of: $0, in: gradients.count) }
  }

  /// A sum in which each set of weights has a share.
  private func sum(_ all: [RNNWeights], share: (Int) -> Double) -> RNNWeights {
    func sum(_ part: KeyPath<RNNWeights, Matrix>) -> Matrix {
      let tensors = all.indices.map { share($0) * Variable(all[$0][keyPath: part].tensor) }
      return Matrix(tensors.dropFirst().reduce(tensors[0], +).value)
    }
    return RNNWeights(wx: sum(\.wx), wh: sum(\.wh), b: sum(\.b))
  }
}
