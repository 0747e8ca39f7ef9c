import TestSupport
import Testing
import UnrollNumerics
import UnrollSequences

/// Texts that several threads count and encode: the same as by one.
@Suite struct TextThreadsTests {
  /// Texts in which tokens come again, first here and first there.
  private static let texts: [String] = {
    var generator = SeededGenerator(seed: 1)
    return (0..<61).map { _ in
      let words = (0..<generator.integer(below: 9)).map { _ in "w\(generator.integer(below: 40))" }
      return words.joined(separator: " ")
    }
  }()

  @Test(arguments: [2, 3, 61, 100])
  func `counts and their order are those of one thread`(threads: Int) {
    for texts in [Self.texts, ["a b", "b c", "c a d"], ["a"], []] {
      let one = TokenCounts(texts, tokenizer: .words())
      let several = TokenCounts(texts, tokenizer: .words(), threads: threads)
      #expect(several.tokens == one.tokens)
      #expect(several.occurrences == one.occurrences)
      #expect(several.documents == one.documents)
      #expect(several.textCount == texts.count)
    }
  }

  @Test(arguments: [1, 2, 7, 100])
  func `ids are those of each text by itself`(threads: Int) {
    let vocabulary = Vocabulary(
      Self.texts, tokenizer: .words(), reserved: [.padding, .unknown], maxTokens: 20)
    #expect(
      vocabulary.encode(Self.texts, threads: threads) == Self.texts.map { vocabulary.encode($0) })
    #expect(vocabulary.encode([], threads: threads) == [])
  }

  @Test func `no threads stop`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenCounts(["a"], tokenizer: .words(), threads: 0)
    }
    expectSentence(result, "TokenCounts: got 0 threads; expected at least 1")
  }
}
