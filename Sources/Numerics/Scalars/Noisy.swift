/// A number with a twin that is rounded wrongly: each operation moves the twin by one unit in its last
/// place, up or down.
///
/// How far twins of several seeds drift apart measures what rounding does to a formula: the error bar
/// of a computation, taken from the computation itself. Which way a result is moved follows from its
/// bits and the seed, so a measurement repeats.
public struct Noisy: Scalar, Equatable {
  /// The number, rounded rightly. Branches look at it, so that the twin takes the same ones.
  public var real: Double

  /// The twin.
  public var twin: Double

  /// What the directions follow from; the same for all numbers of a measurement, 0 for constants.
  public var seed: UInt64

  /// A number that has not been computed yet: the twin is equal.
  public init(_ real: Double, seed: UInt64) {
    self.real = real
    twin = real
    self.seed = seed
  }

  public init(_ value: Double) { self.init(value, seed: 0) }

  /// A result: the twin moved by one unit in the last place.
  private init(_ real: Double, twin: Double, seed: UInt64) {
    self.real = real
    self.seed = seed
    self.twin = Self.moved(twin, seed)
  }

  /// A number moved up or down by one unit in its last place, as its bits and a seed decide.
  public static func moved(_ x: Double, _ seed: UInt64) -> Double {
    guard seed != 0, x != 0, x.isFinite else { return x }
    var generator = SplitMix64(seed: x.bitPattern ^ seed)
    // The bits of neighbouring numbers are neighbouring integers.
    let bits = generator.next() & 1 == 0 ? x.bitPattern &+ 1 : x.bitPattern &- 1
    return Double(bitPattern: bits)
  }

  private static func combine(_ a: Noisy, _ b: Noisy, _ f: (Double, Double) -> Double) -> Noisy {
    Noisy(f(a.real, b.real), twin: f(a.twin, b.twin), seed: a.seed | b.seed)
  }

  private func map(_ f: (Double) -> Double) -> Noisy {
    Noisy(f(real), twin: f(twin), seed: seed)
  }

  /// The sum; that of the twins is moved by one unit in the last place.
  public static func + (a: Noisy, b: Noisy) -> Noisy { combine(a, b, +) }
  /// The difference; that of the twins is moved by one unit in the last place.
  public static func - (a: Noisy, b: Noisy) -> Noisy { combine(a, b, -) }
  /// The product; that of the twins is moved by one unit in the last place.
  public static func * (a: Noisy, b: Noisy) -> Noisy { combine(a, b, *) }
  /// The quotient; that of the twins is moved by one unit in the last place.
  public static func / (a: Noisy, b: Noisy) -> Noisy { combine(a, b, /) }

  /// A change of sign rounds nothing, so the twin does not move.
  public static prefix func - (x: Noisy) -> Noisy {
    var result = x
    result.real = -x.real
    result.twin = -x.twin
    return result
  }

  public static func exp(_ x: Noisy) -> Noisy { x.map(Double.exp) }
  public static func log(_ x: Noisy) -> Noisy { x.map(Double.log) }
  public static func sqrt(_ x: Noisy) -> Noisy { x.map { $0.squareRoot() } }
  public static func tanh(_ x: Noisy) -> Noisy { x.map(Double.tanh) }
  public static func sigmoid(_ x: Noisy) -> Noisy { x.map(Double.sigmoid) }
  public static func softplus(_ x: Noisy) -> Noisy { x.map(Double.softplus) }
  public static func power(_ a: Noisy, _ b: Noisy) -> Noisy { combine(a, b, Double.power) }
}
