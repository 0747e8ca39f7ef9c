import UnrollAutodiff
import UnrollNumerics

/// Characters and the token ids that stand for them.
///
/// 0 is padding, 1 begins a text and 2 ends it; the characters follow in the order of their code points.
public struct CharacterVocabulary: Sendable {
  /// The token that fills up short texts.
  public static let padding = 0
  /// The token in front of a text.
  public static let start = 1
  /// The token behind a text.
  public static let end = 2

  /// The characters, those of the ids from 3 on.
  public let characters: [Character]

  private let ids: [Character: Int]

  /// All characters of some texts.
  public init(_ texts: some Sequence<String>) {
    characters = Set(texts.joined()).sorted()
    ids = Dictionary(uniqueKeysWithValues: zip(characters, 3...))
  }

  /// The number of different tokens, padding, start and end included.
  public var count: Int { characters.count + 3 }

  /// The tokens of a text, with the end token behind it, filled up with padding to a length.
  ///
  /// - Throws: ``VocabularyError`` for a character that is not in the vocabulary, or a text that is too
  ///   long.
  public func encode(_ text: String, length: Int) throws -> [Int] {
    let tokens = try text.map { character in
      guard let id = ids[character] else {
        throw VocabularyError.unknownCharacter(character, text: text)
      }
      return id
    }
    guard tokens.count < length else {
      throw VocabularyError.tooLong(text: text, count: tokens.count, most: length - 1)
    }
    let filling = [Int](repeating: Self.padding, count: length - tokens.count - 1)
    return tokens + [Self.end] + filling
  }

  /// Texts of equal length in tokens: `[texts, length]`.
  public func encode(_ texts: [String], length: Int) throws -> IntTensor {
    IntTensor(try texts.flatMap { try encode($0, length: length) }, shape: [texts.count, length])
  }

  /// The text of some tokens, up to the first end or padding.
  public func decode(_ tokens: some Sequence<Int>) -> String {
    String(tokens.prefix { $0 > Self.end }.map { characters[$0 - 3] })
  }

  /// The texts in the rows of a matrix of tokens.
  public func decode(_ tokens: IntTensor) -> [String] {
    let (width, all) = (tokens.shape[1], tokens.elements)
    return (0..<tokens.shape[0]).map { decode(all[($0 * width)..<(($0 + 1) * width)]) }
  }
}

/// Why a text has no tokens.
public enum VocabularyError: Error, Sendable, CustomStringConvertible {
  /// A character that did not occur where the vocabulary was made from.
  case unknownCharacter(Character, text: String)

  /// A text with more characters than there is room for.
  case tooLong(text: String, count: Int, most: Int)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .unknownCharacter(let character, let text):
      """
      "\(text)" has the character "\(character)", which is not in the vocabulary; make the vocabulary from \
      texts that have it
      """
    case .tooLong(let text, let count, let most):
      "\"\(text)\" has \(count) characters; there is room for \(most)"
    }
  }
}
