import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

@Suite struct TaggedSentencesTests {
  private typealias Tag = TaggedSentences.Tag

  private static func words(_ pairs: (String, TaggedSentences.Tag)...) -> [TaggedSentences.Word] {
    pairs.map { .init($0.0, $0.1) }
  }

  @Test func `sentences become token ids and classes with padding behind`() {
    let sentences = [
      Self.words(("they", .pronoun), ("watch", .verb), ("her", .determiner), ("watch", .noun)),
      Self.words(("you", .pronoun), ("see", .verb), ("her", .pronoun)),
    ]
    let x = TaggedSentences.inputs(sentences)
    #expect(x.shape == [2, 9])
    let texts = x.elements.map { TaggedSentences.vocabulary[$0] }
    #expect(Array(texts[..<9]) == ["they", "watch", "her", "watch", "", "", "", "", ""])
    #expect(Array(texts[9...]) == ["you", "see", "her", "", "", "", "", "", ""])
    let y = TaggedSentences.targets(sentences)
    #expect(y.shape == [2, 9])
    #expect(y.elements == [1, 6, 2, 4, 0, 0, 0, 0, 0] + [1, 6, 1, 0, 0, 0, 0, 0, 0])
  }

  @Test func `every word has one place, and padding the first`() {
    let vocabulary = TaggedSentences.vocabulary
    #expect(vocabulary[0] == "")
    #expect(Set(vocabulary).count == vocabulary.count)
    #expect(vocabulary.count == 26)
    #expect(vocabulary.dropFirst().allSatisfy { !$0.isEmpty })
  }

  /// Written anew from the grammar in the documentation. The letters are the tags' first ones, but o for an
  /// object that is a pronoun, x for the adverb and j for the adjective.
  private static let lexicon: [(words: [String], letter: String, tag: Tag)] = [
    (["they", "we", "you"], "p", .pronoun), (["them", "her", "that"], "o", .pronoun),
    (["the", "my", "her", "that"], "d", .determiner),
    (["big", "red", "light", "cold"], "j", .adjective),
    (
      ["dog", "child", "soup", "fish", "play", "watch", "can", "light", "cold"], "n", .noun
    ),
    (["can", "must", "will"], "m", .modal),
    (["see", "like", "fish", "play", "watch", "can"], "v", .verb),
    (["today", "here"], "x", .adverb),
  ]

  /// Every way in which the grammar can read some words.
  private func parses(_ words: [String]) -> [[Tag]] {
    var all: [(letters: String, tags: [Tag])] = [("", [])]
    for word in words {
      all = all.flatMap { beginning in
        Self.lexicon.filter { $0.words.contains(word) }.map {
          (beginning.letters + $0.letter, beginning.tags + [$0.tag])
        }
      }
    }
    return all.filter { $0.letters.wholeMatch(of: /(pm?|dj?nm)v(o|dj?n)x?/) != nil }.map(\.tags)
  }

  @Test func `every sentence can be read in one way only, the one it is tagged with`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<400 {
      let sentence = TaggedSentences.sentence(using: &generator)
      #expect(parses(sentence.map(\.text)) == [sentence.map(\.tag)])
      #expect((3...TaggedSentences.longest).contains(sentence.count))
    }
  }

  @Test func `some words have two parts of speech, and the sentences show both`() {
    var generator = SeededGenerator(seed: 4)
    var tags: [String: Set<Tag>] = [:]
    for _ in 0..<400 {
      for word in TaggedSentences.sentence(using: &generator) {
        tags[word.text, default: []].insert(word.tag)
      }
    }
    #expect(tags["her"] == [.determiner, .pronoun])
    #expect(tags["light"] == [.adjective, .noun])
    #expect(tags["fish"] == [.noun, .verb])
    #expect(tags["can"] == [.noun, .modal, .verb])
    #expect(Set(tags.keys) == Set(TaggedSentences.vocabulary.dropFirst()))
  }
}
