/// Why a file of NumPy's can't be used or written: which, what was found, and what to do.
///
/// `weights.npz, kernel: its bytes don't add up to their checksum …`
public struct NumPyFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// The array in it; nil where there is only one, or the whole file is meant.
  public let array: String?
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong with a file of NumPy's.
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
    /// The name has a zero byte, or is too long for the format.
    case unusableName

    /// The file is neither an `.npy` nor an `.npz`.
    case notNumPy
    /// The file is an `.npz`, where an `.npy` was expected.
    case isArchive
    /// The file is an `.npy`, where an `.npz` was expected.
    case isArray
    /// The file ends too early.
    case cutShort(_ byteCount: Int)
    /// The bytes are others than were written.
    case altered

    /// The file is of a version that is not known.
    case otherVersion(_ major: UInt8, _ minor: UInt8)
    /// The header is longer than is reasonable.
    case headerTooLong(_ length: Int)
    /// The header would end behind the file.
    case headerBeyondEnd(length: Int, byteCount: Int)
    /// The header is not what the format says; places count from the beginning of the array's file.
    case malformedHeader(place: Int, found: String, expected: String)
    /// The array holds objects, which are programs.
    case objects
    /// The array holds text.
    case text(type: String)
    /// The array holds several fields under each index.
    case structured
    /// The array holds complex numbers.
    case complex(type: String)
    /// The array holds dates or times.
    case dates(type: String)
    /// The array holds bytes without a meaning.
    case rawBytes(type: String)
    /// The array is of a type that Unroll does not have.
    case unknownType(String)
    /// The array has more than eight axes.
    case tooManyAxes(Int)
    /// The array has more numbers than fit.
    case tooLarge(_ shape: [Int])
    /// The file ends before the numbers that type and shape ask for.
    case numbersMissing(type: String, shape: [Int], expected: Int, found: Int)
    /// Some bytes behind the numbers belong to nothing.
    case trailingBytes(Int)
    /// A byte of truth values is neither 0 nor 1.
    case notATruth(UInt8)
    /// An integer needs more than 32 bits.
    case largeInteger(type: String, found: String)

    /// The zip has several parts, of which this is one.
    case severalParts
    /// The zip has more members than are read.
    case tooManyMembers(UInt64)
    /// The directory does not lie where the zip says.
    case directoryElsewhere(start: UInt64, byteCount: UInt64, expected: Int)
    /// The directory holds something else than entries; places count from the beginning of the file.
    case brokenDirectory(place: Int)
    /// Numbers of 64 bits are announced, and don't stand where they should.
    case brokenZip64(place: Int)
    /// A member's name is no text in UTF-8.
    case nameNotUTF8(place: Int)
    /// Two members have the same name.
    case repeatedMember
    /// A member is packed.
    case compressed(method: Int)
    /// A member can be read with a password only.
    case encrypted
    /// A member is no array.
    case notAnArray
    /// A member's size was to follow, and did not.
    case sizeMissing
    /// A member that is not packed has two sizes.
    case twoSizes(UInt64, UInt64)
    /// A member begins or ends behind the place where the directory begins.
    case memberBeyondEnd(start: Int, byteCount: UInt64, limit: Int)
    /// Where a member should begin, something else does.
    case otherMember(place: Int)
    /// Two members share bytes.
    case overlap(with: String)

    /// No array has the name that was asked for.
    case noSuchArray(String, available: [String])
    /// An array holds something else than was asked for.
    case otherContent(expected: String)
  }

  /// A problem with a file, or with an array in it.
  public init(file: String, array: String? = nil, _ problem: Problem) {
    self.file = file
    self.array = array
    self.problem = problem
  }

  /// The file, the array and the sentence.
  public var description: String {
    "\(file)\(array.map { ", \($0)" } ?? ""): \(problem.sentence)"
  }

  /// What `body` gives; where it throws, the file and the array are named.
  static func naming<Result>(
    _ file: String, array: String? = nil, _ body: () throws(Problem) -> Result
  ) throws(NumPyFileError) -> Result {
    do { return try body() } catch { throw NumPyFileError(file: file, array: array, error) }
  }
}
