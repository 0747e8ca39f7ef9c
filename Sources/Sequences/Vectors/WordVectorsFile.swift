import UnrollNumerics

/// Word vectors read from a file in the text format of GloVe and word2vec: a word and its numbers on each line.
///
/// ```swift
/// let file = try WordVectorsFile(contentsOf: "glove.6B.50d.txt")
/// print(file)  // glove.6B.50d.txt: 400,000 words with vectors of 50 numbers.
/// let vectors = file.vectors
/// ```
///
/// Spaces or tabs stand between the numbers. A first line of two whole numbers is word2vec's header, the number
/// of words and the length of the vectors; it is checked. Without one, the first line shows the length. A word
/// may hold spaces, as `. . .` does in GloVe's 840B file: the last numbers of the line are the vector, and what
/// stands before them is the word. Where a word comes twice the first vector is kept.
public struct WordVectorsFile: Sendable {
  /// The file as its reader named it.
  public let file: String
  /// The vectors.
  public let vectors: WordVectors
  /// The words that come more than once, each as often as it was left out.
  public let repeated: [String]
  /// Whether only the first lines were read, because no more were asked for.
  public let isCut: Bool

  /// The longest vector that is read.
  public static let mostDimensions = 65_536

  /// Reads a file, or its first words only: files have the most frequent first. Stops with a sentence where
  /// `limit` is below 1.
  /// - Throws: ``TextFileError`` for a file that can't be read or is no such file: with the line, what was found
  ///   and what was expected.
  public init(contentsOf path: String, first limit: Int? = nil) throws(TextFileError) {
    require(
      limit ?? 1 > 0,
      "WordVectorsFile: can't read the first \(limit ?? 0) words; expected at least 1")
    try self.init(TextLines(contentsOf: path), first: limit)
  }

  /// Reads the bytes of a file, so many at a time; `file` names it in messages.
  package init(bytes: [UInt8], file: String, chunk: Int) throws(TextFileError) {
    try self.init(TextLines(FileWindow(bytes: bytes, file: file, chunk: chunk)), first: nil)
  }

  private init(_ lines: TextLines, first limit: Int?) throws(TextFileError) {
    var reader = WordVectorsReader(lines: lines)
    try reader.readAll(atMost: limit ?? .max)
    file = lines.file
    vectors = reader.vectors()
    repeated = reader.repeated
    isCut = reader.isCut
  }
}

extension WordVectorsFile: CustomStringConvertible {
  /// How many words and numbers there are, and which words came twice.
  public var description: String {
    let head =
      "\(file): \(isCut ? "the first " : "")\(vectors.count.grouped) words with vectors of "
      + "\(vectors.dimensions) numbers."
    if repeated.isEmpty { return head }
    let names = repeated.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let rest = repeated.count > 3 ? ", …" : ""
    return head
      + (repeated.count == 1
        ? " 1 line repeats a word" : " \(repeated.count.grouped) lines repeat a word")
      + " (\(names)\(rest)): the first vector is kept."
  }
}
