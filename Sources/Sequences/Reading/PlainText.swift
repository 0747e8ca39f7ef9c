/// A text for a language model, whole in memory: a file, or the texts of a folder one behind the other.
///
/// ```swift
/// let book = try PlainText(contentsOf: "timemachine.txt")
/// print(book.remark)   // timemachine.txt: 178,978 bytes of text.
/// ```
///
/// Line ends become `\n` where nothing else is said. ``TextPieces`` reads the same text in pieces, and says
/// how a folder is read.
public struct PlainText: Sendable {
  /// The text.
  public let text: String
  /// The files that were read, in their order.
  public let files: [String]
  /// What was read, in a sentence.
  public let remark: String

  /// Reads a file, or the texts in a folder.
  /// - Throws: ``TextFileError`` for a file that is missing, unreadable, empty, packed or not in UTF-8, and
  ///   for a folder without texts.
  public init(contentsOf path: String, lineEnds: LineEnds = .lineFeeds) throws(TextFileError) {
    let pieces = try TextPieces(contentsOf: path, lineEnds: lineEnds)
    text = try pieces.joined()
    files = pieces.files
    let count = pieces.files.count
    let source = isFolder(path) ? " in \(count.grouped) \(count == 1 ? "file" : "files")" : ""
    let others = pieces.others.count
    let rest =
      switch others {
      case 0: ""
      case 1: "; 1 file that ends otherwise than in .txt, .md or .swift was left out"
      default:
        "; \(others.grouped) files that end otherwise than in .txt, .md or .swift were left out"
      }
    remark = "\(path): \(text.utf8.count.grouped) bytes of text\(source)\(rest)."
  }

  /// The text of a file that must not be a folder.
  static func text(
    ofFile path: String, lineEnds: LineEnds, chunk: Int = FileWindow.usualChunk
  ) throws(TextFileError) -> String {
    try TextPieces([path], lineEnds: lineEnds, chunk: chunk).joined()
  }
}

extension TextPieces {
  /// All pieces that are left, as one text.
  fileprivate func joined() throws(TextFileError) -> String {
    var text = ""
    while let piece = try next() { text += piece }
    return text
  }
}
