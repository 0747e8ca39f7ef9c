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
  /// The elements in nested brackets with as many decimals as tell them apart, at most eight, or ten in
  /// float64.
  ///
  /// Of more than 1000 elements, three at each end of a long axis are printed.
  public var description: String {
    let values = elements
    let format = NumberFormat(values, dtype)
    return TensorFormatter.nested(shape, indent: "") { format.text(values[$0]) }
  }
}

/// How the numbers of one tensor are written: all with the same number of decimals, so that they line
/// up. A number that needs fewer digits to be told apart from its neighbours is filled up with zeros.
private struct NumberFormat {
  private let dtype: DType
  private let scientific: Bool
  private let decimals: Int

  init(_ values: [Double], _ dtype: DType) {
    self.dtype = dtype
    let finite = values.filter(\.isFinite)
    let sizes = finite.lazy.map(Swift.abs).filter { $0 > 0 }
    // The limit as the type holds it: 0.0001 is a little less in float32.
    let small = dtype == .float32 ? Double(Float(1e-4)) : 1e-4
    let scientific = (sizes.max() ?? 0) >= 1e8 || (sizes.min() ?? 1) < small
    self.scientific = scientific
    // No more decimals than the elements have, and no more than the type can hold.
    let most = (dtype == .float32 ? 8 : 10) - (scientific ? 1 : 0)
    var needed = 0
    for value in finite where needed < most {
      needed = Swift.max(needed, Self.decimals(of: value, dtype, scientific))
    }
    decimals = Swift.min(needed, most)
  }

  func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let own = Swift.min(Self.decimals(of: value, dtype, scientific), decimals)
    let point = own == 0 && decimals > 0 ? "." : ""
    let zeros = point + String(repeating: "0", count: decimals - own)
    guard scientific else { return value.fixed(own) + zeros }
    return value.scientific(own).split(separator: "e").joined(separator: zeros + "e")
  }

  /// How many decimals the shortest text has that reads back as the same number.
  private static func decimals(of value: Double, _ dtype: DType, _ scientific: Bool) -> Int {
    let text = dtype == .float32 ? "\(Float(value).magnitude)" : "\(value.magnitude)"
    let parts = text.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    guard scientific else { return Swift.max(0, fraction.count - exponent) }
    var digits = (mantissa[0] + fraction).drop { $0 == "0" }
    while digits.last == "0" { digits.removeLast() }
    return Swift.max(0, digits.count - 1)
  }
}
