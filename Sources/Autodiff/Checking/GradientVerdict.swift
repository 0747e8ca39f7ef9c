/// What a gradient check says of an element, an input, or the whole.
///
/// The order is that of severity: a whole is as bad as its worst part.
public enum GradientVerdict: String, Sendable, Comparable, CaseIterable {
  /// The gradient is right, to the digits that rounding leaves.
  case correct = "correct"
  /// Gradient and reference are both no larger than what rounding leaves of terms that cancel: the
  /// gradient is zero as far as it can be computed, as of a sum of a softmax.
  case zero = "zero to within rounding"
  /// Rounding blurs the value so much that no verdict is possible, as in a chaotic network.
  case undecidable = "undecidable"
  /// The function has a corner there; there is no one derivative to compare with.
  case kink = "kink"
  /// The gradient is wrong.
  case wrong = "wrong"

  public static func < (a: GradientVerdict, b: GradientVerdict) -> Bool {
    a.severity < b.severity
  }

  private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether this lets a check pass.
  public var isAccepted: Bool { self == .correct || self == .zero }
}

/// The rule of the gradient check, for one element.
///
/// There is no absolute tolerance, which would excuse wrong gradients as soon as they are small. There is
/// a measured one instead: 8 times the spread that rounding noise makes.
struct GradientRule {
  /// The relative error that is always accepted.
  let relative: Double

  /// The size of the terms from which the gradient was added up.
  let largestTerm: Double

  /// First derivatives to nine digits.
  static let firstOrder = 1e-9

  /// What passed through float32 to five.
  static let singlePrecision = 1e-5

  /// Second derivatives to seven.
  static let secondOrder = 1e-7

  /// The verdict on a gradient `a`, whose exact value is `e` and whose rounding spread is `spread`.
  func verdict(_ a: Double, exact e: Double, spread: Double) -> GradientVerdict {
    let blur = 8 * spread
    if a.isNaN || e.isNaN { return a.isNaN && e.isNaN ? .undecidable : .wrong }
    if a == e && blur <= 0.1 * e.magnitude { return .correct }
    if (a - e).magnitude > relative * e.magnitude + blur || !a.isFinite { return .wrong }
    if blur <= 0.1 * e.magnitude { return .correct }
    // What is left of cancelling terms is many digits smaller than the terms.
    return blur <= 1e-9 * largestTerm ? .zero : .undecidable
  }
}
