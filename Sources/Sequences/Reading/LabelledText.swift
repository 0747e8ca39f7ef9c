/// A text of which is known whether it is positive or negative, such as the review of a film.
public struct LabelledText: Hashable, Sendable {
  /// What somebody wrote, as the file has it: `<br />` and other markup are still in it.
  public let text: String
  /// 1 for positive, 0 for negative.
  public let label: Int
  /// Where it stands.
  public let place: Place

  /// A file, and a line of it.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The file, with the path under which it was read.
    public let file: String
    /// The line on which the text begins, counted from 1; nil for a text in a file of its own.
    public let line: Int?

    /// `imdb_train.tsv, line 3`, or `aclImdb/train/pos/0_9.txt`.
    public var description: String { line.map { "\(file), line \($0)" } ?? file }
  }

  /// A text, its label, and where it stands.
  public init(_ text: String, label: Int, file: String, line: Int? = nil) {
    self.text = text
    self.label = label
    place = Place(file: file, line: line)
  }
}

extension LabelledText {
  /// The label that a word in a file means, in capitals or not; nil for another word.
  static func label(_ word: String) -> Int? {
    switch word.trimmingSpaces().lowercased() {
    case "positive", "pos", "1": 1
    case "negative", "neg", "0": 0
    default: nil
    }
  }

  /// What ``label(_:)`` understands.
  static let labelWords = "positive or negative, pos or neg, 1 or 0"

  /// Makes a text out of the cells of a line.
  /// - Throws: ``TextFileError`` for a label that is none, and for a text without a letter.
  init(text: String, label word: String, file: String, line: Int) throws(TextFileError) {
    guard let label = Self.label(word) else {
      throw .unexpected(
        file: file, line: line, found: "the label \(excerpt(word))", expected: Self.labelWords)
    }
    if text.allSatisfy(\.isWhitespace) {
      throw .unexpected(
        file: file, line: line, found: "a label and no text",
        expected: "a text; complete the line, or take it out")
    }
    self.init(text, label: label, file: file, line: line)
  }

  /// Stops where there is nothing to tell apart.
  /// - Throws: ``TextFileError`` where there are no texts, or all have one label.
  static func checkLabels(_ texts: [LabelledText], file: String) throws(TextFileError) {
    let positive = texts.count { $0.label == 1 }
    guard positive == 0 || positive == texts.count else { return }
    let kind = positive == 0 ? "negative" : "positive"
    let found =
      switch texts.count {
      case 0: "no texts"
      case 1: "one text, which is \(kind)"
      case let count: "\(count.grouped) texts, all of them \(kind)"
      }
    throw .unexpected(file: file, found: found, expected: "positive and negative ones")
  }
}

/// A cell in a sentence: in quotes, and not more than its start.
func excerpt(_ cell: String) -> String {
  "'" + (cell.count > 24 ? cell.prefix(23) + "…" : cell[...]) + "'"
}
