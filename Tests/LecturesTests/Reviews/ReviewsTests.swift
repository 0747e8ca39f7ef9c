import Testing
import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

/// Reviews in parts, and those of the grammar.
@Suite struct ReviewsTests {
  /// Texts that hold their own number, all bad ones first.
  private static func texts(_ count: Int) -> [LabelledText] {
    (0..<count).map {
      LabelledText("the film w\($0)", label: $0 < count / 2 ? 0 : 1, file: "f.tsv")
    }
  }

  @Test func `reviews that stand by class in the file are mixed, always in the same way`() throws {
    let reviews = try Reviews(Self.texts(100), test: Self.texts(10), remark: "")
    let parts = reviews.parts(for: ReviewNetwork.simple500.recipe)
    #expect(parts.train.count == 80)
    #expect(parts.validation.count == 20)
    #expect((4...16).contains(parts.validation.labels.count { $0 == 1 }))
    // Each review is in one of the parts, once.
    let all = (parts.train.reviews + parts.validation.reviews).map { $0[2] }
    #expect(Set(all).count == 100)
    let again = try Reviews(Self.texts(100), test: Self.texts(10), remark: "")
    #expect(again.train.reviews == reviews.train.reviews)
    #expect(reviews.test.labels == Self.texts(10).map(\.label), "the test keeps its order")
  }

  @Test func `of equally frequent words the first in the file has the smaller id`() throws {
    let reviews = try Reviews(Self.texts(40), test: Self.texts(2), remark: "")
    #expect(reviews.vocabulary.entries.prefix(4) == ["the", "film", "w0", "w1"])
    #expect(reviews.uniqueWords == 42)
  }

  @Test func `without reviews for the test, the last fifth is kept for it, its words too`() throws {
    let reviews = try Reviews(Self.texts(50), test: nil, remark: "f.tsv: 50 texts.")
    #expect(reviews.train.count == 40)
    #expect(reviews.test.count == 10)
    #expect(reviews.uniqueWords == 42)
    #expect(reviews.test.reviews.allSatisfy { $0[2] == 2 }, "words of the test are unknown")
    #expect(reviews.remark == "f.tsv: 50 texts. The last fifth of them, 10, is kept for the test.")
  }

  @Test func `too few reviews are refused with their number`() {
    let error = #expect(throws: ReviewError.self) {
      try Reviews(Self.texts(12), test: nil, remark: "f.tsv: 12 texts.")
    }
    #expect(
      error?.description
        == "found 12 reviews to train on; expected at least 20, to train, validate and test. f.tsv: 12 texts."
    )
  }

  @Test func `few reviews leave some to validate the network with vectors`() throws {
    let reviews = try Reviews(Self.texts(100), test: Self.texts(10), remark: "")
    let parts = reviews.parts(for: ReviewNetwork.glove.recipe)
    #expect([parts.train.count, parts.validation.count] == [80, 20])
  }

  @Test func `the grammar gives good and bad reviews in turn, the same for the same seed`() {
    var (first, second, other) = (
      ReviewGrammar(seed: 1), ReviewGrammar(seed: 1), ReviewGrammar(seed: 2)
    )
    let reviews = first.reviews(200)
    #expect(reviews == second.reviews(200))
    #expect(reviews != other.reviews(200))
    #expect(reviews.map(\.label).prefix(4) == [0, 1, 0, 1])
    let lengths = reviews.map { Tokenizer.words().tokens(of: $0.text).count }
    #expect((lengths.min() ?? 0) > 2 && (lengths.max() ?? 0) > 25)
    #expect(reviews.count { $0.text.contains("not ") } > 40)
  }

  @Test func `good words are about as frequent in bad reviews of the grammar as in good ones`() {
    var grammar = ReviewGrammar(seed: 3)
    let reviews = grammar.reviews(4000)
    let counts = [0, 1].map { label in
      reviews.filter { $0.label == label }.count { $0.text.contains("brilliant") }
    }
    #expect(Double(counts[1]) < 1.4 * Double(counts[0]))
  }

  @Test func `right and wrong answers are counted by kind`() {
    // By hand: ½ itself does not count as good.
    let confusion = Confusion([0.9, 0.4, 0.5, 0.7, 0.6, 0.1], [1, 1, 1, 0, 1, 0])
    #expect(confusion.goodAsGood == 2)
    #expect(confusion.goodAsBad == 2)
    #expect(confusion.badAsGood == 1)
    #expect(confusion.badAsBad == 1)
    #expect(confusion.accuracy == 0.5)
  }
}
