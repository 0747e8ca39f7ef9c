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

  /// Pairs out of a text with one on every line, source and target separated by a tab; what follows a
  /// second tab is not read.
  ///
  /// - Throws: ``PhrasePairError`` for a line without a tab, or a text without lines.
  public static func pairs(in text: String, file: String) throws(PhrasePairError) -> [PhrasePair] {
    // A file may begin with a mark that only says it is in Unicode.
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    var pairs: [PhrasePair] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count > 1, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw PhrasePairError(file: file, line: number, found: String(line.prefix(40)))
      }
      pairs.append(PhrasePair(String(parts[0]), String(parts[1])))
    }
    if pairs.isEmpty { throw PhrasePairError(file: file, line: nil, found: "no lines") }
    return pairs
  }
}

/// Why a file of phrases can't be used.
public struct PhrasePairError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public let line: Int?
  /// What stands there.
  public let found: String

  /// The place and the sentence.
  public var description: String {
    """
    \(file)\(line.map { ", line \($0)" } ?? ""): found '\(found)'; expected a phrase and its translation, \
    separated by a tab.
    """
  }
}
