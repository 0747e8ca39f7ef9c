import UnrollKernels

// The one place where a tensor becomes memory. Pointers live as long as the tensor that is passed in;
// nothing above this folder sees them, but for the bytes that go into a file (`withFileBytes`).

/// A number type that tensors are made of.
protocol Element: BinaryFloatingPoint & Sendable {
  static var dtype: DType { get }
}

extension Float: Element {
  static var dtype: DType { .float32 }
}

extension Double: Element {
  static var dtype: DType { .float64 }
}

extension Tensor {
  /// Calls `body` with the elements.
  func read<T: Element, Result>(_: T.Type, _ body: (UnsafePointer<T>) -> Result) -> Result {
    assert(T.dtype == dtype)
    return withExtendedLifetime(storage) {
      body(UnsafePointer(storage.memory.assumingMemoryBound(to: T.self) + offset))
    }
  }

  /// Calls `body` with the elements, to be changed; copies them first where they are shared.
  mutating func modify<T: Element, Result>(
    _: T.Type, _ body: (UnsafeMutablePointer<T>) -> Result
  ) -> Result {
    assert(T.dtype == dtype)
    makeUnique()
    return withExtendedLifetime(storage) {
      body(storage.memory.assumingMemoryBound(to: T.self) + offset)
    }
  }

  /// Calls `body` with the bytes of the elements.
  func readBytes<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
    withExtendedLifetime(storage) {
      body(UnsafeRawPointer(storage.memory) + offset * dtype.byteCount)
    }
  }

  /// Calls `body` with the bytes of the elements, to be changed.
  mutating func modifyBytes<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    makeUnique()
    return withExtendedLifetime(storage) {
      body(storage.memory + offset * dtype.byteCount)
    }
  }
}

extension Tensor {
  /// The elements in row-major order, widened to `Double`.
  public var elements: [Double] {
    let count = elementCount
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard count > 0, let target = buffer.baseAddress else { return }
      switch dtype {
      case .float32: read(Float.self) { unroll_widen(count, $0, target) }
      case .float64: read(Double.self) { target.update(from: $0, count: count) }
      }
    }
  }

  /// The elements in row-major order as 32-bit numbers; float64 elements are rounded.
  public var floats: [Float] {
    switch dtype {
    case .float32:
      read(Float.self) { Array(UnsafeBufferPointer(start: $0, count: elementCount)) }
    case .float64: elements.map(Float.init)
    }
  }

  /// Writes all elements.
  mutating func write(_ elements: [Double]) {
    let count = elements.count
    switch dtype {
    case .float32: modify(Float.self) { unroll_narrow(count, elements, $0) }
    case .float64: modify(Double.self) { $0.update(from: elements, count: count) }
    }
  }

  /// Writes all elements of a float32 tensor.
  mutating func write(_ elements: [Float]) {
    modify(Float.self) { $0.update(from: elements, count: elements.count) }
  }

  /// Gives every element the same value.
  mutating func fill(with value: Double) {
    let count = elementCount
    switch dtype {
    case .float32: modify(Float.self) { $0.update(repeating: Float(value), count: count) }
    case .float64: modify(Double.self) { $0.update(repeating: value, count: count) }
    }
  }

  /// The same elements in memory of their own.
  func copy() -> Tensor {
    var result = Tensor(uninitialized: shape, dtype)
    let bytes = elementCount * dtype.byteCount
    readBytes { source in result.modifyBytes { $0.copyMemory(from: source, byteCount: bytes) } }
    return result
  }

  /// The same numbers in another type; float64 to float32 rounds to nearest.
  public func cast(to target: DType) -> Tensor {
    if target == dtype { return self }
    var result = Tensor(uninitialized: shape, target)
    let count = elementCount
    switch target {
    case .float64:
      read(Float.self) { x in result.modify(Double.self) { unroll_widen(count, x, $0) } }
    case .float32:
      read(Double.self) { x in result.modify(Float.self) { unroll_narrow(count, x, $0) } }
    }
    return result
  }
}

extension Tensor {
  /// Where the elements begin, for a program that holds the tensor while it runs.
  var start: UnsafeMutableRawPointer { storage.memory + offset * dtype.byteCount }
}

extension IntTensor {
  /// The 32-bit integers in the memory of a tensor, for a program.
  func copied() -> Tensor {
    var result = Tensor(uninitialized: [elementCount], .float32)
    result.modifyBytes { target in
      storage.withUnsafeBytes { source in
        if let start = source.baseAddress {
          target.copyMemory(from: start, byteCount: source.count)
        }
      }
    }
    return result
  }
}
