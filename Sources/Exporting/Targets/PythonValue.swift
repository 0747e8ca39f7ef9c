import UnrollAutodiff

/// A value in a Python program: an expression, and what is known of it.
struct PythonValue: ExportValue {
  /// How strongly an expression holds together, as Python has it.
  enum Strength: Int, Comparable {
    case comparison, sum, product, sign, power, call

    static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
  }

  var text: String
  var strength: Strength
  var shape: Shape
  var dtype: DType

  /// The expression where something at least this strong is expected: in parentheses if need be.
  func text(atLeast strength: Strength) -> String {
    self.strength >= strength ? text : "(\(text))"
  }
}
