import Foundation

/// A message of Protocol Buffers, as far as ONNX needs it: numbered fields that hold whole numbers, text, bytes or messages.
///
/// A field begins with its number and kind in one integer, `number << 3 | kind`; integers are written seven bits a byte, the lowest
/// first, and bytes with their count in front (protobuf.dev/programming-guides/encoding).
struct ProtocolBuffer {
  private(set) var data = Data()

  private mutating func add(varint number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      data.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }

  mutating func add(_ field: Int, _ number: Int) {
    add(varint: UInt64(field) << 3)
    add(varint: UInt64(bitPattern: Int64(number)))
  }

  mutating func add(_ field: Int, _ bytes: Data) {
    add(varint: UInt64(field) << 3 | 2)
    add(varint: UInt64(bytes.count))
    data.append(bytes)
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Data(text.utf8)) }

  mutating func add(_ field: Int, _ message: ProtocolBuffer) { add(field, message.data) }
}
