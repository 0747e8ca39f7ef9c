import UnrollNumerics

/// A number, or a list of nested literals: what stands inside the brackets of a tensor's literal.
///
/// It exists so that a tensor can be written as `[[1, 2], [3, 4]]` while a bare number in an
/// expression (`2 * x`) stays a plain Swift number.
public enum NestedLiteral: Sendable {
  /// A number.
  case number(Double)
  /// A list.
  case list([NestedLiteral])

  /// The shape, if every list on a level has the same length.
  fileprivate var shape: Shape {
    switch self {
    case .number: return []
    case .list(let items):
      guard let first = items.first?.shape else { return [0] }
      for (index, item) in items.enumerated() {
        require(
          item.shape == first,
          """
          tensor: the literal is ragged; item \(index) has shape \(item.shape), \
          but item 0 has \(first)
          """)
      }
      return first.inserting(items.count, at: 0)
    }
  }

  fileprivate func append(to elements: inout [Double]) {
    switch self {
    case .number(let value): elements.append(value)
    case .list(let items): for item in items { item.append(to: &elements) }
    }
  }
}

extension NestedLiteral: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral
{
  /// A number with a fraction.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// A list.
  public init(arrayLiteral items: NestedLiteral...) { self = .list(items) }

  /// A negated literal, so that `[-1, 2]` needs no parentheses around a negated list item.
  public static prefix func - (literal: NestedLiteral) -> NestedLiteral {
    switch literal {
    case .number(let value): .number(-value)
    case .list(let items): .list(items.map { -$0 })
    }
  }
}

extension Tensor: ExpressibleByArrayLiteral {
  /// A float32 tensor written as a nested literal; stops with a sentence where lists on a level differ in
  /// length.
  public init(arrayLiteral items: NestedLiteral...) {
    self.init(.list(items), dtype: .float32)
  }

  /// A tensor written as a nested literal, in the given type: `Tensor([[1, 2], [3, 4]], dtype: .float64)`.
  ///
  /// Disfavored, so that in `Tensor(2, dtype: .float64)` the 2 is a number and not a literal of one.
  @_disfavoredOverload
  public init(_ literal: NestedLiteral, dtype: DType = .float32) {
    var elements: [Double] = []
    literal.append(to: &elements)
    self.init(elements, shape: literal.shape, dtype: dtype)
  }
}

extension Tensor {
  /// A matrix from its rows; stops with a sentence where they differ in length.
  public init(_ rows: [[Double]], dtype: DType = .float32) {
    self.init(.list(rows.map { .list($0.map(NestedLiteral.number)) }), dtype: dtype)
  }

  /// A tensor with three axes, such as a batch of sequences of vectors. Stops with a sentence where rows
  /// or blocks differ in length.
  public init(_ blocks: [[[Double]]], dtype: DType = .float32) {
    self.init(
      .list(blocks.map { rows in .list(rows.map { .list($0.map(NestedLiteral.number)) }) }),
      dtype: dtype)
  }
}
