import UnrollAutodiff

/// Tensors by name and some text, as a file: **safetensors**, which Python's `safetensors`, PyTorch and
/// Keras's users read too.
///
/// ```swift
/// var file = TensorFile(metadata: ["made by": "me"])
/// file.tensors["kernel"] = .numbers([[1, 2, 3], [4, 5, 6]])
/// try file.write(to: "kernel.safetensors")
/// let kernel = try TensorFile(reading: "kernel.safetensors").numbers("kernel")
/// ```
///
/// Eight bytes say how long the header is (little-endian), the header says in JSON where each tensor lies,
/// and behind it lie their numbers without gaps:
///
/// ```
/// ⟨88⟩{"__metadata__":{…},"kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}  ⟨24 bytes⟩
/// ```
///
/// Such a file holds numbers and text, nothing that could be run. A file written here carries a checksum
/// over all of its bytes, so that damage is found when it is read. Equal contents give equal bytes. The
/// format: github.com/huggingface/safetensors.
public struct TensorFile: Sendable {
  /// What lies under a name.
  public enum Content: Sendable {
    /// Numbers: `F32` or `F64`.
    case numbers(Tensor)
    /// Integers: written as `I32`; read from `I64` too, where 32 bits are enough.
    case integers(IntTensor)
    /// Truth values: `BOOL`.
    case truths(BoolTensor)
  }

  /// The tensors by name.
  public var tensors: [String: Content]

  /// Text by key. Keys `unroll.format` and `unroll.checksum` are the file's own: they are written by
  /// themselves and left out when read.
  public var metadata: [String: String]

  /// The file it was read from, for messages.
  package private(set) var path: String?

  /// Tensors and text, not written yet.
  public init(tensors: [String: Content] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  init(tensors: [String: Content], metadata: [String: String], path: String) {
    self.init(tensors: tensors, metadata: metadata)
    self.path = path
  }

  /// The numbers under a name.
  /// - Throws: ``TensorFileError`` where there is nothing of that name, or something else.
  public func numbers(_ name: String) throws(TensorFileError) -> Tensor {
    if case .numbers(let tensor) = try content(name) { return tensor }
    throw error(.otherContent(tensor: name, expected: "numbers (F32 or F64)"))
  }

  /// The integers under a name.
  /// - Throws: ``TensorFileError`` where there is nothing of that name, or something else.
  public func integers(_ name: String) throws(TensorFileError) -> IntTensor {
    if case .integers(let tensor) = try content(name) { return tensor }
    throw error(.otherContent(tensor: name, expected: "integers (I32 or I64)"))
  }

  /// The truth values under a name.
  /// - Throws: ``TensorFileError`` where there is nothing of that name, or something else.
  public func truths(_ name: String) throws(TensorFileError) -> BoolTensor {
    if case .truths(let tensor) = try content(name) { return tensor }
    throw error(.otherContent(tensor: name, expected: "truth values (BOOL)"))
  }

  private func content(_ name: String) throws(TensorFileError) -> Content {
    guard let content = tensors[name] else {
      throw error(.noSuchTensor(name, available: tensors.keys.sorted()))
    }
    return content
  }

  private func error(_ problem: TensorFileError.Problem) -> TensorFileError {
    TensorFileError(file: path ?? "tensor file", problem)
  }
}

extension TensorFile {
  /// The key under which a file says in which form it was written.
  static let formatKey = "unroll.format"
  /// The form that is written here.
  static let format = "1"
  /// The key of the checksum: 16 hexadecimal digits, which count as zeros while it is computed.
  static let checksumKey = "unroll.checksum"
  /// The longest header, 100 MB: the format's own limit.
  static let longestHeader = 100_000_000
}

extension TensorFile.Content {
  /// The sizes of the axes.
  public var shape: Shape {
    switch self {
    case .numbers(let tensor): tensor.shape
    case .integers(let tensor): tensor.shape
    case .truths(let tensor): tensor.shape
    }
  }

  /// The type by the format's name.
  var type: StoredType {
    switch self {
    case .numbers(let tensor): tensor.dtype == .float32 ? .f32 : .f64
    case .integers: .i32
    case .truths: .bool
    }
  }

  /// Calls `body` with the bytes in the file.
  func withFileBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    switch self {
    case .numbers(let tensor): try tensor.withFileBytes(body)
    case .integers(let tensor): try tensor.withFileBytes(body)
    case .truths(let tensor):
      try tensor.elements.map { $0 ? 1 : 0 as UInt8 }.withUnsafeBytes(body)
    }
  }
}

/// A type of numbers by the format's name, in the order in which the format puts tensors.
enum StoredType: String, CaseIterable {
  case i64 = "I64"
  case f64 = "F64"
  case f32 = "F32"
  case i32 = "I32"
  case bool = "BOOL"

  /// The size of one number in bytes.
  var byteCount: Int {
    switch self {
    case .i64, .f64: 8
    case .f32, .i32: 4
    case .bool: 1
    }
  }
}
