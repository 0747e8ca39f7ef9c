import UnrollNumerics

/// Integers with a shape: token ids, class labels, the places that argmax found.
///
/// They are a type of their own, because an integer has no derivative.
public struct IntTensor: Sendable, Hashable {
  /// The sizes of the axes.
  public let shape: Shape

  /// The integers in row-major order.
  let storage: [Int32]

  /// Integers in row-major order under a shape.
  ///
  /// Stops with a sentence where they are not as many as the shape holds, or one does not fit in 32 bits.
  public init(_ elements: some Collection<Int>, shape: Shape) {
    require(
      elements.count == shape.elementCount,
      "tensor: shape \(shape) holds \(shape.elementCount) elements, not \(elements.count)")
    self.shape = shape
    storage = elements.map(Self.narrow)
  }

  /// Integers that are written into memory, every one, in row-major order.
  package init(
    shape: Shape, writing write: (_ elements: UnsafeMutableBufferPointer<Int32>) -> Void
  ) {
    let count = shape.elementCount
    self.init(
      storage: [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
        write(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        initialized = count
      }, shape: shape)
  }

  /// An integer as it is kept; stops with a sentence where it does not fit.
  package static func narrow(_ element: Int) -> Int32 {
    guard let narrow = Int32(exactly: element) else {
      stop("tensor: \(element) does not fit in 32 bits")
    }
    return narrow
  }

  /// A vector of integers. Stops with a sentence where one does not fit in 32 bits.
  public init(_ elements: some Collection<Int>) {
    self.init(elements, shape: [elements.count])
  }

  /// A matrix of integers, from rows of equal length. Shape `[rows, row length]`; stops with a sentence
  /// where rows differ in length.
  public init(_ rows: [[Int]]) {
    let width = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == width,
        "tensor: row \(index) has \(row.count) elements, but row 0 has \(width)")
    }
    self.init(rows.flatMap { $0 }, shape: [rows.count, width])
  }

  /// The number of integers.
  public var elementCount: Int { storage.count }

  /// The integers in row-major order.
  public var elements: [Int] { storage.map(Int.init) }

  /// The same integers under another shape. Stops with a sentence where that holds more or fewer.
  public func reshaped(_ shape: Shape) -> IntTensor {
    require(
      elementCount == shape.elementCount,
      "tensor: shape \(shape) holds \(shape.elementCount) elements, not \(elementCount)")
    return IntTensor(storage: storage, shape: shape)
  }

  /// Whether both are the very same integers in memory, under whatever shape.
  package func isSame(as other: IntTensor) -> Bool {
    storage.withUnsafeBufferPointer { own in
      other.storage.withUnsafeBufferPointer {
        own.baseAddress == $0.baseAddress && own.count == $0.count
      }
    }
  }

  /// Some of the rows along the first axis, in the given order.
  ///
  /// Shape `indices.shape + shape[1...]`; stops with a sentence where an index names no row.
  public func rows(at indices: IntTensor) -> IntTensor {
    require(!shape.isEmpty, "rows: expected a tensor with at least one axis, not a scalar")
    indices.requireIndices(below: shape[0], "rows")
    let width = shape.elementCount(1..<shape.count)
    return IntTensor(
      storage: indices.storage.flatMap { storage[(Int($0) * width)..<((Int($0) + 1) * width)] },
      shape: Shape(Array(indices.shape) + shape.dropFirst()))
  }

  /// A run of rows along the first axis.
  ///
  /// Shape `[range.count] + shape[1...]`; stops with a sentence where there are no such rows.
  public func rows(_ range: Range<Int>) -> IntTensor {
    require(
      !shape.isEmpty && range.upperBound <= shape[0] && range.lowerBound >= 0,
      "rows: there are no rows \(range) in a tensor of shape \(shape)")
    let width = shape.elementCount(1..<shape.count)
    return IntTensor(
      storage: Array(storage[(range.lowerBound * width)..<(range.upperBound * width)]),
      shape: shape.with(range.count, at: 0))
  }

  /// A run of columns: of every row along the first axis the same part of the second.
  ///
  /// Of `[rows, columns, …]` gives `[rows, range.count, …]`; stops with a sentence where there are no
  /// such columns.
  public func columns(_ range: Range<Int>) -> IntTensor {
    require(
      shape.count > 1 && range.upperBound <= shape[1] && range.lowerBound >= 0,
      "columns: there are no columns \(range) in a tensor of shape \(shape)")
    let width = shape.elementCount(2..<shape.count)
    var part: [Int32] = []
    part.reserveCapacity(shape[0] * range.count * width)
    for row in 0..<shape[0] {
      let start = row * shape[1]
      part += storage[((start + range.lowerBound) * width)..<((start + range.upperBound) * width)]
    }
    return IntTensor(storage: part, shape: shape.with(range.count, at: 1))
  }

  init(storage: [Int32], shape: Shape) {
    self.storage = storage
    self.shape = shape
  }

  /// Whether all integers lie in `0..<count`.
  func hasIndices(below count: Int) -> Bool {
    // One pass without a branch: as unsigned numbers, negative ones are the largest.
    let largest = storage.withUnsafeBufferPointer {
      $0.reduce(0) { Swift.max($0, UInt32(bitPattern: $1)) }
    }
    return storage.isEmpty || Int(largest) < count
  }

  /// Stops with a sentence where an integer lies outside `0..<count`.
  func requireIndices(below count: Int, _ operation: String) {
    if hasIndices(below: count) { return }
    guard let place = storage.firstIndex(where: { $0 < 0 || $0 >= Int32(count) }) else { return }
    stop(
      """
      \(operation): index \(storage[place]) at place \(place) is outside 0..<\(count); \
      expected integers from 0 to \(count - 1)
      """)
  }
}

extension IntTensor: ExpressibleByArrayLiteral {
  /// A vector written as a literal.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension IntTensor: CustomStringConvertible {
  /// The integers in nested brackets.
  public var description: String {
    TensorFormatter.nested(elements.map(String.init), shape)
  }
}

/// Truth values with a shape: masks and the results of comparisons.
public struct BoolTensor: Sendable, Hashable {
  /// The sizes of the axes.
  public let shape: Shape

  /// The truth values in row-major order.
  public let elements: [Bool]

  /// Truth values in row-major order under a shape. Stops with a sentence where they are not as many as
  /// the shape holds.
  public init(_ elements: [Bool], shape: Shape) {
    require(
      elements.count == shape.elementCount,
      "tensor: shape \(shape) holds \(shape.elementCount) elements, not \(elements.count)")
    self.shape = shape
    self.elements = elements
  }

  /// A vector of truth values.
  public init(_ elements: [Bool]) { self.init(elements, shape: [elements.count]) }

  /// The opposite of each truth value.
  public static prefix func ! (mask: BoolTensor) -> BoolTensor {
    BoolTensor(mask.elements.map { !$0 }, shape: mask.shape)
  }

  /// One where true and zero where false, in the same shape.
  public func tensor(dtype: DType = .float32) -> Tensor {
    Tensor(elements.map { $0 ? 1 : 0 }, shape: shape, dtype: dtype)
  }
}

extension BoolTensor: ExpressibleByArrayLiteral {
  /// A vector written as a literal.
  public init(arrayLiteral elements: Bool...) { self.init(elements) }
}

extension BoolTensor: CustomStringConvertible {
  /// The truth values in nested brackets.
  public var description: String {
    TensorFormatter.nested(elements.map(String.init), shape)
  }
}
