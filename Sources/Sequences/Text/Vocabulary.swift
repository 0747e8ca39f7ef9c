import UnrollAutodiff
import UnrollNumerics

/// The characters or words of some texts, and the token ids that stand for them.
///
/// 0 is padding, 1 begins a text, 2 ends it, and 3 stands for whatever is not in the vocabulary; the others
/// follow in alphabetical order.
public struct Vocabulary: Sendable {
  /// What a token stands for.
  public enum Unit: Sendable {
    /// A character.
    case characters
    /// A word, or a punctuation mark.
    case words
  }

  /// The token that fills up short texts.
  public static let padding = 0
  /// The token in front of a text.
  public static let start = 1
  /// The token behind a text.
  public static let end = 2
  /// The token for what is not in the vocabulary.
  public static let unknown = 3

  private static let reserved = 4

  /// What a token stands for.
  public let unit: Unit

  /// The characters or words, those of the ids from 4 on.
  public let entries: [String]

  private let ids: [String: Int]

  /// All characters or words of some texts.
  public init(_ texts: some Sequence<String>, unit: Unit) {
    self.unit = unit
    entries = Set(texts.flatMap { Self.parts(of: $0, unit) }).sorted()
    ids = Dictionary(uniqueKeysWithValues: zip(entries, Self.reserved...))
  }

  /// The number of different tokens, the four with a meaning of their own included.
  public var count: Int { entries.count + Self.reserved }

  /// The number of tokens of a text, without the end.
  public func length(of text: String) -> Int { Self.parts(of: text, unit).count }

  /// The tokens of texts, each with the end token behind it and filled up with padding:
  /// `[texts, length]`.
  public func encode(_ texts: [String], length: Int) -> IntTensor {
    IntTensor(texts.flatMap { encode($0, length: length) }, shape: [texts.count, length])
  }

  private func encode(_ text: String, length: Int) -> [Int] {
    let tokens = Self.parts(of: text, unit).map { ids[$0] ?? Self.unknown }
    require(
      tokens.count < length,
      "vocabulary: \"\(text)\" has \(tokens.count) tokens; there is room for \(length - 1) and the end"
    )
    let filling = [Int](repeating: Self.padding, count: length - tokens.count - 1)
    return tokens + [Self.end] + filling
  }

  /// The texts in the rows of a matrix of tokens, each up to its first end or padding.
  public func decode(_ tokens: IntTensor) -> [String] {
    require(
      tokens.shape.count == 2,
      "vocabulary: expected rows of tokens [texts, length], but got shape \(tokens.shape)")
    let (width, all) = (tokens.shape[1], tokens.elements)
    return (0..<tokens.shape[0]).map { row in
      let text = all[(row * width)..<((row + 1) * width)].prefix {
        $0 != Self.end && $0 != Self.padding
      }
      return text.map(entry).joined(separator: unit == .words ? " " : "")
    }
  }

  private func entry(_ token: Int) -> String {
    require(
      (0..<count).contains(token),
      "vocabulary: there is no token \(token); there are \(count), counted from 0")
    switch token {
    case Self.start: return "⟨start⟩"
    case Self.unknown: return "⟨unknown⟩"
    default: return entries[token - Self.reserved]
    }
  }

  /// Characters, or words and punctuation marks in small letters.
  public static func parts(of text: String, _ unit: Unit) -> [String] {
    switch unit {
    case .characters: return text.map(String.init)
    case .words:
      var parts: [String] = []
      var word = ""
      // Both kinds of apostrophe are one; it ends a word that it belongs to, as in j'ai.
      for character in text.lowercased().replacing("’", with: "'") {
        let belongs = character.isLetter || character.isNumber || character == "'"
        if belongs { word.append(character) }
        if !belongs || character == "'" {
          if !word.isEmpty { parts.append(word) }
          word = ""
          if !belongs && !character.isWhitespace { parts.append(String(character)) }
        }
      }
      return word.isEmpty ? parts : parts + [word]
    }
  }
}
