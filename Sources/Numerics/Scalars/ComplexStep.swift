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
/// The number carries 24 imaginary parts, each a step in a direction of its own, so that one evaluation
/// gives 24 partial derivatives.
public struct ComplexStep: Scalar, Equatable {
  /// The number of directions.
  public static let directions = 24

  /// The real part.
  public var real: Double

  /// The imaginary parts, in units of h.
  @usableFromInline var imaginary: Parts

  @inlinable
  init(_ real: Double, imaginary: Parts) {
    self.real = real
    self.imaginary = imaginary
  }

  @inlinable public init(_ value: Double) { self.init(value, imaginary: Parts()) }

  /// A number that is stepped in one direction. Directions are counted from 0, and there are
  /// ``directions`` of them.
  public init(_ value: Double, direction: Int) {
    self.init(value)
    imaginary[direction] = 1
  }

  /// A number that is stepped in several directions, so far in each. Stops with a sentence where there
  /// are more than ``directions``.
  public init(_ value: Double, steps: [Double]) {
    require(
      steps.count <= Self.directions,
      "complex step: got \(steps.count) directions; a number carries \(Self.directions)")
    self.init(value)
    for (direction, step) in steps.enumerated() { imaginary[direction] = step }
  }

  /// The same derivatives of another number.
  public func with(real: Double) -> ComplexStep { ComplexStep(real, imaginary: imaginary) }

  /// The derivative in a direction, once a formula has been evaluated. Directions are counted from 0.
  public func derivative(_ direction: Int) -> Double { imaginary[direction] }

  /// `(a + ib) + (c + id) = a + c + i(b + d)`
  @inlinable
  public static func + (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  /// `(a + ib) − (c + id) = a − c + i(b − d)`
  @inlinable
  public static func - (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  /// `(a + ib)(c + id) = ac − bd + i(ad + bc)`
  @inlinable
  public static func * (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    ComplexStep(a.real * b.real, imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  /// In place: the sums of a matrix product are where a replay spends its time.
  @inlinable
  public static func add(
    _ a: ComplexStep, times b: ComplexStep, to sum: inout ComplexStep
  ) {
    sum.real += a.real * b.real
    sum.imaginary = sum.imaginary + (a.real * b.imaginary + a.imaginary * b.real)
  }

  /// The quotient q solves `q (c + id) = a + ib`, so `Im q = (b − Re q · d) / c`.
  @inlinable
  public static func / (a: ComplexStep, b: ComplexStep) -> ComplexStep {
    let quotient = a.real / b.real
    return ComplexStep(
      quotient, imaginary: (a.imaginary - quotient * b.imaginary) / b.real)
  }

  /// `−(a + ib) = −a − ib`
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

extension ComplexStep {
  /// Imaginary parts in 24 directions, in two vectors: with one of 32 directions, or with one of 16, half
  /// the memory of a number would be padding.
  @usableFromInline struct Parts: Equatable, Sendable {
    @usableFromInline var first = SIMD8<Double>()
    @usableFromInline var others = SIMD16<Double>()

    @inlinable init() {}

    @inlinable
    init(_ first: SIMD8<Double>, _ others: SIMD16<Double>) {
      self.first = first
      self.others = others
    }

    subscript(direction: Int) -> Double {
      get { direction < 8 ? first[direction] : others[direction - 8] }
      set {
        if direction < 8 { first[direction] = newValue } else { others[direction - 8] = newValue }
      }
    }

    @inlinable static func + (a: Parts, b: Parts) -> Parts {
      Parts(a.first + b.first, a.others + b.others)
    }
    @inlinable static func - (a: Parts, b: Parts) -> Parts {
      Parts(a.first - b.first, a.others - b.others)
    }
    @inlinable static func * (a: Parts, b: Double) -> Parts { Parts(a.first * b, a.others * b) }
    @inlinable static func * (a: Double, b: Parts) -> Parts { Parts(a * b.first, a * b.others) }
    @inlinable static func / (a: Parts, b: Double) -> Parts { Parts(a.first / b, a.others / b) }
    @inlinable static prefix func - (x: Parts) -> Parts { Parts(-x.first, -x.others) }
  }
}
