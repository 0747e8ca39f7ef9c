import UnrollAutodiff
import UnrollNumerics

/// Words and their vectors, a row of a matrix for each: GloVe's, word2vec's, or of your own making.
///
/// ```swift
/// let vectors = try WordVectorsFile(contentsOf: "glove.6B.50d.txt").vectors
/// try vectors.neighbours(of: "frog", count: 10)
/// try vectors.answers(to: WordSum("king - man + woman"))
/// ```
///
/// Words are looked up as they are written: GloVe's 6B vectors, for one, have small letters only.
public struct WordVectors: Sendable {
  /// The words in the order of the rows; files have the most frequent first.
  public let words: [String]

  /// The vectors, `[words, dimensions]`, float32.
  public let matrix: Tensor

  private let rows: [String: Int]

  /// Words with the rows of a matrix, `[words, dimensions]`.
  ///
  /// Stops with a sentence where there is not a row for each word, a word comes twice, or a number is not
  /// finite.
  public init(_ words: [String], _ matrix: Tensor) {
    require(
      matrix.rank == 2 && matrix.shape[0] == words.count,
      """
      WordVectors: \(words.count) words can't have a matrix of shape \(matrix.shape); expected \
      [\(words.count), dimensions]
      """)
    let rows = Dictionary(zip(words, 0...), uniquingKeysWith: { first, _ in first })
    if rows.count < words.count {
      let twice = words.indices.first { rows[words[$0]] != $0 }.map { words[$0] } ?? ""
      stop("WordVectors: the word '\(twice)' comes twice; expected every word once")
    }
    self.words = words
    self.rows = rows
    self.matrix = matrix.cast(to: .float32)
    require(
      self.matrix.floats.allSatisfy(\.isFinite),
      "WordVectors: the matrix has numbers that are not finite; expected none")
  }

  /// Words whose rows are known already, each of them once, with finite numbers.
  init(_ words: [String], _ matrix: Tensor, knownRows rows: [String: Int]) {
    (self.words, self.matrix, self.rows) = (words, matrix, rows)
  }

  /// The number of words.
  public var count: Int { words.count }

  /// The length of each vector.
  public var dimensions: Int { matrix.shape[1] }

  /// The row of a word, or nil where it has none.
  public func row(of word: String) -> Int? { rows[word] }

  /// The row of a word as it is written, or else in small letters: GloVe's 6B vectors know `athens` only.
  func rowOfEitherCase(_ word: String) -> Int? { rows[word] ?? rows[word.lowercased()] }

  /// The vector of a word, `[dimensions]`, or nil where it has none.
  public subscript(word: String) -> Tensor? { row(of: word).map { matrix[$0] } }

  /// The row of a word that has to be there.
  /// - Throws: ``MissingWord`` where it is not.
  func knownRow(of word: String) throws(MissingWord) -> Int {
    if let row = row(of: word) { return row }
    throw missing(word)
  }

  /// Those of some words that have no vector.
  public func missing(among words: [String]) -> [MissingWord] {
    words.filter { rows[$0] == nil }.map(missing)
  }

  private func missing(_ word: String) -> MissingWord {
    let small = word.lowercased()
    return MissingWord(
      word: word, count: count, smallLetters: small != word && rows[small] != nil ? small : nil)
  }

  /// The vectors of some rows, each divided by its length: `u = v / ‖v‖`, `[rows, dimensions]`.
  ///
  /// A vector of zeros stays one: it points nowhere, and its cosine with every other counts as 0.
  func unitVectors(ofRows rows: Range<Int>) -> Tensor {
    let part = matrix[rows]
    let squares = (part * part).sum(axes: [1], keepDims: true)  // [rows, 1]
    return part / squares.squareRoot().map { $0 > 0 ? $0 : 1 }
  }

  /// The vectors of all words, each divided by its length, `[words, dimensions]`.
  var unitVectors: Tensor { unitVectors(ofRows: 0..<count) }
}

/// A word that was asked for and has no vector.
public struct MissingWord: Error, Equatable, Sendable, CustomStringConvertible {
  /// The word.
  public let word: String
  /// How many words there are.
  public let count: Int
  /// The same word in small letters, where that has a vector.
  public let smallLetters: String?

  /// The word, and what to do.
  public var description: String {
    "there is no vector for '\(word)' among \(count.grouped) words; "
      + (smallLetters.map { "write '\($0)'." } ?? "check the spelling, or take a larger file.")
  }
}
