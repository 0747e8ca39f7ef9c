import UnrollNumerics

// Comparisons give truth values, which have no derivative. One between variables is recorded all the
// same, without a result: a replay with other numbers then sees when a branch would have changed.

infix operator .> : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .== : ComparisonPrecedence

extension Tensor {
  /// Where `a` is larger, after broadcasting.
  public static func .> (a: Tensor, b: Tensor) -> BoolTensor { compare(a, b, >) }

  /// Where `a` is smaller, after broadcasting.
  public static func .< (a: Tensor, b: Tensor) -> BoolTensor { compare(a, b, <) }

  /// Where both are equal, after broadcasting.
  public static func .== (a: Tensor, b: Tensor) -> BoolTensor { compare(a, b, ==) }

  /// Where an element is larger than a number.
  public static func .> (a: Tensor, b: Double) -> BoolTensor {
    BoolTensor(a.elements.map { $0 > b }, shape: a.shape)
  }

  /// Where an element is smaller than a number.
  public static func .< (a: Tensor, b: Double) -> BoolTensor {
    BoolTensor(a.elements.map { $0 < b }, shape: a.shape)
  }

  private static func compare(
    _ a: Tensor, _ b: Tensor, _ holds: (Double, Double) -> Bool
  ) -> BoolTensor {
    let shape = broadcastShape(a.shape, b.shape, "compare")
    let (x, y) = (a.broadcast(to: shape).elements, b.broadcast(to: shape).elements)
    return BoolTensor(zip(x, y).map(holds), shape: shape)
  }
}

/// A comparison of two variables, as it came out when it was recorded. It has no result on the tape.
public struct Compare: Operation {
  /// Which comparison it was.
  public enum Relation: String, Sendable {
    /// `a > b`
    case greater
    /// `a < b`
    case less
    /// `a = b`
    case equal
  }

  /// The comparison.
  public let relation: Relation

  /// What it gave.
  public let outcome: BoolTensor

  public var name: String { relation.rawValue }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [] }
  public func forward(_ x: [Tensor]) -> [Tensor] { [] }
  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? { [] }
  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0] - x[1]) }
  public func pullback(_ step: BackwardStep) {}
}

extension Variable {
  /// Where `a` is larger, after broadcasting.
  public static func .> (a: Variable, b: Variable) -> BoolTensor {
    a.recording(.greater, b, a.value .> b.value)
  }

  /// Where `a` is smaller, after broadcasting.
  public static func .< (a: Variable, b: Variable) -> BoolTensor {
    a.recording(.less, b, a.value .< b.value)
  }

  /// Where both are equal, after broadcasting.
  public static func .== (a: Variable, b: Variable) -> BoolTensor {
    a.recording(.equal, b, a.value .== b.value)
  }

  private func recording(
    _ relation: Compare.Relation, _ other: Variable, _ outcome: BoolTensor
  ) -> BoolTensor {
    _ = apply(Compare(relation: relation, outcome: outcome), [self, other])
    return outcome
  }
}
