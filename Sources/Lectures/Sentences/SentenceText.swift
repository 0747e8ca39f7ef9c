import UnrollNumerics
import UnrollSequences

/// The sentences of a text as words in small letters, some of them kept for judging.
public struct SentenceText: Sendable {
  /// What stands behind the last word of every sentence.
  public static let end = "."

  /// What models are fitted on.
  public let training: [[String]]
  /// One sentence in five, none of which is trained on.
  public let heldOut: [[String]]

  /// The fewest different sentences of a text.
  public static let fewest = 10

  /// The sentences of a text, each counted once; which are held out follows from the seed.
  /// - Throws: ``SentenceTextError`` where there are fewer than ten.
  public init(_ text: String, seed: UInt64 = 42) throws(SentenceTextError) {
    var seen: Set<[String]> = []
    let sentences = Self.sentences(in: text).filter { seen.insert($0).inserted }
    guard sentences.count >= Self.fewest else { throw SentenceTextError(found: sentences.count) }
    var generator = SeededGenerator(seed: seed, stream: "held-out sentences")
    let order = generator.permutation(sentences.count)
    let kept = Set(order.prefix(sentences.count / 5))
    training = sentences.indices.filter { !kept.contains($0) }.map { sentences[$0] }
    heldOut = sentences.indices.filter(kept.contains).map { sentences[$0] }
  }

  /// A sentence ends with a full stop, a question mark, an exclamation mark or an empty line; other
  /// punctuation is left out.
  static func sentences(in text: String) -> [[String]] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let marked = lines.map { $0.allSatisfy(\.isWhitespace) ? "." : String($0) }
    let sentences = marked.joined(separator: " ").split { ".!?".contains($0) }
    return sentences.map { sentence in
      Tokenizer.wordsAndMarks.tokens(of: String(sentence)).filter { word in
        word.contains { $0.isLetter || $0.isNumber }
      }
    }.filter { !$0.isEmpty }
  }
}

/// Why a text can't be used: it has too few sentences.
public struct SentenceTextError: Error, Equatable, Sendable {
  /// The number of different sentences.
  public let found: Int
}

extension SentenceText {
  /// A text of our own: 42 small sentences.
  public static let own = """
    The cat sees the bird. The dog sees the cat. The dog sees a bird. A cat sees a dog.
    The teacher sees the child. The bird sings in the morning. The teacher sings in the morning.
    The child sings in the house. A bird sings in the garden. The cat sleeps in the garden.
    The dog sleeps in the house. The child reads a book. The child reads in the garden.
    The teacher reads a word. The word is difficult. The word is easy. The book is really difficult.
    The book is fun. A difficult word is fun. The morning is really fun.
    The garden is fun in the morning. The child is in the house. The cat is in the house.
    The bird is in the garden. The teacher is in the garden. The dog likes the child.
    The child likes the dog. The child likes a difficult book. The teacher likes the morning.
    The cat likes the morning. The house is easy to see. The bird is hard to see.
    A word is hard to read. A book is easy to read. The dog is easy to like.
    It is fun to read a book. It is hard to read a difficult word. It is really hard to sing.
    It is easy to sleep in the garden. It is fun to be in the garden. It is difficult to be a teacher.
    It is easy to be a cat.
    """
}
