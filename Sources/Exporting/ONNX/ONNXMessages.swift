import Foundation
import UnrollAutodiff

// The messages of ONNX that a program is made of, with the numbers that their fields have in onnx.proto.

/// A value in an ONNX graph.
struct ONNXValue: ExportValue {
  /// What the numbers are, by ONNX's codes.
  enum Element: Int {
    case float = 1
    case int32 = 6
    case int64 = 7
    case bool = 9
    case double = 11

    init(_ dtype: DType) { self = dtype == .float32 ? .float : .double }
  }

  var name: String
  var shape: Shape
  var element: Element

  var dtype: DType { element == .double ? .float64 : .float32 }

  /// `ValueInfoProto`: the name and the type of an input or a result.
  var information: ProtocolBuffer {
    var sizes = ProtocolBuffer()
    for size in shape {
      var dimension = ProtocolBuffer()
      dimension.add(1, size)
      sizes.add(1, dimension)
    }
    var tensor = ProtocolBuffer()
    tensor.add(1, element.rawValue)
    tensor.add(2, sizes)
    var type = ProtocolBuffer()
    type.add(1, tensor)
    var value = ProtocolBuffer()
    value.add(1, name)
    value.add(2, type)
    return value
  }
}

/// A setting of a node.
enum ONNXAttribute {
  case number(Int)
  case numbers([Int])
  case graph(ProtocolBuffer)

  /// `AttributeProto`
  func message(_ name: String) -> ProtocolBuffer {
    var message = ProtocolBuffer()
    message.add(1, name)
    switch self {
    case .number(let number):
      message.add(3, number)
      message.add(20, 2)
    case .numbers(let numbers):
      for number in numbers { message.add(8, number) }
      message.add(20, 7)
    case .graph(let graph):
      message.add(6, graph)
      message.add(20, 5)
    }
    return message
  }
}

/// A graph that is being written: the program, or the body of a loop.
struct ONNXGraph {
  var nodes: [ProtocolBuffer] = []
  var constants: [ProtocolBuffer] = []

  /// `GraphProto`
  func message(_ name: String, inputs: [ONNXValue], outputs: [ONNXValue]) -> ProtocolBuffer {
    var graph = ProtocolBuffer()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for constant in constants { graph.add(5, constant) }
    for input in inputs { graph.add(11, input.information) }
    for output in outputs { graph.add(12, output.information) }
    return graph
  }
}

/// `TensorProto`: numbers with a name, in the order and form in which they lie in memory.
func onnxTensor(
  _ name: String, _ shape: Shape, _ element: ONNXValue.Element, _ bytes: Data
) -> ProtocolBuffer {
  var tensor = ProtocolBuffer()
  for size in shape { tensor.add(1, size) }
  tensor.add(2, element.rawValue)
  tensor.add(8, name)
  tensor.add(9, bytes)
  return tensor
}
