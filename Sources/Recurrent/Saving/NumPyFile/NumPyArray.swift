import UnrollAutodiff

/// One array in a file of NumPy's: **`.npy`**, what `np.save` writes and `np.load` reads.
///
/// ```swift
/// try NumPyArray(.numbers([[1, 2, 3], [4, 5, 6]])).write(to: "kernel.npy")
/// let kernel = try NumPyArray(reading: "kernel.npy").content
/// ```
///
/// Six bytes say what it is, two the version, two how long the header is (little-endian); the header is
/// Python's spelling of type, order and shape, filled up with spaces to a multiple of 64 bytes; behind it lie
/// the numbers:
///
/// ```
/// ⟨93⟩NUMPY⟨1⟩⟨0⟩⟨118⟩{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  ⟨24 bytes⟩
/// ```
///
/// What is read: numbers of 16, 32 and 64 bits (those of 16 become float32), truth values, integers of 8 to 64
/// bits with a sign or without, where their values fit in 32 bits with one; in both orders of bytes and both
/// orders of axes. Objects, which a file holds as programs to be run, are refused like anything else that is
/// not an array of numbers. The format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
public struct NumPyArray: Sendable {
  /// What the array holds.
  public var content: TensorFile.Content

  /// An array, not written yet.
  public init(_ content: TensorFile.Content) { self.content = content }

  /// Reads a file; nothing in it is taken on trust.
  ///
  /// - Throws: A ``NumPyFileError`` that says what is wrong and what to do.
  public init(reading path: String) throws(NumPyFileError) {
    try self.init(bytes: NumPyBytes.read(path), file: path)
  }

  /// An array from the bytes of a file, which is named `file` in messages.
  package init(bytes: [UInt8], file: String) throws(NumPyFileError) {
    content = try NumPyFileError.naming(file) { () throws(NumPyFileError.Problem) in
      try TensorFile.Content(numPyFile: bytes[...])
    }
  }

  /// Writes the file, whole or not at all. Equal contents give equal bytes, those that NumPy writes.
  ///
  /// - Throws: A ``NumPyFileError``; what stood at the path before is untouched then.
  public func write(to path: String) throws(NumPyFileError) {
    let header = NumPyHeader.bytes(of: content)
    try NumPyBytes.write(to: path) { writer in
      try header.withUnsafeBytes { try writer.write($0) }
      try content.withFileBytes { try writer.write($0) }
    }
  }
}
