import UnrollAutodiff
import UnrollNumerics

// Texts to ids and back.

extension Vocabulary {
  /// The number of tokens of a text, the unknown ones among them.
  public func length(of text: String) -> Int { tokenizer.tokens(of: text).count }

  /// The ids of a text's tokens, without a start or an end.
  ///
  /// A token that is not in the vocabulary becomes `.unknown`; where nothing is reserved for that, it is
  /// left out, as in Keras. ``firstUnknown(in:)`` tells.
  public func encode(_ text: String) -> [Int] {
    let unknown = reserved.firstIndex(of: .unknown)
    return tokenizer.tokens(of: text).compactMap { id(of: $0) ?? unknown }
  }

  /// The ids of the tokens of each text, found by several threads at the same time where wanted. Stops
  /// with a sentence where `threads` is below 1.
  public func encode(_ texts: [String], threads: Int = 1) -> [[Int]] {
    require(threads > 0, "vocabulary: got \(threads) threads; expected at least 1")
    return inParts(of: texts, threads: threads) { $0.map { encode($0) } }.flatMap { $0 }
  }

  /// The first token of a text that is not in the vocabulary; nil where all are.
  public func firstUnknown(in text: String) -> String? {
    tokenizer.tokens(of: text).first { id(of: $0) == nil }
  }

  /// The ids of texts, each with the end behind it and filled up with padding: `[texts, length]`.
  ///
  /// Stops with a sentence where a text has no room. Padding must be reserved; without `.end`, there is none.
  public func encode(_ texts: [String], length: Int) -> IntTensor {
    let padding = id(of: .padding)
    let end = reserved.firstIndex(of: .end).map { [$0] } ?? []
    let rows = texts.map { text in
      let tokens = encode(text)
      require(
        tokens.count + end.count <= length,
        "vocabulary: \"\(text)\" has \(tokens.count) tokens; there is room for "
          + "\(max(0, length - end.count))\(end.isEmpty ? "" : " and the end")")
      return tokens + end
    }
    return length == 0
      ? IntTensor([], shape: [texts.count, 0])
      : padSequences(rows, maxlen: length, padding: .post, value: padding)
  }

  /// The text of ids: padding in front is passed over, and the first end or padding behind it ends the
  /// text. Stops with a sentence where there is no such token.
  public func decode(_ ids: [Int]) -> String {
    let padding = reserved.firstIndex(of: .padding)
    let end = reserved.firstIndex(of: .end)
    let text = ids.drop { $0 == padding }.prefix { $0 != end && $0 != padding }
    return tokenizer.text(of: text.map(token))
  }

  /// The texts in the rows of a matrix of ids, `[texts, length]`. Stops with a sentence for another
  /// number of axes.
  public func decode(_ tokens: IntTensor) -> [String] {
    require(
      tokens.shape.count == 2,
      "vocabulary: expected rows of tokens [texts, length], but got shape \(tokens.shape)")
    let (width, all) = (tokens.shape[1], tokens.elements)
    return (0..<tokens.shape[0]).map { decode(Array(all[($0 * width)..<(($0 + 1) * width)])) }
  }
}
