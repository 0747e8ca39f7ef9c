/// Why a tensor file can't be used or written: which, what was found, and what to do.
///
/// `model.safetensors: the bytes don't add up to the checksum …`
public struct TensorFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong with a tensor file.
  public enum Problem: Error, Equatable, Sendable {
    /// Nothing stands at this path.
    case noSuchFile
    /// The system refuses to read the file.
    case unreadable(reason: String)
    /// The path leads to a folder, a device or a pipe.
    case notAFile(isFolder: Bool)
    /// The file has more bytes than this computer has memory.
    case largerThanMemory(_ byteCount: Int)
    /// The file can't be written.
    case cannotWrite(reason: String)
    /// The name or key is the file's own.
    case reservedKey(String)
    /// The file ends too early.
    case cutShort(_ byteCount: Int)
    /// The header is longer than the format allows.
    case headerTooLong(_ length: UInt64)
    /// The file is another library's, in a format of its own.
    case otherLibrary(OtherLibraryFile)
    /// The header would end behind the file.
    case headerBeyondEnd(length: UInt64, byteCount: Int)
    /// The header is not UTF-8.
    case notUTF8
    /// The header is not what the format says; places count from the beginning of the file.
    case malformedHeader(place: Int, found: String, expected: String)
    /// The file is of a form that this version does not know.
    case otherFormat(String)
    /// The file has lost its checksum.
    case noChecksum
    /// The bytes are others than were written.
    case altered
    /// The numbers are of a type that Unroll does not have.
    case unknownType(tensor: String, type: String)
    /// A tensor has more axes or numbers than fit.
    case tooLarge(tensor: String, shape: [Int])
    /// Type and shape ask for other bytes than are named.
    case wrongByteCount(
      tensor: String, type: String, shape: [Int], expected: Int, start: Int, end: Int)
    /// A tensor's bytes end behind the file.
    case beyondEnd(tensor: String, end: Int, dataCount: Int)
    /// Two tensors share bytes.
    case overlap(String, String)
    /// Some bytes in front of a tensor belong to none.
    case gap(before: String, Range<Int>)
    /// Some bytes behind the last tensor belong to none.
    case trailingBytes(Int)
    /// A byte of truth values is neither 0 nor 1.
    case notATruth(tensor: String, found: UInt8)
    /// An integer needs more than 32 bits.
    case largeInteger(tensor: String)
    /// No tensor has the name that was asked for.
    case noSuchTensor(String, available: [String])
    /// A tensor holds something else than was asked for.
    case otherContent(tensor: String, expected: String)
  }

  /// A problem with a file.
  public init(file: String, _ problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// The file and the sentence.
  public var description: String { "\(file): \(problem.sentence)" }
}

extension TensorFileError.Problem {
  fileprivate var sentence: String {
    let again = "Copy it again from where it came."
    switch self {
    // The world around the file
    case .noSuchFile: return "no such file; check the spelling and the folder."
    case .unreadable(let reason): return "can't be read: \(reason). Name a file that may be read."
    case .notAFile(let isFolder):
      return "is \(isFolder ? "a folder" : "a device or a pipe"); expected a file. Name one."
    case .largerThanMemory(let count):
      return """
        has \(count) bytes, more than this computer has memory; expected fewer. Save it in parts where it was made.
        """
    case .cannotWrite(let reason):
      return "can't be written: \(reason). What stood there before is untouched."
    case .reservedKey(let key): return "the name \(key) is the format's own; choose another."

    // The file as a whole
    case .cutShort(let count):
      return "ends after \(count) bytes, within what it says it holds; it was cut short. \(again)"
    case .headerTooLong(let length):
      return """
        its first eight bytes announce a header of \(length) bytes; expected at most \
        \(TensorFile.longestHeader). It is no safetensors file, or damaged.
        """
    case .otherLibrary(let file): return file.sentence
    case .headerBeyondEnd(let length, let byteCount):
      return """
        its first eight bytes announce a header of \(length) bytes, but the file has \(byteCount). It is \
        no safetensors file, or was cut short. \(again)
        """
    case .notUTF8: return "its header holds bytes that are not UTF-8; the file is damaged. \(again)"
    case .malformedHeader(let place, let found, let expected):
      return """
        its header is wrong at byte \(place): found \(found); expected \(expected). The file is damaged, \
        or no safetensors file.
        """
    case .otherFormat(let format):
      return """
        is of format \(format); this version of Unroll knows format \(TensorFile.format). Read it with a \
        newer version.
        """
    case .noChecksum:
      return """
        says that Unroll wrote it (\(TensorFile.formatKey)), but has no checksum \
        (\(TensorFile.checksumKey)); it was altered. \(again) If another program altered it on purpose, have \
        it leave out both keys.
        """
    case .altered:
      return """
        its bytes don't add up to its checksum; they were altered after the file was written. \(again) If \
        another program altered it on purpose, have it leave out the metadata \(TensorFile.formatKey) and \
        \(TensorFile.checksumKey).
        """
    case .trailingBytes(let count):
      return
        "has \(count) bytes behind its last tensor that belong to none; expected the end. \(again)"

    // One tensor in it
    case .unknownType(let tensor, let type):
      let types = StoredType.allCases.map(\.rawValue).joined(separator: ", ")
      return """
        \(tensor) is of type \(type); Unroll reads \(types). Convert it where it was made, for example to \
        F32.
        """
    case .tooLarge(let tensor, let shape):
      return """
        \(tensor) has shape \(shape); expected at most 8 axes of at most 2147483647 each, and a size that \
        fits in 64 bits.
        """
    case .wrongByteCount(let tensor, let type, let shape, let expected, let start, let end):
      return """
        \(tensor), \(type) of shape \(shape), lies from byte \(start) to \(end); expected \(expected) bytes. \
        The header is damaged.
        """
    case .beyondEnd(let tensor, let end, let dataCount):
      return """
        \(tensor) ends at byte \(end) behind the header, but only \(dataCount) follow; the file was cut \
        short. \(again)
        """
    case .overlap(let first, let second):
      return """
        \(first) and \(second) share bytes; expected bytes of its own for each. The header is damaged.
        """
    case .gap(let tensor, let range):
      return """
        the bytes from \(range.lowerBound) to \(range.upperBound), in front of \(tensor), belong to no \
        tensor; expected none between tensors. The header is damaged.
        """
    case .notATruth(let tensor, let found):
      return "\(tensor), BOOL, holds a byte \(found); expected 0 and 1 only. The file is damaged."
    case .largeInteger(let tensor):
      return """
        \(tensor), I64, holds an integer that needs more than 32 bits; Unroll's integers have 32. Save it as \
        F64 where it was made, or make it smaller.
        """

    // A name that was asked for
    case .noSuchTensor(let name, let available):
      let shown = available.prefix(12).joined(separator: ", ")
      let rest = available.count > 12 ? " and \(available.count - 12) more" : ""
      return available.isEmpty
        ? "has no tensor \(name); it has none at all."
        : "has no tensor \(name); its tensors are \(shown)\(rest)."
    case .otherContent(let tensor, let expected):
      return "\(tensor) does not hold what was asked for, \(expected)."
    }
  }
}
