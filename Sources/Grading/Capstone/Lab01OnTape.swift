import Unroll
import UnrollCourse

// Right and wrong ways to train two layers, all by a tape.

/// What is different in a network or in its training; nothing unless said otherwise.
protocol Lab01Variant {
  /// At which steps the second layer's gradient reaches the first.
  static func reachesFirst(step: Int, of steps: Int) -> Bool
  /// Whether the second layer goes on from the first layer's state before, not from its own.
  static var sharesState: Bool { get }
  /// Whether the forecast reads the mean of all states.
  static var readsMean: Bool { get }
  /// The squared differences, `[series, 1]`, as a loss.
  static func loss(_ squares: Variable) -> Variable
  /// What the gradient of the loss is multiplied by.
  static var gradientFactor: Double { get }
  /// The gradients of earlier batches of all epochs, and this batch's, as one that a step follows.
  static func direction(_ sum: [Tensor], _ own: [Tensor]) -> [Tensor]
  /// The loss of an epoch.
  static func epoch(_ losses: [Double]) -> Double
}

extension Lab01Variant {
  static func reachesFirst(step: Int, of steps: Int) -> Bool { true }
  static var sharesState: Bool { false }
  static var readsMean: Bool { false }
  static func loss(_ squares: Variable) -> Variable { squares.mean() }
  static var gradientFactor: Double { 1 }
  static func direction(_ sum: [Tensor], _ own: [Tensor]) -> [Tensor] { own }
  static func epoch(_ losses: [Double]) -> Double {
    losses.reduce(0, +) / Double(losses.count)
  }
}

enum Lab01Right: Lab01Variant {}

enum ReachedAtTheEnd: Lab01Variant {
  static func reachesFirst(step: Int, of steps: Int) -> Bool { step == steps - 1 }
}

enum FirstUnreached: Lab01Variant {
  static func reachesFirst(step: Int, of steps: Int) -> Bool { false }
}

enum OneStateForBoth: Lab01Variant { static var sharesState: Bool { true } }

enum MeanOverTime: Lab01Variant { static var readsMean: Bool { true } }

enum SumOverSeries: Lab01Variant {
  static func loss(_ squares: Variable) -> Variable { squares.sum() }
}

enum WithoutTheTwo: Lab01Variant { static var gradientFactor: Double { 0.5 } }

enum NotSetBack: Lab01Variant {
  static func direction(_ sum: [Tensor], _ own: [Tensor]) -> [Tensor] { sum }
}

enum LossOfLastBatch: Lab01Variant {
  static func epoch(_ losses: [Double]) -> Double { losses[losses.count - 1] }
}

/// The network on a tape.
struct Lab01OnTape<Variant: Lab01Variant>: Lab01Exercise {
  func forward(
    x: [Matrix], weights: Lab01Weights
  ) -> (first: [Matrix], second: [Matrix], forecast: Matrix) {
    let found = run(x.map(\.tensor), tensors(weights).map { Variable($0) })
    return (
      found.first.map { Matrix($0.value) }, found.second.map { Matrix($0.value) },
      Matrix(found.forecast.value)
    )
  }

  func loss(forecast: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
    let tape = Tape()
    let prediction = tape.variable(forecast.tensor)
    let value = Variant.loss(pow(prediction - Variable(target.tensor), 2))
    let slope = tape.gradient(of: value, for: prediction).value
    return (value.item(), Matrix(Variant.gradientFactor * slope))
  }

  func backward(
    gradient: Matrix, x: [Matrix], first: [Matrix], second: [Matrix], weights: Lab01Weights
  ) -> Lab01Weights {
    let tape = Tape()
    let own = tensors(weights).map { tape.variable($0) }
    let forecast = run(x.map(\.tensor), own).forecast
    let found = tape.gradient(of: (Variable(gradient.tensor) * forecast).sum(), for: own)
    return self.weights(found.map(\.value))
  }

  func train(
    x: [Matrix], target: Matrix, weights: Lab01Weights, rate: Double, batch: Int, epochs: Int
  ) -> (losses: [Double], weights: Lab01Weights) {
    var now = tensors(weights)
    var sum = now.map { Tensor.zeros($0.shape, dtype: .float64) }
    var means: [Double] = []
    for _ in 0..<epochs {
      var losses: [Double] = []
      for start in stride(from: 0, to: target.rows, by: batch) {
        let rows = start..<min(start + batch, target.rows)
        let tape = Tape()
        let own = now.map { tape.variable($0) }
        let forecast = run(x.map { $0.tensor[rows] }, own).forecast
        let value = Variant.loss(pow(forecast - Variable(target.tensor[rows]), 2))
        losses.append(value.item())
        let found = tape.gradient(of: value, for: own).map { Variant.gradientFactor * $0.value }
        sum = zip(sum, found).map { $0 + $1 }
        now = zip(now, Variant.direction(sum, found)).map { $0 - rate * $1 }
      }
      means.append(Variant.epoch(losses))
    }
    return (means, self.weights(now))
  }

  private func run(
    _ x: [Tensor], _ w: [Variable]
  ) -> (first: [Variable], second: [Variable], forecast: Variable) {
    let zero = Variable(.zeros([x[0].shape[0], w[1].shape[0]], dtype: .float64))
    var (first, second): ([Variable], [Variable]) = ([], [])
    for (t, input) in x.enumerated() {
      let before = first.last ?? zero
      let state = tanh(matmul(Variable(input), w[0]) + matmul(before, w[1]) + w[2])
      let isHeard = Variant.reachesFirst(step: t, of: x.count)
      let own = Variant.sharesState ? before : second.last ?? zero
      let above = matmul(isHeard ? state : state.detached(), w[3]) + matmul(own, w[4]) + w[5]
      first.append(state)
      second.append(tanh(above))
    }
    let sum = second.dropFirst().reduce(second[0], +)
    let read = Variant.readsMean ? sum / Double(x.count) : second[x.count - 1]
    return (first, second, matmul(read, w[6]) + w[7])
  }

  private func tensors(_ weights: Lab01Weights) -> [Tensor] {
    let layers = [weights.first, weights.second].flatMap { [$0.wx, $0.wh, $0.b] }
    return (layers + [weights.wy, weights.by]).map(\.tensor)
  }

  private func weights(_ tensors: [Tensor]) -> Lab01Weights {
    let all = tensors.map { Matrix($0) }
    return Lab01Weights(
      first: RNNWeights(wx: all[0], wh: all[1], b: all[2]),
      second: RNNWeights(wx: all[3], wh: all[4], b: all[5]), wy: all[6], by: all[7])
  }
}
