import Testing
import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

/// Texts as tokens and numbers (H2 to H5): the claims, and what they must not accept.
@Suite struct TextFindingsTests {
  @Test func `H2 has the slide's 15 entries and rejects other bags`() {
    let found = BagOfThreeGrams.finding()
    #expect(found.verdict == .reproduced)
    #expect(
      found.ours
        == .text("15 of 15 with capitals kept; Keras's small letters keep 12 of them"))
    let others: [Tokenizer] = [
      .ngrams(upTo: 3, of: .words()), .ngrams(upTo: 2, of: .words(lowercase: false)),
      .ngrams(upTo: 4, of: .words(lowercase: false)), .ngrams(upTo: 3, of: .wordsAndMarks),
    ]
    for tokenizer in others { #expect(BagOfThreeGrams.finding(tokenizer).verdict == .failed) }
  }

  @Test func `H3 rejects vectors with a one elsewhere or no zeros`() {
    #expect(OneHotWords.finding().verdict == .reproduced)
    let turned = OneHotWords.finding { ids, size in
      IntTensor(ids.elements.map { size - 1 - $0 }).oneHot(size)
    }
    let doubled = OneHotWords.finding { ids, size in
      Tensor(repeating: 1, shape: [ids.elementCount, size])
    }
    let longer = OneHotWords.finding { $0.oneHot($1 + 1) }
    for finding in [turned, doubled, longer] { #expect(finding.verdict == .failed) }
  }

  @Test(arguments: [0, 1, 2, 3, 42])
  func `H4 follows the birthday formula`(_ seed: UInt64) {
    let words = HashedWords.words(seed: seed)
    #expect(Set(words).count == 2000)
    #expect(HashedWords.finding(words).verdict == .reproduced)
  }

  @Test func `H4 rejects words that collide too often, and dimensions that do not help`() {
    let words = HashedWords.words(seed: 42)
    #expect(HashedWords.finding(words, dimensions: [10_000, 1_000]).verdict == .failed)
    let crowded = words.filter { hashedID(of: $0, dimension: 1000) <= 400 }
    #expect(HashedWords.finding(crowded).verdict == .failed)
  }

  @Test func `H5 is the slide's behind and not in front`() {
    let found = PaddedReviews.finding()
    #expect(found.verdict == .reproduced)
    #expect(
      found.ours
        == .text(
          "the slide's rows of 10, cut to [5, 6, 11, 14, 66, 3, 49]; Keras's defaults work in front: "
            + "[14, 66, 3, 49, 55, 98, 121]"))
    #expect(PaddedReviews.finding(.pre).verdict == .failed)
  }
}
