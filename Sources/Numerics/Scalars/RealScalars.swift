import Foundation
import UnrollKernels

// Float and Double call the kernels' own scalar functions, not the C library's: so a formula
// evaluated with them repeats a recorded value bit for bit. That the kernels are right is tested one
// floor below, against the C library.

extension Double: Scalar {
  /// The number itself.
  public var real: Double { self }

  /// The exponential function, as the kernels compute it.
  public static func exp(_ x: Double) -> Double { unroll_scalar_f64(unroll_exp, x) }

  /// The natural logarithm, as the kernels compute it.
  public static func log(_ x: Double) -> Double { unroll_scalar_f64(unroll_log, x) }

  /// The square root.
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }

  /// The hyperbolic tangent, as the kernels compute it.
  public static func tanh(_ x: Double) -> Double { unroll_scalar_f64(unroll_tanh, x) }

  /// The logistic function, as the kernels compute it.
  public static func sigmoid(_ x: Double) -> Double { unroll_scalar_f64(unroll_sigmoid, x) }

  /// The smooth ramp, as the kernels compute it.
  public static func softplus(_ x: Double) -> Double { unroll_scalar_f64(unroll_softplus, x) }

  /// A power with a real exponent, the C library's.
  public static func power(_ a: Double, _ b: Double) -> Double { Foundation.pow(a, b) }
}

extension Float: Scalar {
  /// The number, widened.
  public var real: Double { Double(self) }

  /// The exponential function, as the kernels compute it.
  public static func exp(_ x: Float) -> Float { unroll_scalar_f32(unroll_exp, x) }

  /// The natural logarithm, as the kernels compute it.
  public static func log(_ x: Float) -> Float { unroll_scalar_f32(unroll_log, x) }

  /// The square root.
  public static func sqrt(_ x: Float) -> Float { x.squareRoot() }

  /// The hyperbolic tangent, as the kernels compute it.
  public static func tanh(_ x: Float) -> Float { unroll_scalar_f32(unroll_tanh, x) }

  /// The logistic function, as the kernels compute it.
  public static func sigmoid(_ x: Float) -> Float { unroll_scalar_f32(unroll_sigmoid, x) }

  /// The smooth ramp, as the kernels compute it.
  public static func softplus(_ x: Float) -> Float { unroll_scalar_f32(unroll_softplus, x) }

  /// A power with a real exponent, the C library's.
  public static func power(_ a: Float, _ b: Float) -> Float { Foundation.pow(a, b) }
}
