// Tensors as bytes in a file: row-major order, the byte that counts least first (little-endian), as nearly
// every processor keeps numbers itself. There nothing is converted or copied.

extension Tensor {
  /// Calls `body` with the elements as a file holds them.
  package func withFileBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) {
      let bytes = UnsafeRawBufferPointer(start: start, count: elementCount * dtype.byteCount)
      return try withLittleEndian(bytes, width: dtype.byteCount, body)
    }
  }

  /// A tensor from the bytes of a file; there must be as many as the shape asks for.
  package init(fileBytes source: UnsafeRawBufferPointer, shape: Shape, dtype: DType) {
    assert(source.count == shape.elementCount * dtype.byteCount)
    self.init(uninitialized: shape, dtype)
    modifyBytes { target in
      withLittleEndian(source, width: dtype.byteCount) { bytes in
        if let first = bytes.baseAddress { target.copyMemory(from: first, byteCount: bytes.count) }
      }
    }
  }
}

extension IntTensor {
  /// Calls `body` with the integers as a file holds them, 32 bits each.
  package func withFileBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeBytes { try withLittleEndian($0, width: 4, body) }
  }

  /// Integers from the bytes of a file, 32 or 64 bits each; nil where one needs more than 32.
  package init?(fileBytes source: UnsafeRawBufferPointer, shape: Shape, bits: Int) {
    let width = bits / 8
    assert(source.count == shape.elementCount * width)
    let places = stride(from: 0, to: source.count, by: width)
    let storage = places.compactMap { place in
      width == 4
        ? Int32(littleEndian: source.loadUnaligned(fromByteOffset: place, as: Int32.self))
        : Int32(
          exactly: Int64(littleEndian: source.loadUnaligned(fromByteOffset: place, as: Int64.self)))
    }
    guard storage.count == places.underestimatedCount else { return nil }
    self.init(storage: storage, shape: shape)
  }
}

/// Calls `body` with numbers turned from this processor's order of bytes into that of files, or back.
private func withLittleEndian<Result>(
  _ bytes: UnsafeRawBufferPointer, width: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
) rethrows -> Result {
  if 1.littleEndian == 1 { return try body(bytes) }
  return try reversedBytes(bytes, width: width).withUnsafeBytes(body)
}

/// The bytes of numbers, each number's in reverse order.
func reversedBytes(_ bytes: UnsafeRawBufferPointer, width: Int) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for start in stride(from: 0, to: bytes.count, by: width) {
    result += bytes[start..<(start + width)].reversed()
  }
  return result
}
