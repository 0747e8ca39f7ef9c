import UnrollAutodiff
import UnrollNumerics

/// Small sentences in which a word alone often does not tell its part of speech.
///
/// In "they fish", fish is a verb, in "the fish" a noun: the neighbour on the left decides. In "her light",
/// light is a noun, in "her light soup" an adjective: the neighbour on the right decides.
///
/// ```text
/// sentence    = (they | we | you) [modal] verb object [adverb]
///             | noun phrase modal verb object [adverb]
/// object      = them | her | that | noun phrase
/// noun phrase = determiner [adjective] noun
/// ```
///
/// No sentence can be read in two ways: a noun phrase begins with a determiner, and between it and a verb
/// stands a modal.
public enum TaggedSentences {
  /// The parts of speech as classes; class 0 is padding.
  public enum Tag: Int, Sendable, CaseIterable {
    /// `they`, `her`: a word that is subject or object by itself.
    case pronoun = 1
    /// `the`, `my`: what a noun phrase begins with.
    case determiner
    /// `big`, `cold`: between determiner and noun.
    case adjective
    /// `dog`, `soup`.
    case noun
    /// `can`, `must`: in front of a verb.
    case modal
    /// `see`, `fish`.
    case verb
    /// `today`, `here`: at the end.
    case adverb
  }

  /// A word in a sentence, and its part of speech there.
  public struct Word: Sendable, Hashable {
    /// The word as it is written.
    public let text: String
    /// What it is there.
    public let tag: Tag

    init(_ text: String, _ tag: Tag) {
      self.text = text
      self.tag = tag
    }
  }

  static let subjects = ["they", "we", "you"]
  static let objects = ["them", "her", "that"]
  static let determiners = ["the", "my", "her", "that"]
  static let adjectives = ["big", "red", "light", "cold"]
  static let nouns = ["dog", "child", "soup", "fish", "play", "watch", "can", "light", "cold"]
  static let modals = ["can", "must", "will"]
  static let verbs = ["see", "like", "fish", "play", "watch", "can"]
  static let adverbs = ["today", "here"]

  /// Every word once. A word's token id is its place here; in place 0 stands the padding.
  public static let vocabulary =
    [""]
    + Set(subjects + objects + determiners + adjectives + nouns + modals + verbs + adverbs).sorted()

  /// The number of words in the longest sentence, to which the others are padded.
  public static let longest = 9

  /// A random sentence.
  public static func sentence(using generator: inout SeededGenerator) -> [Word] {
    let isPronoun = generator.flip()
    let subject =
      isPronoun ? [word(subjects, .pronoun, &generator)] : nounPhrase(using: &generator)
    // "the dog see" would be wrong, so a noun needs a modal.
    let modal = isPronoun && generator.flip() ? [] : [word(modals, .modal, &generator)]
    let verb = word(verbs, .verb, &generator)
    let object =
      generator.flip() ? [word(objects, .pronoun, &generator)] : nounPhrase(using: &generator)
    let adverb = generator.flip() ? [] : [word(adverbs, .adverb, &generator)]
    return subject + modal + [verb] + object + adverb
  }

  private static func nounPhrase(using generator: inout SeededGenerator) -> [Word] {
    let determiner = word(determiners, .determiner, &generator)
    let adjective = generator.flip() ? [] : [word(adjectives, .adjective, &generator)]
    return [determiner] + adjective + [word(nouns, .noun, &generator)]
  }

  private static func word(
    _ words: [String], _ tag: Tag, _ generator: inout SeededGenerator
  ) -> Word {
    Word(words[generator.integer(below: words.count)], tag)
  }

  /// Sentences as token ids, `[sentences, longest]`, zeros behind shorter ones.
  public static func inputs(_ sentences: [[Word]]) -> IntTensor {
    padded(sentences) { vocabulary.firstIndex(of: $0.text) ?? 0 }
  }

  /// The parts of speech as classes, `[sentences, longest]`, zeros behind shorter ones.
  public static func targets(_ sentences: [[Word]]) -> IntTensor {
    padded(sentences) { $0.tag.rawValue }
  }

  private static func padded(_ sentences: [[Word]], _ id: (Word) -> Int) -> IntTensor {
    IntTensor(sentences.map { $0.map(id) + [Int](repeating: 0, count: longest - $0.count) })
  }
}

extension SeededGenerator {
  /// Heads or tails.
  fileprivate mutating func flip() -> Bool { integer(below: 2) == 0 }
}
