import UnrollAutodiff

/// Arrays by name in a file of NumPy's: **`.npz`**, what `np.savez` writes and `np.load` reads.
///
/// ```swift
/// var archive = NumPyArchive()
/// archive.tensors["kernel"] = .numbers([[1, 2, 3], [4, 5, 6]])
/// try archive.write(to: "weights.npz")
/// let kernel = try NumPyArchive(reading: "weights.npz").numbers("kernel")
/// ```
///
/// The file is a zip, and each member of it is a ``NumPyArray``: `kernel.npy`. Members lie in it as they are;
/// those that `np.savez_compressed` has packed are refused. The contents are those of a ``TensorFile``, so that
/// whoever takes `tensors` takes either file.
public struct NumPyArchive: Sendable {
  /// The arrays by name, without `.npy`.
  public var tensors: [String: TensorFile.Content]

  /// The file it was read from, for messages.
  private var path: String?

  /// Arrays, not written yet.
  public init(tensors: [String: TensorFile.Content] = [:]) { self.tensors = tensors }

  /// Reads a file; nothing in it is taken on trust, and each array is held against its checksum.
  ///
  /// - Throws: A ``NumPyFileError`` that says what is wrong and what to do.
  public init(reading path: String) throws(NumPyFileError) {
    try self.init(bytes: NumPyBytes.read(path), file: path)
  }

  /// Arrays from the bytes of a file, which is named `file` in messages.
  package init(bytes: [UInt8], file: String) throws(NumPyFileError) {
    var tensors: [String: TensorFile.Content] = [:]
    for member in try ZipDirectory(bytes, file: file).members {
      tensors[member.arrayName] = try NumPyFileError.naming(file, array: member.arrayName) {
        () throws(NumPyFileError.Problem) in
        let data = bytes[member.range]
        if CRC32.of(data) != member.checksum { throw .altered }
        return try TensorFile.Content(numPyFile: data)
      }
    }
    (self.tensors, path) = (tensors, file)
  }

  /// Writes the file, whole or not at all. Equal contents give equal bytes.
  ///
  /// - Throws: A ``NumPyFileError``; what stood at the path before is untouched then.
  public func write(to path: String) throws(NumPyFileError) {
    let plan = try ZipPlan(tensors, file: path)
    try NumPyBytes.write(to: path) { writer in try plan.write(writer) }
  }
}

extension NumPyArchive {
  /// The numbers under a name.
  /// - Throws: ``NumPyFileError`` where there is nothing of that name, or something else.
  public func numbers(_ name: String) throws(NumPyFileError) -> Tensor {
    if case .numbers(let tensor) = try content(name) { return tensor }
    throw error(name, .otherContent(expected: "numbers (f2, f4 or f8)"))
  }

  /// The integers under a name.
  /// - Throws: ``NumPyFileError`` where there is nothing of that name, or something else.
  public func integers(_ name: String) throws(NumPyFileError) -> IntTensor {
    if case .integers(let tensor) = try content(name) { return tensor }
    throw error(name, .otherContent(expected: "integers (i1 to i8, u1 to u8)"))
  }

  /// The truth values under a name.
  /// - Throws: ``NumPyFileError`` where there is nothing of that name, or something else.
  public func truths(_ name: String) throws(NumPyFileError) -> BoolTensor {
    if case .truths(let tensor) = try content(name) { return tensor }
    throw error(name, .otherContent(expected: "truth values (b1)"))
  }

  private func content(_ name: String) throws(NumPyFileError) -> TensorFile.Content {
    guard let content = tensors[name] else {
      throw error(nil, .noSuchArray(name, available: tensors.keys.sorted()))
    }
    return content
  }

  private func error(_ array: String?, _ problem: NumPyFileError.Problem) -> NumPyFileError {
    NumPyFileError(file: path ?? "archive", array: array, problem)
  }
}
