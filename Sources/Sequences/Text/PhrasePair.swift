/// A phrase and its translation.
public struct PhrasePair: Hashable, Sendable {
  /// What is translated.
  public let source: String
  /// What it becomes.
  public let target: String

  /// A phrase and its translation.
  public init(_ source: String, _ target: String) {
    self.source = source
    self.target = target
  }

  /// Pairs out of a file with one on every line, source and target separated by a tab; what follows a
  /// second tab is not read, and blank lines are stepped over.
  ///
  /// - Throws: ``TextFileError`` for a file that is no text, a line without a tab, or a file without lines.
  public static func pairs(contentsOf path: String) throws(TextFileError) -> [PhrasePair] {
    try pairs(in: PlainText.text(ofFile: path, lineEnds: .asWritten), file: path)
  }

  /// Pairs out of a text with one on every line; `file` names it in messages.
  ///
  /// - Throws: ``TextFileError`` for a line without a tab, or a text without lines.
  public static func pairs(in text: String, file: String) throws(TextFileError) -> [PhrasePair] {
    // A text may begin with a mark that only says it is in Unicode.
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    var pairs: [PhrasePair] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count > 1, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw .unexpected(
          file: file, line: number, found: "'\(line.prefix(40))'", expected: Self.expected)
      }
      pairs.append(PhrasePair(String(parts[0]), String(parts[1])))
    }
    if pairs.isEmpty { throw .unexpected(file: file, found: "no lines", expected: Self.expected) }
    return pairs
  }

  private static let expected = "a phrase and its translation, separated by a tab"
}
