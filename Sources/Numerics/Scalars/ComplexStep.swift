import Foundation

/// A complex number whose imaginary part is a derivative in the making: the complex step.
///
/// For a formula f and a step h far below rounding, `f(x + i h) = f(x) + i h f'(x)`, exactly to all
/// digits (Squire & Trapp 1998). No rule of differentiation is used, only arithmetic with complex
/// numbers; and nothing is subtracted, so nothing cancels. That makes it an oracle for gradients.
///
/// The step is so small that products of two steps, h², lie below every digit: they are left out. So the
/// real part is the `Double` result, bit for bit, and a chaotic network follows the path that was
/// recorded. And h is a common factor of all imaginary parts, which are therefore kept in units of h:
/// derivatives from 1e-300 to 1e300 neither underflow nor overflow.
///
/// The number carries sixteen imaginary parts, each a step in a direction of its own, so that one
/// evaluation gives sixteen partial derivatives.
public struct ComplexStep: Scalar, Equatable {
  /// Imaginary parts in sixteen directions.
  public typealias Parts = SIMD16<Double>

  /// The number of directions.
  public static let directions = Parts.scalarCount

  /// The real part.
  public var real: Double

  /// The imaginary parts, in units of h.
  public var imaginary: Parts

  /// A complex number.
  public init(_ real: Double, imaginary: Parts) {
    self.real = real
    self.imaginary = imaginary
  }

  public init(_ value: Double) { self.init(value, imaginary: .zero) }

  /// A number that is stepped in one direction.
  public init(_ value: Double, direction: Int) {
    self.init(value)
    imaginary[direction] = 1
  }

  /// The derivative in a direction, once a formula has been evaluated.
  public func derivative(_ direction: Int) -> Double { imaginary[direction] }

  public static func + (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  public static func - (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  /// `(a + ib)(c + id) = ac − bd + i(ad + bc)`
  public static func * (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real * b.real, imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  /// The quotient q solves `q (c + id) = a + ib`, so `Im q = (b − Re q · d) / c`.
  public static func / (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    let quotient = a.real / b.real
    return ComplexStep(
      quotient, imaginary: (a.imaginary - quotient * b.imaginary) / b.real)
  }

  public static prefix func - (x: ComplexStep) -> ComplexStep {
    ComplexStep(-x.real, imaginary: -x.imaginary)
  }
}

// The elementary functions of x + iy, written with real functions of x and y. Steps are so small that
// sin y = y and cos y = 1 to all digits; the forms below say so by leaving them out.

extension ComplexStep {
  /// `e^(x + iy) = eˣ (cos y + i sin y)`
  public static func exp(_ z: ComplexStep) -> ComplexStep {
    let y = Double.exp(z.real)
    return ComplexStep(y, imaginary: y * z.imaginary)
  }

  /// `ln(x + iy) = ln |z| + i arg z`, with `arg z = y/x`
  public static func log(_ z: ComplexStep) -> ComplexStep {
    ComplexStep(.log(z.real), imaginary: z.imaginary / z.real)
  }

  /// The root w solves `w² = x + iy`, so `2 Re w · Im w = y`.
  public static func sqrt(_ z: ComplexStep) -> ComplexStep {
    let root = z.real.squareRoot()
    return ComplexStep(root, imaginary: z.imaginary / (2 * root))
  }

  /// `tanh(x + iy) = (sinh 2x + i sin 2y) / (cosh 2x + cos 2y)`
  public static func tanh(_ z: ComplexStep) -> ComplexStep {
    ComplexStep(.tanh(z.real), imaginary: 2 * z.imaginary / (cosh(2 * z.real) + 1))
  }

  /// `1 / (1 + e⁻ᶻ) = (1 + tanh(z/2)) / 2`, so `Im = ½ sin y / (cosh x + cos y)`
  public static func sigmoid(_ z: ComplexStep) -> ComplexStep {
    ComplexStep(.sigmoid(z.real), imaginary: z.imaginary / (2 * (cosh(z.real) + 1)))
  }

  /// `ln(1 + eᶻ)`: the argument of `1 + eᶻ` is `eˣ y / (1 + eˣ)`.
  public static func softplus(_ z: ComplexStep) -> ComplexStep {
    // Divided by the larger of 1 and eˣ, so that nothing overflows.
    let small = Double.exp(-z.real.magnitude)
    let share = z.real > 0 ? 1 / (1 + small) : small / (1 + small)
    return ComplexStep(.softplus(z.real), imaginary: share * z.imaginary)
  }

  /// `aᵇ = e^(b ln a)`
  public static func power(_ a: ComplexStep, _ b: ComplexStep) -> ComplexStep {
    let power = Double.power(a.real, b.real)
    let exponent = b * log(a)
    return ComplexStep(power, imaginary: power * exponent.imaginary)
  }
}
