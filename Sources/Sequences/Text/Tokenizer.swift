import Foundation
import UnrollNumerics

/// How a text is cut into tokens: characters, words, or runs of them.
///
/// ```swift
/// Tokenizer.words().tokens(of: "This movie was GREAT!")     // this, movie, was, great
/// Tokenizer.characters.tokens(of: "각👩‍👩‍👧")                   // 각, 👩‍👩‍👧
/// Tokenizer.ngrams(upTo: 2, of: .words()).tokens(of: "so bad")  // so, bad, so bad
/// ```
///
/// Two tokens are the same where their code points are.
public indirect enum Tokenizer: Sendable, Hashable, Codable {
  /// Characters as a reader counts them: a family emoji is one, and so is 각, whether it comes as one code
  /// point or as three.
  ///
  /// The text is brought into Unicode's composed form (NFC) first, so that both spellings of 각 are the same
  /// token. A Windows line end, `\r\n`, is one character.
  case characters

  /// Words by the rules of Keras's `Tokenizer`, code point by code point.
  ///
  /// The text is put in small letters, each character of `filters` becomes a space, and what stands between
  /// spaces is a word. So an apostrophe stays in its word (`don't`), and so does white space that is
  /// neither in `filters` nor a space. Nothing is composed: é as one code point and as two are two tokens,
  /// as in Python.
  case words(lowercase: Bool = true, filters: String = Tokenizer.kerasFilters)

  /// Words in small letters, and punctuation marks, each a token of its own; white space is left out.
  ///
  /// Both kinds of apostrophe are one, which ends the word it belongs to: `j'`, `ai`. The text is brought
  /// into composed form (NFC) first.
  case wordsAndMarks

  /// Runs of up to so many consecutive tokens.
  case ngrams(upTo: Int, of: Tokenizer)

  /// What Keras's `Tokenizer` takes for the end of a word, beside the space: punctuation except for the
  /// apostrophe, tabulators and line ends.
  public static let kerasFilters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n"

  /// The tokens of a text, in its order.
  ///
  /// Stops with a sentence for n-grams of fewer than one token, or of n-grams.
  public func tokens(of text: String) -> [String] {
    switch self {
    case .characters: return Self.characters(of: text)
    case .words(let lowercase, let filters):
      return KerasWords(lowercase: lowercase, filters: filters).words(of: text)
    case .wordsAndMarks: return Self.wordsAndMarks(of: text)
    case .ngrams(let longest, let unit):
      if let problem { stop("tokenizer: \(problem)") }
      return UnrollSequences.ngrams(unit.tokens(of: text), upTo: longest, separator: unit.separator)
    }
  }

  /// The text that tokens make: words are joined by a space, characters by nothing.
  public func text(of tokens: [String]) -> String { tokens.joined(separator: separator) }

  /// What stands between two tokens of a text.
  var separator: String {
    switch self {
    case .characters: ""
    case .words, .wordsAndMarks: " "
    case .ngrams: ", "  // They overlap, so they make a list, not a text.
    }
  }

  /// What is wrong with a tokenizer, in words; nil where nothing is.
  var problem: String? {
    guard case .ngrams(let longest, let unit) = self else { return nil }
    if longest < 1 { return "got n-grams of up to \(longest) tokens; expected at least 1" }
    if case .ngrams = unit {
      return "got n-grams of n-grams; expected those of words or characters"
    }
    return nil
  }
}

extension Tokenizer {
  private static let ascii = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }

  private static func characters(of text: String) -> [String] {
    var text = composed(text)
    let fast = text.withUTF8 { bytes -> [String]? in
      // In ASCII every byte is a character, except for \r\n, which is one.
      if bytes.contains(where: { $0 >= 0x80 || $0 == 0x0D }) { return nil }
      return bytes.map { ascii[Int($0)] }
    }
    return fast ?? text.map { String($0) }
  }

  private static func wordsAndMarks(of text: String) -> [String] {
    var parts: [String] = []
    var word = ""
    for character in composed(text).lowercased().replacing("’", with: "'") {
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

  /// Unicode's composed form, NFC: 각 as one code point, however it was written.
  private static func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }
}
