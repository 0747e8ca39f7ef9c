import Foundation
import UnrollAutodiff

/// An ONNX graph: every value has a name, every operation is a node, and a loop is a `Scan`.
struct ONNXTarget: ExportTarget {
  /// The graphs that are open, the program first, then the loop that is being written.
  private var graphs = [ONNXGraph()]
  private var loops: [(carried: [ONNXValue], elements: [ONNXValue])] = []
  private var count = 0
  private var ids: [(tensor: IntTensor, value: ONNXValue)] = []

  /// The program's graph.
  var graph: ONNXGraph { graphs[0] }

  mutating func newName() -> String {
    count += 1
    return "v\(count)"
  }

  mutating func input(_ ids: IntTensor, _ name: String) -> ONNXValue {
    let value = ONNXValue(name: name, shape: ids.shape, element: .int32)
    self.ids.append((ids, value))
    return value
  }

  // MARK: - Nodes

  /// A node with several results: `NodeProto`.
  private mutating func add(
    _ operation: String, _ inputs: [String], outputs: [String],
    _ attributes: [(String, ONNXAttribute)] = []
  ) {
    var node = ProtocolBuffer()
    for input in inputs { node.add(1, input) }
    for output in outputs { node.add(2, output) }
    node.add(4, operation)
    for (name, attribute) in attributes { node.add(5, attribute.message(name)) }
    graphs[graphs.count - 1].nodes.append(node)
  }

  /// A node that computes a value.
  mutating func define(
    _ shape: Shape, _ element: ONNXValue.Element, _ operation: String, _ inputs: [String],
    _ attributes: [(String, ONNXAttribute)] = []
  ) -> ONNXValue {
    let value = ONNXValue(name: newName(), shape: shape, element: element)
    add(operation, inputs, outputs: [value.name], attributes)
    return value
  }

  /// The same value under a name of its own, such as that of a result.
  mutating func rename(_ value: ONNXValue, _ name: String) -> ONNXValue {
    add("Identity", [value.name], outputs: [name])
    return ONNXValue(name: name, shape: value.shape, element: value.element)
  }

  /// Numbers that are part of the program.
  mutating func initializer(
    _ shape: Shape, _ element: ONNXValue.Element, _ bytes: Data, name: String? = nil
  ) -> ONNXValue {
    let value = ONNXValue(name: name ?? newName(), shape: shape, element: element)
    graphs[graphs.count - 1].constants.append(onnxTensor(value.name, shape, element, bytes))
    return value
  }

  /// Whole numbers that say how: a shape, or axes.
  mutating func whole(_ numbers: [Int]) -> String {
    let bytes = numbers.reduce(into: Data()) { data, number in
      withUnsafeBytes(of: Int64(number).littleEndian) { data.append(contentsOf: $0) }
    }
    return initializer([numbers.count], .int64, bytes).name
  }

  static func bytes(_ tensor: Tensor) -> Data {
    tensor.elements.reduce(into: Data()) { data, number in
      switch tensor.dtype {
      case .float32:
        withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { data.append(contentsOf: $0) }
      case .float64:
        withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
    }
  }

  // MARK: - The program

  mutating func name(_ value: ONNXValue, _ name: String) -> ONNXValue { value }

  mutating func comment(_ text: String) {}

  mutating func beginLoop(
    _ loop: LoopHead<ONNXValue>
  ) -> (carried: [ONNXValue], elements: [ONNXValue]) {
    graphs.append(ONNXGraph())
    let carried = loop.carried.map {
      ONNXValue(name: newName(), shape: $0.shape, element: $0.element)
    }
    let elements = loop.reads.map {
      ONNXValue(name: newName(), shape: $0.shape.without(0), element: $0.element)
    }
    loops.append((carried, elements))
    return (carried, elements)
  }

  /// A `Scan` carries states and reads and writes rows by itself.
  mutating func endLoop(
    _ loop: LoopHead<ONNXValue>, next: [ONNXValue], kept: [ONNXValue]
  ) -> (rows: [ONNXValue], finals: [ONNXValue]) {
    // A result of the body that is its input, or another result, needs a name of its own.
    let results = (next + kept).map { define($0.shape, $0.element, "Identity", [$0.name]) }
    let open = loops.removeLast()
    let body = graphs.removeLast().message(
      "round_\(loop.number)", inputs: open.carried + open.elements, outputs: results)
    let finals = next.map { ONNXValue(name: newName(), shape: $0.shape, element: $0.element) }
    let rows = kept.map {
      ONNXValue(
        name: newName(), shape: Shape([loop.count] + Array($0.shape)), element: $0.element)
    }
    add(
      "Scan", (loop.carried + loop.reads).map(\.name), outputs: (finals + rows).map(\.name),
      [("body", .graph(body)), ("num_scan_inputs", .number(loop.reads.count))])
    return (rows, finals)
  }

  // MARK: - Numbers from nothing

  mutating func number(_ number: Double, like other: ONNXValue) -> ONNXValue {
    constant(Tensor(number, dtype: other.dtype))
  }

  mutating func constant(_ tensor: Tensor) -> ONNXValue {
    initializer(tensor.shape, ONNXValue.Element(tensor.dtype), Self.bytes(tensor))
  }

  mutating func constant(_ mask: BoolTensor) -> ONNXValue {
    initializer(mask.shape, .bool, Data(mask.tensor().elements.map { $0 == 1 ? 1 : 0 }))
  }

  mutating func zeros(_ shape: Shape, _ dtype: DType) -> ONNXValue {
    constant(.zeros(shape, dtype: dtype))
  }

  // MARK: - Rows of a table

  private mutating func places(_ ids: IntTensor) -> ONNXValue {
    if let known = self.ids.first(where: { $0.tensor.isSame(as: ids) }) {
      return reshape(known.value, to: ids.shape)
    }
    let bytes = ids.elements.reduce(into: Data()) { data, number in
      withUnsafeBytes(of: Int32(number).littleEndian) { data.append(contentsOf: $0) }
    }
    return initializer(ids.shape, .int32, bytes)
  }

  mutating func gather(_ table: ONNXValue, _ indices: IntTensor) -> ONNXValue {
    let ids = places(indices)
    return define(
      Shape(Array(ids.shape) + table.shape.dropFirst()), table.element, "Gather",
      [table.name, ids.name])
  }

  mutating func scatterAdd(
    _ rows: ONNXValue, _ indices: IntTensor, rowCount: Int
  ) -> ONNXValue {
    // One row of ones and zeros for each row that is added: a product adds them up.
    let width = Array(rows.shape.dropFirst(indices.shape.count))
    let flat = reshape(rows, to: [indices.elementCount, width.reduce(1, *)])
    let choice = oneHot(indices, classes: rowCount, like: rows)
    let flatChoice = reshape(choice, to: [indices.elementCount, rowCount])
    let sum = matmul(flatChoice, flat, transposeA: true, transposeB: false)
    return reshape(sum, to: Shape([rowCount] + width))
  }

  mutating func oneHot(_ labels: IntTensor, classes: Int, like other: ONNXValue) -> ONNXValue {
    let own = reshape(places(labels), to: Shape(Array(labels.shape) + [1]))
    let all = (0..<classes).reduce(into: Data()) { data, number in
      withUnsafeBytes(of: Int32(number).littleEndian) { data.append(contentsOf: $0) }
    }
    let numbers = initializer([classes], .int32, all)
    let equal = binary(.equal, own, numbers)
    return define(
      equal.shape, other.element, "Cast", [equal.name], [("to", .number(other.element.rawValue))])
  }

  mutating func notEqual(_ ids: IntTensor, _ id: Int) -> ONNXValue {
    let number = withUnsafeBytes(of: Int32(id).littleEndian) { Data($0) }
    let equal = binary(.equal, places(ids), initializer([], .int32, number))
    return define(equal.shape, .bool, "Not", [equal.name])
  }
}
