import UnrollAutodiff
import UnrollNumerics

// Arithmetic with words: king − man + woman.
//
// "man is to king as woman is to …": a : b = c : d. With u = v / ‖v‖, the answer is the word whose
// vector has the largest cosine with u_b − u_a + u_c, the words of the question left out (3CosAdd:
// the sum of three cosines is what is maximised). Left in, the answer is nearly always b itself.
//
// Source: Mikolov, Yih and Zweig, "Linguistic regularities in continuous space word representations"
// (2013); the name is from Levy and Goldberg, "Linguistic regularities in sparse and explicit word
// representations" (2014).

/// A sum of words, some of them subtracted: `king - man + woman`.
public struct WordSum: Hashable, Sendable, CustomStringConvertible {
  /// The words in the order in which they were written.
  public let words: [String]
  /// Whether each word is added; it is subtracted otherwise.
  public let isAdded: [Bool]

  /// A sum of words, minus others.
  public init(_ added: [String], minus subtracted: [String] = []) {
    words = added + subtracted
    isAdded = added.map { _ in true } + subtracted.map { _ in false }
  }

  /// A sum as it is written: words with + or − between them, spaces around these; a hyphen without
  /// spaces belongs to its word.
  /// - Throws: ``WordSumError`` where a word or a sign is missing.
  public init(_ text: String) throws(WordSumError) {
    var (words, isAdded): ([String], [Bool]) = ([], [])
    var sign: Bool? = true  // whether the next word is added; nil where a sign has to come first
    var hasLeadingSign = false
    for part in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      if ["+", "-", "−"].contains(part) {
        guard sign == nil || (words.isEmpty && !hasLeadingSign) else {
          throw WordSumError(text: text)
        }
        hasLeadingSign = words.isEmpty
        sign = part == "+"
      } else {
        guard let added = sign else { throw WordSumError(text: text) }
        words.append(part)
        isAdded.append(added)
        sign = nil
      }
    }
    guard sign == nil else { throw WordSumError(text: text) }
    (self.words, self.isAdded) = (words, isAdded)
  }

  /// The sum as it is written.
  public var description: String {
    zip(words, isAdded).enumerated().map { index, term in
      let sign = term.1 ? (index == 0 ? "" : "+ ") : "- "
      return sign + term.0
    }.joined(separator: " ")
  }
}

/// A sum of words that can't be read.
public struct WordSumError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was written.
  public let text: String

  /// What came, and what was expected.
  public var description: String {
    "found '\(text)'; expected words with + or - between them, such as 'king - man + woman', and "
      + "spaces around the signs."
  }
}

extension WordVectors {
  /// The sum of the words' vectors, each divided by its length first, `[dimensions]`.
  /// - Throws: ``MissingWord`` where a word has no vector.
  public func vector(of sum: WordSum) throws(MissingWord) -> Tensor {
    var total = Tensor.zeros([dimensions])
    for (word, isAdded) in zip(sum.words, sum.isAdded) {
      let row = try knownRow(of: word)
      let unit = unitVectors(ofRows: row..<(row + 1))[0]
      total = isAdded ? total + unit : total - unit
    }
    return total
  }

  /// The words nearest to a sum of words; those of the sum are left out, unless `keepingWords` says
  /// otherwise.
  /// - Throws: ``MissingWord`` where a word has no vector.
  public func answers(
    to sum: WordSum, count: Int = 5, keepingWords: Bool = false
  ) throws(MissingWord) -> [Neighbour] {
    let vector = try vector(of: sum)
    var left: Set<Int> = []
    if !keepingWords { for word in sum.words { left.insert(try knownRow(of: word)) } }
    return neighbours(of: vector, count: count, without: left)
  }
}
