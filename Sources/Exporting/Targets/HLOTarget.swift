import UnrollAutodiff

/// StableHLO as text: the language of XLA, in which every value has a name and a type, and nothing is broadcast by itself.
struct HLOTarget: ExportTarget {
  var lines: [String] = []
  private var depth = 2
  private var count = 0
  /// Token ids that the program is given: an operation that uses these very ids uses the input.
  var ids: [(tensor: IntTensor, value: HLOValue)] = []
  var loops: [HLOLoop] = []

  // MARK: - Lines

  mutating func add(_ line: String) {
    lines.append(String(repeating: "  ", count: depth) + line)
  }

  mutating func indent(by steps: Int) { depth += steps }

  mutating func newName() -> String {
    count += 1
    return "%v\(count)"
  }

  /// A line that computes a value.
  mutating func define(_ shape: Shape, _ element: HLOValue.Element, _ text: String) -> HLOValue {
    let value = HLOValue(name: newName(), shape: shape, element: element)
    add("\(value.name) = \(text)")
    return value
  }

  /// `(A, B) -> C`
  func signature(_ inputs: [HLOValue], _ shape: Shape, _ element: HLOValue.Element) -> String {
    "(\(inputs.map(\.type).joined(separator: ", "))) -> \(HLOValue.type(shape, element))"
  }

  mutating func input(_ ids: IntTensor, _ name: String) -> HLOValue {
    let value = HLOValue(name: name, shape: ids.shape, element: .i32)
    self.ids.append((ids, value))
    return value
  }

  // MARK: - The program

  /// Values have names as soon as they are computed.
  mutating func name(_ value: HLOValue, _ name: String) -> HLOValue { value }

  mutating func comment(_ text: String) { add("// \(text)") }

  // MARK: - Numbers from nothing

  mutating func number(_ number: Double, like other: HLOValue) -> HLOValue {
    constant("dense<\(Self.literal(number, other.element))>", [], other.element)
  }

  mutating func zeros(_ shape: Shape, _ dtype: DType) -> HLOValue {
    constant("dense<0.0>", shape, HLOValue.Element(dtype))
  }

  mutating func constant(_ tensor: Tensor) -> HLOValue {
    let elements = tensor.elements
    let element = HLOValue.Element(tensor.dtype)
    if let first = elements.first, elements.allSatisfy({ $0 == first }) {
      return constant("dense<\(Self.literal(first, element))>", tensor.shape, element)
    }
    return constant(
      "dense<\(Self.nested(elements.map { Self.literal($0, element) }, tensor.shape))>",
      tensor.shape, element)
  }

  mutating func constant(_ mask: BoolTensor) -> HLOValue {
    let words = mask.tensor().elements.map { $0 == 1 ? "true" : "false" }
    return constant("dense<\(Self.nested(words, mask.shape))>", mask.shape, .i1)
  }

  mutating func constant(_ text: String, _ shape: Shape, _ element: HLOValue.Element) -> HLOValue {
    define(shape, element, "stablehlo.constant \(text) : \(HLOValue.type(shape, element))")
  }

  /// Digits with a point, as MLIR wants them.
  static func literal(_ number: Double, _ element: HLOValue.Element) -> String {
    if !number.isFinite {
      // What is no number of digits is written as its bits.
      let bits = element == .f64 ? number.bitPattern : UInt64(Float(number).bitPattern)
      return "0x" + String(bits, radix: 16, uppercase: true)
    }
    let text = "\(number)"
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// `[[1, 2], [3, 4]]`
  static func nested(_ words: [String], _ shape: Shape) -> String {
    var level = words
    for size in shape.reversed() {
      level = stride(from: 0, to: level.count, by: max(size, 1)).map { start in
        "[" + level[start..<(start + size)].joined(separator: ", ") + "]"
      }
    }
    return level.first ?? "[]"
  }

  // MARK: - Element by element

  mutating func unary(_ operation: UnaryPrimitive, _ x: HLOValue) -> HLOValue {
    let word =
      switch operation {
      case .exp: "exponential"
      case .sigmoid: "logistic"
      default: operation.rawValue
      }
    return define(x.shape, x.element, "stablehlo.\(word) \(x.name) : \(x.type)")
  }

  mutating func binary(_ operation: BinaryPrimitive, _ a: HLOValue, _ b: HLOValue) -> HLOValue {
    let shape = a.shape.broadcast(with: b.shape)
    let (x, y) = (broadcast(a, to: shape), broadcast(b, to: shape))
    func compare(_ relation: String) -> HLOValue {
      define(
        shape, .i1,
        "stablehlo.compare \(relation), \(x.name), \(y.name) : \(signature([x, y], shape, .i1))")
    }
    switch operation {
    case .greater: return compare("GT")
    case .greaterOrEqual: return compare("GE")
    case .equal: return compare("EQ")
    default:
      return define(
        shape, x.element, "stablehlo.\(operation.rawValue) \(x.name), \(y.name) : \(x.type)")
    }
  }

  mutating func select(_ mask: HLOValue, _ a: HLOValue, _ b: HLOValue) -> HLOValue {
    let shape = a.shape.broadcast(with: b.shape).broadcast(with: mask.shape)
    let (m, x, y) = (
      broadcast(mask, to: shape), broadcast(a, to: shape), broadcast(b, to: shape)
    )
    return define(
      shape, x.element,
      "stablehlo.select \(m.name), \(x.name), \(y.name) : \(m.type), \(x.type)")
  }

  mutating func cast(_ x: HLOValue, to dtype: DType) -> HLOValue {
    let element = HLOValue.Element(dtype)
    return define(
      x.shape, element, "stablehlo.convert \(x.name) : \(signature([x], x.shape, element))")
  }

  // MARK: - Matrices and sums

  mutating func matmul(
    _ a: HLOValue, _ b: HLOValue, transposeA: Bool, transposeB: Bool
  ) -> HLOValue {
    let rank = a.shape.count
    let (inA, inB) = (rank - (transposeA ? 2 : 1), rank - (transposeB ? 1 : 2))
    let shape = Shape(
      a.shape.dropLast(2)
        + [a.shape[rank - (transposeA ? 1 : 2)], b.shape[rank - (transposeB ? 2 : 1)]])
    let together = (0..<(rank - 2)).map(\.description).joined(separator: ", ")
    let batching = rank > 2 ? "batching_dims = [\(together)] x [\(together)], " : ""
    return define(
      shape, a.element,
      "stablehlo.dot_general \(a.name), \(b.name), \(batching)contracting_dims = [\(inA)] x [\(inB)], "
        + "precision = [HIGHEST, HIGHEST] : \(signature([a, b], shape, a.element))")
  }

  mutating func reduce(
    _ reduction: ReductionPrimitive, _ x: HLOValue, axes: [Int], keepDims: Bool
  ) -> HLOValue {
    let start = number(reduction == .sum ? 0 : -.infinity, like: x)
    let shape = Shape(x.shape.enumerated().filter { !axes.contains($0.offset) }.map(\.element))
    let word = reduction == .sum ? "add" : "maximum"
    let places = axes.map(\.description).joined(separator: ", ")
    let reduced = define(
      shape, x.element,
      "stablehlo.reduce(\(x.name) init: \(start.name)) applies stablehlo.\(word) across dimensions = "
        + "[\(places)] : \(signature([x, start], shape, x.element))")
    guard keepDims else { return reduced }
    return reshape(
      reduced, to: Shape(x.shape.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }))
  }
}
