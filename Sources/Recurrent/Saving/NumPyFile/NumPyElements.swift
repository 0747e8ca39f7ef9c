import UnrollAutodiff

// From the bytes of an `.npy` to numbers in row-major order.

extension TensorFile.Content {
  /// The array in the bytes of an `.npy`.
  init(numPyFile file: ArraySlice<UInt8>) throws(NumPyFileError.Problem) {
    let header = try NumPyHeader(reading: file)
    let bytes = file.dropFirst(header.byteCount)
    if header.needsOrder {
      try self.init(ordered: header.ordered(bytes)[...], header)
    } else {
      try self.init(ordered: bytes, header)
    }
  }

  /// An array whose numbers lie in row-major order, the byte that counts least first.
  private init(
    ordered bytes: ArraySlice<UInt8>, _ header: NumPyHeader
  ) throws(NumPyFileError.Problem) {
    let shape = header.shape
    switch (header.type.kind, header.type.width) {
    case (.truth, _):
      if let other = bytes.first(where: { $0 > 1 }) { throw .notATruth(other) }
      self = .truths(BoolTensor(bytes.map { $0 == 1 }, shape: shape))
    case (.number, 2):
      let floats = bytes.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 2).map {
          Float(
            halfBits: UInt16(
              littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self)))
        }
      }
      self = .numbers(Tensor(floats, shape: shape))
    case (.number, let width):
      self = .numbers(
        bytes.withUnsafeBytes {
          Tensor(fileBytes: $0, shape: shape, dtype: width == 4 ? .float32 : .float64)
        })
    case (.signed, 1): self = try .integers(header.integers(bytes, Int8.self))
    case (.signed, 2): self = try .integers(header.integers(bytes, Int16.self))
    case (.signed, 4): self = try .integers(header.integers(bytes, Int32.self))
    case (.signed, _): self = try .integers(header.integers(bytes, Int64.self))
    case (.unsigned, 1): self = try .integers(header.integers(bytes, UInt8.self))
    case (.unsigned, 2): self = try .integers(header.integers(bytes, UInt16.self))
    case (.unsigned, 4): self = try .integers(header.integers(bytes, UInt32.self))
    case (.unsigned, _): self = try .integers(header.integers(bytes, UInt64.self))
    }
  }
}

extension NumPyHeader {
  /// Whether the numbers don't lie as they are kept here.
  fileprivate var needsOrder: Bool { type.isBigEndian || isFortran && shape.count > 1 }

  /// The bytes in row-major order, of each number the one that counts least first.
  ///
  /// The place of the number at `[i, j, k]` among those of a Fortran array is `i + j · sizes[0] + k · sizes[0] ·
  /// sizes[1]`. The indices run here as the wheels of a counter do, the last one fastest, and the place with them.
  fileprivate func ordered(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let (sizes, width) = (Array(shape), type.width)
    var steps = isFortran ? [1] : [Int](repeating: 0, count: sizes.count)
    if isFortran { for size in sizes.dropLast() { steps.append(steps[steps.count - 1] * size) } }
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, filled in
      filled = bytes.count
      var indices = [Int](repeating: 0, count: sizes.count)
      var place = 0
      bytes.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: width) {
          let from = isFortran ? place * width : start
          for byte in 0..<width {
            target[start + byte] = source[from + (type.isBigEndian ? width - 1 - byte : byte)]
          }
          for axis in sizes.indices.reversed() where isFortran {
            indices[axis] += 1
            place += steps[axis]
            if indices[axis] < sizes[axis] { break }
            place -= steps[axis] * sizes[axis]
            indices[axis] = 0
          }
        }
      }
    }
  }

  /// Integers of any width, held against the 32 bits that they are kept in.
  fileprivate func integers<Stored: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _: Stored.Type
  ) throws(NumPyFileError.Problem) -> IntTensor {
    var tooLarge: Stored?
    let tensor = IntTensor(shape: shape) { elements in
      bytes.withUnsafeBytes { bytes in
        for index in elements.indices {
          let stored = Stored(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self))
          elements[index] = Int32(truncatingIfNeeded: stored)
          if Int32(exactly: stored) == nil { tooLarge = tooLarge ?? stored }
        }
      }
    }
    if let tooLarge { throw .largeInteger(type: type.text, found: "\(tooLarge)") }
    return tensor
  }
}

extension Float {
  /// A number of 16 bits, which 32 bits hold exactly: a sign, five bits of exponent, ten of fraction.
  init(halfBits half: UInt16) {
    let sign = UInt32(half & 0x8000) << 16
    let (exponent, fraction) = (UInt32(half >> 10 & 0x1F), UInt32(half & 0x3FF))
    switch exponent {
    case 0:
      let size = Float(fraction) * 0x1p-24
      self = sign == 0 ? size : -size
    case 31: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
