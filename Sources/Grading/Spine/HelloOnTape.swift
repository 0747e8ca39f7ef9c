import Unroll
import UnrollCourse

// Right and wrong answers to exercise 12, by a tape. The gradients are asked for with states and logits at hand: these
// are the values on the tape, whatever they came from, and the slopes are those of the network around them.

/// What is different in a character model; nothing unless said otherwise.
protocol HelloVariant {
  /// Whether the state goes from character to character.
  static var carriesState: Bool { get }
  /// The place in the word of what is to be said at a step, counted from 0.
  static func target(at step: Int) -> Int
  /// Whether what is said at a step counts.
  static func counts(step: Int, of steps: Int) -> Bool
  /// By what the loss is multiplied where its gradients are taken.
  static func factor(steps: Int) -> Double
  /// Whether the gradient goes back from step to step.
  static var carriesGradient: Bool { get }
  /// Whether a step adds to the gradients of the weights.
  static func addsToWeights(step: Int) -> Bool
  /// What becomes of the gradients on their way to the weights, after all that came before.
  static func direction(_ gradients: [[Tensor]]) -> [Tensor]
}

extension HelloVariant {
  static var carriesState: Bool { true }
  static func target(at step: Int) -> Int { step + 1 }
  static func counts(step: Int, of steps: Int) -> Bool { true }
  static func factor(steps: Int) -> Double { 1 }
  static var carriesGradient: Bool { true }
  static func addsToWeights(step: Int) -> Bool { true }
  static func direction(_ gradients: [[Tensor]]) -> [Tensor] { gradients[gradients.count - 1] }
}

enum AsTaught: HelloVariant {}

enum StateReset: HelloVariant { static var carriesState: Bool { false } }

enum NotShifted: HelloVariant { static func target(at step: Int) -> Int { step } }

enum LastCharacter: HelloVariant {
  static func counts(step: Int, of steps: Int) -> Bool { step == steps - 1 }
}

enum SumOverSteps: HelloVariant {
  static func factor(steps: Int) -> Double { Double(steps) }
}

enum GradientNotCarried: HelloVariant { static var carriesGradient: Bool { false } }

enum FirstCharacterLeft: HelloVariant {
  static func addsToWeights(step: Int) -> Bool { step == 0 }
}

enum Uphill: HelloVariant {
  static func direction(_ gradients: [[Tensor]]) -> [Tensor] {
    gradients[gradients.count - 1].map { -1 * $0 }
  }
}

enum OldGradients: HelloVariant {
  static func direction(_ gradients: [[Tensor]]) -> [Tensor] { gradients[0] }
}

enum GradientsAddedUp: HelloVariant {
  static func direction(_ gradients: [[Tensor]]) -> [Tensor] {
    gradients.dropFirst().reduce(gradients[0]) { sum, next in zip(sum, next).map { $0 + $1 } }
  }
}

/// The model on a tape, each step with copies of the weights.
struct HelloOnTape<Variant: HelloVariant>: HelloExercise {
  func forward(word: [Int], weights: HelloWeights) -> (states: [Matrix], logits: [Matrix]) {
    let (wx, own) = (Variable(weights.wx.tensor), constants(weights))
    var states: [Variable] = []
    for character in word.dropLast() {
      let first = Variable(Matrix(rows: 1, columns: weights.wh.rows).tensor)
      let before = Variant.carriesState ? states.last ?? first : first
      // A row of the table is what the character's 1-of-k row picks.
      states.append(
        Unroll.tanh(gather(wx, IntTensor([character])) + matmul(before, own.wh) + own.b))
    }
    let logits = states.map { matmul($0, own.wy) + own.by }
    return (states.map { Matrix($0.value) }, logits.map { Matrix($0.value) })
  }

  func loss(logits: [Matrix], word: [Int]) -> Double {
    loss(logits.map { Variable($0.tensor) }, word).value.elements[0]
  }

  func gradients(
    word: [Int], states: [Matrix], logits: [Matrix], weights: HelloWeights
  ) -> HelloWeights {
    let tape = Tape()
    let copies = states.map { _ in tensors(weights).map { tape.variable($0) } }
    var said: [Variable] = []
    var state = Variable(Matrix(rows: 1, columns: weights.wh.rows).tensor)
    for (t, own) in copies.enumerated() {
      let before = Variant.carriesGradient ? state : state.detached()
      let sum = gather(own[0], IntTensor([word[t]])) + matmul(before, own[1]) + own[2]
      let given = Variable(states[t].tensor)
      state = given + (1 - given * given) * (sum - sum.detached())
      let logit = matmul(state, own[3]) + own[4]
      said.append(Variable(logits[t].tensor) + (logit - logit.detached()))
    }
    let whole = Variant.factor(steps: said.count) * loss(said, word)
    let found = tape.gradient(of: whole, for: copies.flatMap { $0 }).map(\.value)
    let added = copies.indices.filter { Variant.addsToWeights(step: $0) }
    return self.weights(
      (0..<5).map { place in
        added.dropFirst().reduce(found[5 * added[0] + place]) { $0 + found[5 * $1 + place] }
      })
  }

  func train(word: [Int], weights: HelloWeights, rate: Double, steps: Int) -> HelloWeights {
    var now = weights
    var known: [[Tensor]] = []
    for _ in 0..<steps {
      let (states, logits) = forward(word: word, weights: now)
      known.append(
        tensors(gradients(word: word, states: states, logits: logits, weights: now)))
      now = self.weights(
        zip(tensors(now), Variant.direction(known)).map { weight, gradient in
          weight - rate * gradient
        })
    }
    return now
  }

  private func loss(_ logits: [Variable], _ word: [Int]) -> Variable {
    let steps = logits.indices.filter { Variant.counts(step: $0, of: logits.count) }
    let losses = steps.map {
      softmaxCrossEntropy(logits[$0], labels: IntTensor([word[Variant.target(at: $0)]])).sum()
    }
    return losses.dropFirst().reduce(losses[0], +) / Double(losses.count)
  }

  private func constants(
    _ weights: HelloWeights
  ) -> (wh: Variable, b: Variable, wy: Variable, by: Variable) {
    let all = tensors(weights).map { Variable($0) }
    return (all[1], all[2], all[3], all[4])
  }

  private func tensors(_ weights: HelloWeights) -> [Tensor] {
    [weights.wx, weights.wh, weights.b, weights.wy, weights.by].map(\.tensor)
  }

  private func weights(_ tensors: [Tensor]) -> HelloWeights {
    let all = tensors.map { Matrix($0) }
    return HelloWeights(wx: all[0], wh: all[1], b: all[2], wy: all[3], by: all[4])
  }
}
