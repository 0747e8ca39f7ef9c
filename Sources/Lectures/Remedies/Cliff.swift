import UnrollAutodiff
import UnrollTraining

/// The loss of one recurrent unit over its two weights: a plain, a valley and a wall between them
/// (Pascanu, Mikolov & Bengio 2013).
///
/// `hₜ = σ(w hₜ₋₁ + b)`, `L = (h₅₀ − 0.7)²`. The unit is the paper's, a sigmoid; there is no input. On one
/// side of the wall the state falls towards 0 in fifty steps, on the other it stays high, and where it
/// hesitates `∂L/∂w` is larger than anywhere else by orders of magnitude.
public struct Cliff: Sendable {
  /// The number of steps.
  public var steps = 50
  /// The state before the first step, σ(0.5).
  public var firstState = 0.6224593312018546
  /// What the last state should be.
  public var target = 0.7
  /// The step size η of the descent.
  public var learningRate = 0.1
  /// The norm that a clipped gradient has at the most.
  public var bound = 0.3

  /// The surface with the usual numbers.
  public init() {}

  /// A place on the surface.
  public struct Weights: Sendable, Equatable {
    /// The recurrent weight.
    public var w: Double
    /// The bias.
    public var b: Double

    /// The place (w, b).
    public init(w: Double, b: Double) { (self.w, self.b) = (w, b) }
  }

  /// Where a descent stands, and what it feels there.
  public struct Point: Sendable {
    /// The steps taken so far.
    public let step: Int
    /// Where.
    public let weights: Weights
    /// The loss.
    public let loss: Double
    /// `‖(∂L/∂w, ∂L/∂b)‖` before clipping.
    public let gradientNorm: Double
  }

  /// The loss, of numbers or of whole grids of w and b.
  func loss(_ w: Variable, _ b: Variable) -> Variable {
    var h = Variable(Tensor(firstState, dtype: .float64))
    for _ in 0..<steps { h = sigmoid(w * h + b) }
    return (h - target) * (h - target)
  }

  /// The loss at a place, and its gradient from the tape.
  public func gradient(at place: Weights) -> (loss: Double, w: Double, b: Double) {
    let tape = Tape()
    let w = tape.variable(place.w, name: "w", dtype: .float64)
    let b = tape.variable(place.b, name: "b", dtype: .float64)
    let loss = loss(w, b)
    let gradients = tape.gradient(of: loss, for: [w, b]).map { $0.value.item() }
    return (loss.value.item(), gradients[0], gradients[1])
  }

  /// The same by hand: `∂hₜ/∂w = hₜ(1 − hₜ)(hₜ₋₁ + w ∂hₜ₋₁/∂w)`, `∂hₜ/∂b = hₜ(1 − hₜ)(1 + w ∂hₜ₋₁/∂b)`.
  func gradientByHand(at place: Weights) -> (w: Double, b: Double) {
    var (h, byW, byB) = (firstState, 0.0, 0.0)
    for _ in 0..<steps {
      let next = Double.sigmoid(place.w * h + place.b)
      let slope = next * (1 - next)
      (h, byW, byB) = (next, slope * (h + place.w * byW), slope * (1 + place.w * byB))
    }
    return (2 * (h - target) * byW, 2 * (h - target) * byB)
  }

  /// Gradient descent from a place, `(w, b) ← (w, b) − η g`; with `clipping`, g is bounded before.
  public func descent(
    from start: Weights = Weights(w: 4.7, b: -2), steps count: Int = 100,
    clipping: GradientClipping? = nil
  ) -> [Point] {
    var place = Tensor([start.w, start.b], dtype: .float64)
    let optimizer = SGD(learningRate: learningRate, clipping: clipping)
    var weights = [place]
    var state = OptimizerState(optimizer, for: weights)
    return (0...count).map { step in
      place = weights[0]
      let here = Weights(w: place.elements[0], b: place.elements[1])
      let (loss, w, b) = gradient(at: here)
      let gradient = Tensor([w, b], dtype: .float64)
      state.apply(optimizer, to: &weights, gradients: [gradient])
      return Point(step: step, weights: here, loss: loss, gradientNorm: gradient.norm())
    }
  }
}

extension Cliff {
  /// A few points of a descent: where it starts, where its gradient is largest, the step behind, and where it ends.
  public static func landmarks(_ path: [Point]) -> [(name: String, point: Point)] {
    guard let wall = path.indices.max(by: { path[$0].gradientNorm < path[$1].gradientNorm })
    else { return [] }
    let places = [
      ("start", 0), ("at the wall", wall), ("one step on", min(wall + 1, path.count - 1)),
      ("end", path.count - 1),
    ]
    return places.map { ($0.0, path[$0.1]) }
  }

  /// How far the largest step of a descent led, and where it ended, beside a clipped one.
  public func sentence(thrown: [Point], clipped: [Point]) -> String {
    func jump(_ path: [Point]) -> Double {
      zip(path, path.dropFirst()).map { here, next in
        let (w, b) = (next.weights.w - here.weights.w, next.weights.b - here.weights.b)
        return (w * w + b * b).squareRoot()
      }.max() ?? 0
    }
    return """
      The largest step is \(jump(thrown).significant(2)) long without clipping and \
      \(jump(clipped).significant(2)) with it; the descents end at a loss of \
      \((thrown.last?.loss ?? .nan).significant(2)) and \((clipped.last?.loss ?? .nan).significant(2)).
      """
  }
}
