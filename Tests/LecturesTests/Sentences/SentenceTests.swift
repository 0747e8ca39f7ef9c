import Foundation
import Testing
import UnrollNumerics

@testable import UnrollLectures

@Suite struct SlideWordsTests {
  @Test func `what follows from the slides' numbers`() {
    #expect(abs(SlideWords.product - 6.86e-7) < 1e-12)
    #expect(SlideWords.bound == 0.0005)
    #expect(abs(SlideWords.ratio - 1000) < 1e-9)
    #expect(abs(SlideWords.rest - 0.97599) < 1e-12)
    #expect(abs(SlideWords.afterReally[0].surprise - 4.605170) < 1e-6)
  }
}

@Suite struct SentenceTextTests {
  @Test func `sentences end with a mark or an empty line, and other marks are left out`() {
    let text = "The cat, it says, sleeps! Does\nit? A title\n\n \nThe 2 dogs. …"
    #expect(
      SentenceText.sentences(in: text) == [
        ["the", "cat", "it", "says", "sleeps"], ["does", "it"], ["a", "title"],
        ["the", "2", "dogs"],
      ])
  }

  @Test func `one sentence in five is held out, and none of them is trained on`() throws {
    let text = try SentenceText(SentenceText.own + SentenceText.own, seed: 1)
    #expect(text.training.count == 34 && text.heldOut.count == 8)
    #expect(Set(text.training).isDisjoint(with: text.heldOut))
    #expect(try SentenceText(SentenceText.own, seed: 2).heldOut != text.heldOut)
    #expect(try SentenceText(SentenceText.own, seed: 1).heldOut == text.heldOut)
  }

  @Test func `fewer than ten different sentences are too few`() throws {
    let nine = (1...9).map { "Sentence \($0)." }.joined()
    #expect(throws: SentenceTextError(found: 9)) { try SentenceText(nine + nine) }
    #expect(throws: SentenceTextError(found: 0)) { try SentenceText(" \n … ") }
    #expect(try SentenceText(nine + "One more.").heldOut.count == 2)
  }
}

/// Both models on "a b." and "a c.", worked out by hand: a and the end occur twice, b and c once, and there
/// are five words with the unknown one, so p(a) = p(end) = 3/11, p(b) = p(c) = 2/11, p(unknown) = 1/11.
@Suite struct SentenceModelTests {
  private static let sentences = [["a", "b"], ["a", "c"]]
  private let independent = IndependentWords(sentences)
  private let pairs = WordPairs(sentences)

  @Test func `independent words are counted once more than they occur`() {
    let words = ["a", ".", "b", "c", "x"]
    let expected: [Double] = [3.0 / 11, 3.0 / 11, 2.0 / 11, 2.0 / 11, 1.0 / 11]
    #expect(words.map { independent.probability(of: $0) } == expected)
    #expect(independent.probability(of: "b", after: ["a"]) == 2.0 / 11)
  }

  @Test func `a word after another is counted, and one word is added that does not look`() {
    func expect(_ word: String, after context: [String], _ value: Double) {
      #expect(abs(pairs.probability(of: word, after: context) - value) < 1e-15)
    }
    expect("a", after: [], (2 + 3.0 / 11) / 3)
    expect("b", after: ["a"], (1 + 2.0 / 11) / 3)
    expect("b", after: ["c", "a"], (1 + 2.0 / 11) / 3)
    expect(".", after: ["b"], (1 + 3.0 / 11) / 2)
    expect("a", after: ["x"], 3.0 / 11)
    expect("x", after: ["a"], (1.0 / 11) / 3)
  }

  @Test func `the chain rule multiplies the factors, the end's among them`() {
    #expect(abs(exp(independent.logProbability(["a", "b"])) - 18.0 / 1331) < 1e-15)
    #expect(abs(exp(pairs.logProbability(["a", "b"])) - 2275.0 / 11979) < 1e-15)
    // Perplexity: the third root of one over the probability, for two words and an end.
    let (alone, inPairs) = (pow(1331.0 / 18, 1.0 / 3), pow(11979.0 / 2275, 1.0 / 3))
    #expect(abs(independent.perplexity([["a", "b"]]) - alone) < 1e-12)
    #expect(abs(pairs.perplexity([["a", "b"], ["a", "b"]]) - inPairs) < 1e-12)
  }

  @Test func `probabilities add up to 1 after every context`() throws {
    let comparison = SentenceComparison(try SentenceText(SentenceText.own))
    func sum(_ model: some SentenceModel, after context: [String]) -> Double {
      model.vocabulary.reduce(0) { $0 + model.probability(of: $1, after: context) }
    }
    for context in [[], ["the"], ["the", "cat"], ["zebra"], ["."]] {
      #expect(abs(sum(comparison.independent, after: context) - 1) < 1e-12)
      #expect(abs(sum(comparison.conditional, after: context) - 1) < 1e-12)
    }
  }

  @Test func `drawn sentences follow the model, and end`() {
    var generator = SeededGenerator(seed: 1)
    let drawn = (0..<2000).map { _ in pairs.sentence(longest: 4, using: &generator) }
    #expect(drawn.allSatisfy { $0.count <= 4 })
    let share = Double(drawn.count { $0.first == "a" }) / 2000
    #expect(abs(share - 25.0 / 33) < 0.04)
  }
}

@Suite struct SentenceComparisonTests {
  @Test(arguments: 0..<10 as Range<UInt64>)
  func `words that depend on the one in front foretell unseen sentences better`(
    _ seed: UInt64
  ) throws {
    let comparison = SentenceComparison(try SentenceText(SentenceText.own, seed: seed))
    let total = comparison.total
    #expect(total.conditional < total.independent)
    let rows = comparison.rows
    #expect(rows.count == 9 && rows.last?.sentence == total.sentence)
    let sums = rows.dropLast().reduce(0) { $0 + $1.conditionalLog }
    #expect(abs(sums - total.conditionalLog) < 1e-9)
    #expect(rows.dropLast().reduce(0) { $0 + $1.words } == total.words)
  }

  @Test func `the factors of a sentence multiply to its probability`() throws {
    let comparison = SentenceComparison(try SentenceText(SentenceText.own))
    let factors = comparison.factors(["the", "cat", "flies"])
    #expect(factors.map(\.context) == ["", "the", "the cat", "the cat flies"])
    #expect(factors.map(\.word) == ["the", "cat", "flies", "."])
    let sum = factors.reduce(0) { $0 + log($1.conditional) }
    #expect(
      abs(sum - comparison.conditional.logProbability(["the", "cat", "flies"])) < 1e-12)
  }
}

@Suite struct SentenceLossTests {
  @Test func `the tape's cross-entropy is minus the sum of logarithms, for unknown words too`() {
    let model = WordPairs([["a", "b"], ["a", "c"]])
    let loss = SentenceLoss(of: model, on: ["a", "b"])
    #expect(abs(loss.crossEntropy - log(11979.0 / 2275)) < 1e-12)
    #expect(loss.distance < 1e-14)
    let unknown = SentenceLoss(of: model, on: ["a", "zebra"])
    #expect(unknown.distance < 1e-14)
  }

  @Test func `a step up the sum of logarithms is a step down the cross-entropy`() {
    let loss = SentenceLoss(of: IndependentWords([["a", "b"], ["a", "c"]]), on: ["c", "a"])
    #expect(loss.afterStep.logProbability > loss.logProbability)
    #expect(loss.afterStep.crossEntropy < loss.crossEntropy)
    #expect(abs(loss.afterStep.crossEntropy + loss.afterStep.logProbability) < 1e-12)
  }
}
