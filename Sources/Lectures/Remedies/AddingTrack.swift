import UnrollAutodiff
import UnrollFigures
import UnrollNumerics

/// The carry track in two lines: a state that is added to, beside one that goes through tanh (004:59).
///
/// `hₜ = hₜ₋₁ + u xₜ`, so `∂hₜ/∂hₜ₋₁ = 1`, and `hₜ = tanh(w hₜ₋₁ + u xₜ)`, so
/// `∂hₜ/∂hₜ₋₁ = w (1 − hₜ²)`. A gradient goes back along the first for ever; along the second it is a product.
public struct AddingTrack: Sendable {
  /// How far back the gradient is followed.
  public var steps = 100
  /// The recurrent weight in front of tanh.
  public var w = 1.0
  /// The weight of the input.
  public var u = 0.5
  /// The seed of the inputs.
  public var seed: UInt64

  /// The two lines with the usual numbers.
  public init(seed: UInt64 = 42) { self.seed = seed }

  /// What comes back along one of the two.
  public struct Curve: Sendable {
    /// The equation of a step.
    public let equation: String
    /// `|∂h(T)/∂h(T − s)|` for s = 0, 1, …, from the tape.
    public let norms: [Double]
  }

  /// What comes back along each.
  public func curves() -> [Curve] {
    let (w, u) = (w, u)
    return [
      curve("hₜ = hₜ₋₁ + u·xₜ") { h, x in h + u * x },
      curve("hₜ = tanh(w·hₜ₋₁ + u·xₜ)") { h, x in tanh(w * h + u * x) },
    ]
  }

  private func curve(_ equation: String, step: (_ h: Variable, _ x: Double) -> Variable) -> Curve {
    let tape = Tape()
    var states = [tape.variable(0, name: "h", dtype: .float64)]
    for x in inputs { states.append(step(states[states.count - 1], x)) }
    let gradients = tape.gradient(of: states[states.count - 1], for: states)
    return Curve(equation: equation, norms: gradients.reversed().map { abs($0.value.item()) })
  }

  /// Random numbers of mean 0 and variance 1.
  var inputs: [Double] {
    var generator = SeededGenerator(seed: seed, stream: "adding track")
    return (0..<steps).map { _ in generator.normal() }
  }
}

extension AddingTrack {
  /// Norm against distance, a line for each equation.
  public static func figure(_ curves: [Curve]) -> Figure {
    Figure(
      title: "What comes back along a sum, and along tanh",
      x: Axis("Steps back in time, s", integerTicks: true),
      y: Axis("∂h(T)/∂h(T − s)", scale: .log10),
      marks: curves.map { .line($0.equation, y: $0.norms) })
  }
}
