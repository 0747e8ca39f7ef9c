import UnrollSequences
import UnrollTraining

/// A text as a character model reads it: the first nine tenths to learn from, the last tenth held out.
///
/// Characters are those a reader counts (``Tokenizer/characters``). The vocabulary is that of the whole text,
/// so that every held-out character has a number; how often each occurs is not used in training.
public struct CharacterText: Sendable {
  /// Why there is nothing to learn from.
  public enum Unusable: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is shorter than it takes.
    case tooShort(found: Int, needed: Int)
    /// All characters are the same one.
    case oneCharacter(String)
    /// Characters that the vocabulary of a saved model does not have.
    case unknown(String)

    public var description: String {
      switch self {
      case .tooShort(let found, let needed):
        "found \(found) characters; expected at least \(needed)"
      case .oneCharacter(let character):
        "found no other character than '\(character)'; expected at least two different ones"
      case .unknown(let character):
        "found '\(character)', which the model has never seen; expected characters of its vocabulary"
      }
    }
  }

  /// The least number of characters.
  public static let shortest = 100

  /// The characters and their numbers.
  public let vocabulary: Vocabulary
  /// The first nine tenths.
  public let training: [Int]
  /// The last tenth.
  public let heldOut: [Int]
  /// What counting alone would make of the text.
  public let entropy: TextEntropy

  /// A text with a vocabulary of its own, or with the one given.
  /// - Throws: ``Unusable`` for fewer than ``shortest`` characters, for one character over and over,
  ///   and for one that the given vocabulary lacks.
  public init(_ text: String, vocabulary given: Vocabulary? = nil) throws(Unusable) {
    let vocabulary = given ?? Vocabulary([text], tokenizer: .characters, reserved: [])
    if !vocabulary.reserved.contains(.unknown), let unknown = vocabulary.firstUnknown(in: text) {
      throw .unknown(unknown)
    }
    let ids = vocabulary.encode(text)
    guard ids.count >= Self.shortest else {
      throw .tooShort(found: ids.count, needed: Self.shortest)
    }
    guard vocabulary.count > 1 else { throw .oneCharacter(vocabulary.token(0)) }
    let split = ids.count * 9 / 10
    self.vocabulary = vocabulary
    training = Array(ids[..<split])
    heldOut = Array(ids[split...])
    entropy = TextEntropy(ids, classes: vocabulary.count)
  }

  /// The number of characters.
  public var count: Int { training.count + heldOut.count }

  /// What a model of this text reads before it writes: the end of the training part, some hundred characters, up
  /// to its last line end.
  public var opening: [Int] {
    let end = training.suffix(300)
    let lineEnd = vocabulary.id(of: "\n").flatMap { end.lastIndex(of: $0) }
    return Array(end[...(lineEnd ?? training.count - 1)])
  }

  /// The training part cut into streams of equal length; fewer where it is too short for so many.
  public func streams(_ count: Int) -> Streams {
    Streams(tokens: training, streams: max(1, min(count, (training.count - 1) / 2)))
  }
}
