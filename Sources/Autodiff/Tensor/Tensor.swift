import UnrollNumerics

/// A block of numbers with a shape: the values that operations work on.
///
/// A tensor is a value: a copy never changes when the original does. Its elements lie in row-major
/// order, and slices along the first axis look into the same memory without copying.
///
/// ```swift
/// let x: Tensor = [[1, 2, 3], [4, 5, 6]]
/// x.shape       // [2, 3]
/// x[1, 0]       // 4
/// x[0..., -1]   // [3, 6]
/// ```
public struct Tensor: Sendable {
  /// The sizes of the axes.
  public let shape: Shape

  /// The type of the numbers.
  public let dtype: DType

  private(set) var storage: Storage

  /// Where the first element lies in the storage, counted in elements.
  let offset: Int

  /// A tensor that looks into existing storage.
  init(shape: Shape, dtype: DType, storage: Storage, offset: Int) {
    self.shape = shape
    self.dtype = dtype
    self.storage = storage
    self.offset = offset
  }

  /// A tensor whose elements are not yet defined: the caller writes every one.
  init(uninitialized shape: Shape, _ dtype: DType) {
    self.init(
      shape: shape, dtype: dtype, storage: Storage(byteCount: shape.elementCount * dtype.byteCount),
      offset: 0)
  }

  /// The number of elements.
  public var elementCount: Int { shape.elementCount }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// Makes this tensor the only holder of its memory, by copying it where it is shared.
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { self = copy() }
  }

  /// The same elements under another shape, without copying.
  func viewed(as shape: Shape) -> Tensor {
    Tensor(shape: shape, dtype: dtype, storage: storage, offset: offset)
  }
}

extension Tensor {
  /// A tensor with the given elements in row-major order. Stops with a sentence where they are not as
  /// many as the shape holds.
  public init(_ elements: [Double], shape: Shape, dtype: DType = .float32) {
    require(
      elements.count == shape.elementCount,
      "tensor: shape \(shape) holds \(shape.elementCount) elements, not \(elements.count)")
    self.init(uninitialized: shape, dtype)
    write(elements)
  }

  /// A tensor with the given elements in row-major order, as float32. Stops with a sentence where they
  /// are not as many as the shape holds.
  public init(_ elements: [Float], shape: Shape) {
    require(
      elements.count == shape.elementCount,
      "tensor: shape \(shape) holds \(shape.elementCount) elements, not \(elements.count)")
    self.init(uninitialized: shape, .float32)
    write(elements)
  }

  /// A vector.
  public init(_ elements: [Double], dtype: DType = .float32) {
    self.init(elements, shape: [elements.count], dtype: dtype)
  }

  /// A scalar: a tensor without axes.
  public init(_ value: Double, dtype: DType = .float32) {
    self.init(repeating: value, shape: [], dtype: dtype)
  }

  /// A tensor filled with one number.
  public init(repeating value: Double, shape: Shape, dtype: DType = .float32) {
    self.init(uninitialized: shape, dtype)
    fill(with: value)
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    Tensor(repeating: 0, shape: shape, dtype: dtype)
  }

  /// A tensor of ones.
  public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    Tensor(repeating: 1, shape: shape, dtype: dtype)
  }

  /// The identity matrix, `[size, size]`.
  public static func identity(_ size: Int, dtype: DType = .float32) -> Tensor {
    var elements = [Double](repeating: 0, count: size * size)
    for i in 0..<size { elements[i * size + i] = 1 }
    return Tensor(elements, shape: [size, size], dtype: dtype)
  }

  /// A tensor of uniform random numbers from a generator.
  ///
  /// The same state of the generator gives the same numbers; only rounding gives the upper bound itself.
  public static func uniform(
    _ shape: Shape, in range: Range<Double> = 0..<1, dtype: DType = .float32,
    using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let elements = (0..<shape.elementCount).map { _ in
      range.lowerBound + (range.upperBound - range.lowerBound)
        * Double(generator.next() >> 11) * 0x1p-53
    }
    return Tensor(elements, shape: shape, dtype: dtype)
  }

  /// The only element of a tensor that has one.
  ///
  /// Named as in NumPy and PyTorch; stops with a sentence where there are more or none.
  public func item() -> Double {
    require(
      elementCount == 1, "item: expected a tensor with one element; this one has shape \(shape)")
    return elements[0]
  }
}

extension Tensor: Equatable {
  /// Equal shape, type and numbers, as `==` compares numbers (NaN differs from itself).
  public static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape && a.dtype == b.dtype && a.elements == b.elements
  }
}
