import UnrollNumerics

/// Why a file of text can't be used: where, what was found, what was expected, and what to do.
///
/// `reviews.tsv, line 3: found bytes that are not UTF-8; expected text in UTF-8. Save the file as UTF-8.`
public struct TextFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public let line: Int?
  /// What is wrong there.
  public let problem: Problem

  /// What can be wrong with a file of text.
  public enum Problem: Equatable, Sendable {
    /// Nothing stands at this path.
    case noSuchFile
    /// A folder stands at this path.
    case isFolder
    /// The file's owner does not allow it to be read.
    case notPermitted
    /// The system fails to read the file, for this reason.
    case unreadable(reason: String)
    /// The file is packed, and holds text only when it is unpacked.
    case packed(Packing)
    /// The file begins as texts in this other encoding do.
    case otherEncoding(String)
    /// The bytes are not UTF-8.
    case notUTF8
    /// There is a byte 0, which stands in no text.
    case zeroByte
    /// There is nothing in the file.
    case empty
    /// A line has more bytes than may be held at a time.
    case tooLong(limit: Int)
    /// Lines end with `\r` alone, as they did on the first Macintosh.
    case carriageReturns
    /// What the text says is not what its reader needs; both are parts of a sentence.
    case unexpected(found: String, expected: String)
  }

  /// A problem in a file, at a place as exact as it is known.
  public init(file: String, line: Int? = nil, _ problem: Problem) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  /// `vectors.txt, line 7: found 49 numbers; expected 50, as on line 1.`
  public static func unexpected(
    file: String, line: Int? = nil, found: String, expected: String
  ) -> TextFileError {
    TextFileError(file: file, line: line, .unexpected(found: found, expected: expected))
  }

  /// The place and the sentence.
  public var description: String {
    (line.map { "\(file), line \($0)" } ?? file) + ": " + problem.sentence(file: file)
  }
}

extension TextFileError.Problem {
  /// What is said behind the place.
  func sentence(file: String) -> String {
    switch self {
    case .noSuchFile: "no such file; check the spelling and the folder."
    case .isFolder: "found a folder; expected a file. Name a file in it."
    case .notPermitted:
      "can't be read: permission denied. Allow it: chmod u+r \(shellWord(file))"
    case .unreadable(let reason): "can't be read: \(reason). Name a file that may be read."
    case .packed(let packing):
      "found a file packed by \(packing.rawValue); expected text. Unpack it first: "
        + packing.command(for: file)
    case .otherEncoding(let name):
      "found text in \(name); expected text in UTF-8. Save the file as UTF-8."
    case .notUTF8: "found bytes that are not UTF-8; expected text in UTF-8. Save the file as UTF-8."
    case .zeroByte:
      "found a byte 0, which stands in no text; expected text in UTF-8. Name another file, or save this "
        + "one as UTF-8."
    case .empty: "found nothing; expected text."
    case .tooLong(let limit):
      "found a line of more than \(limit.grouped) bytes; expected shorter ones, each ended by \\n."
    case .carriageReturns:
      "found lines that end with \\r alone; expected \\n. Save the file with the line ends of Unix or "
        + "Windows."
    case .unexpected(let found, let expected): "found \(found); expected \(expected)."
    }
  }
}
