/// Prints elements in nested brackets, aligned, and elided in the middle when there are many.
enum TensorFormatter {
  /// Above this number of elements, only the first and last few along each axis are printed.
  static let elisionThreshold = 1000

  /// How many are printed at each end of a long axis.
  static let edge = 3

  /// Elements as nested brackets; all columns have the width of the widest printed element.
  static func nested(_ elements: [String], _ shape: Shape) -> String {
    nested(shape, indent: "") { elements[$0] }
  }

  static func nested(_ shape: Shape, indent: String, _ element: (Int) -> String) -> String {
    let elide = shape.elementCount > elisionThreshold
    var width = 0
    forEachPrinted(shape, elide) { width = Swift.max(width, element($0).count) }
    return text(shape, axis: 0, start: 0, elide, indent: indent + " ") { index in
      let plain = element(index)
      return String(repeating: " ", count: width - plain.count) + plain
    }
  }

  /// The places along an axis that are printed; nil stands for the dots.
  private static func places(_ size: Int, _ elide: Bool) -> [Int?] {
    guard elide, size > 2 * edge else { return (0..<size).map { $0 } }
    return (0..<edge).map { $0 } + [nil] + ((size - edge)..<size).map { $0 }
  }

  private static func forEachPrinted(
    _ shape: Shape, _ elide: Bool, axis: Int = 0, start: Int = 0, _ body: (Int) -> Void
  ) {
    guard axis < shape.count else { return body(start) }
    let step = shape.elementCount((axis + 1)..<shape.count)
    for case let place? in places(shape[axis], elide) {
      forEachPrinted(shape, elide, axis: axis + 1, start: start + place * step, body)
    }
  }

  private static func text(
    _ shape: Shape, axis: Int, start: Int, _ elide: Bool, indent: String,
    _ element: (Int) -> String
  ) -> String {
    guard axis < shape.count else { return element(start) }
    let step = shape.elementCount((axis + 1)..<shape.count)
    let items = places(shape[axis], elide).map { place in
      guard let place else { return "..." }
      return text(
        shape, axis: axis + 1, start: start + place * step, elide, indent: indent + " ", element)
    }
    let isRow = axis == shape.count - 1
    let blank = String(repeating: "\n", count: Swift.max(1, shape.count - 1 - axis))
    return "[" + items.joined(separator: isRow ? ", " : "," + blank + indent) + "]"
  }
}

extension Tensor: CustomStringConvertible {
  /// The elements in nested brackets with as many digits as tell them apart, at most eight.
  public var description: String {
    let values = elements
    let format = NumberFormat(values, dtype)
    return TensorFormatter.nested(shape, indent: "") { format.text(values[$0]) }
  }
}

/// How the numbers of one tensor are written: all in the same way, so that they line up.
private struct NumberFormat {
  private let scientific: Bool
  private let decimals: Int

  init(_ values: [Double], _ dtype: DType) {
    let sizes = values.lazy.map(Swift.abs).filter { $0.isFinite && $0 > 0 }
    let largest = sizes.max() ?? 0
    let smallest = sizes.min() ?? 0
    scientific = largest >= 1e8 || (smallest > 0 && smallest < 1e-4)
    let digits = dtype == .float32 ? 8 : 10
    if scientific {
      decimals = digits - 1
      return
    }
    // No more decimals than the elements have, and no more than the type can hold.
    var needed = 0
    for value in values where value.isFinite {
      let text = dtype == .float32 ? "\(Float(value))" : "\(value)"
      let fraction = text.split(separator: ".").dropFirst().first.map(String.init) ?? ""
      if fraction.contains("e") {
        needed = digits
      } else if fraction != "0" {
        needed = Swift.max(needed, fraction.count)
      }
      if needed >= digits { break }
    }
    decimals = Swift.min(needed, digits)
  }

  func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return scientific ? value.scientific(decimals) : value.fixed(decimals)
  }
}
