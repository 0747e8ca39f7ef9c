import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

/// A saved network judges reviews, and says which words moved it.
@Suite struct ReviewReaderTests {
  private static let reviews = Reviews.madeUp(train: 200, test: 50, seed: 1)

  private static func reader(_ network: ReviewNetwork, epochs: Int = 1) throws -> ReviewReader {
    ReviewReader(try reviews.run(network, epochs: epochs, seed: 7), reviews)
  }

  @Test func `an effect in a bag is the word's score, and all of them with the bias are the score`()
    throws
  {
    let reader = try Self.reader(.bag)
    let verdict = try reader("The plot was not dull, and the plot was moving.")
    #expect(verdict.words.map(\.word) == ["the", "plot", "was", "not", "dull", "and", "moving"])
    #expect(verdict.words.map(\.place) == [1, 2, 3, 4, 5, 6, 10])
    let scores = reader.model.parameters[0].value.elements
    for word in verdict.words {
      let id = try #require(reader.vocabulary.id(of: word.word))
      #expect(word.effect == scores[id])
    }
    let bias = reader.model.parameters[1].value.elements[0]
    let sum = verdict.words.map(\.effect).reduce(bias, +)
    #expect(abs(verdict.score - sum) < 1e-12)
    #expect(abs(verdict.probability - 1 / (1 + exp(-sum))) < 1e-12)
  }

  /// `∂score/∂e · e` is how the score changes as the vector is stretched: (s(1 + h) − s(1 − h)) / 2h.
  @Test(arguments: [ReviewNetwork.simple500, .lstm, .gru, .bidirectional, .last20, .allStates])
  func `an effect is the change of the score where the word's vector is stretched`(
    _ network: ReviewNetwork
  ) throws {
    let reader = try Self.reader(network)
    let text = "nobody could call this music stale"
    let verdict = try reader(text)
    #expect(verdict.words.count == 6)
    let table = reader.model.parameters[0].value.cast(to: .float64)
    let row = reader.reading([reader.vocabulary.encode(text)], reader.vocabulary)
    func score(stretching id: Int, by factor: Double) -> Double {
      var elements = table.elements
      let size = table.shape[1]
      for index in (id * size)..<((id + 1) * size) { elements[index] *= factor }
      reader.model.parameters[0].value = Tensor(elements, shape: table.shape, dtype: .float64)
      return reader.effects(of: row).score
    }
    for word in verdict.words where word.isKnown {
      let id = try #require(reader.vocabulary.id(of: word.word))
      let h = 1e-4
      let slope = (score(stretching: id, by: 1 + h) - score(stretching: id, by: 1 - h)) / (2 * h)
      #expect(abs(word.effect - slope) < 1e-7, "\(word.word)")
      #expect(word.effect != 0)
    }
  }

  @Test func `the probability is what the network itself answers`() throws {
    let reader = try Self.reader(.simple500)
    let text = "What a dull ending! We saw it on a rainy Sunday."
    let answer = reader.model(
      reader.reading([reader.vocabulary.encode(text)], reader.vocabulary))
    #expect(abs(try reader(text).probability - answer.elements[0]) < 1e-5)
  }

  @Test func `a long review is read where the network reads it, a word keeps its place`() throws {
    let reader = try Self.reader(.last20)
    let words = (1...30).map { $0 == 15 ? "plot" : "the" }
    let verdict = try reader(words.joined(separator: " "))
    #expect(verdict.words.count == 20)
    #expect(verdict.wordCount == 30)
    #expect(verdict.words.first?.place == 11)
    #expect(verdict.words.first { $0.word == "plot" }?.place == 15)
    let first = try Self.reader(.first20)(words.joined(separator: " "))
    #expect(first.words.map(\.place) == Array(1...20))
  }

  @Test func `unknown words are named once, and a text of them alone is refused`() throws {
    let reader = try Self.reader(.bag)
    let verdict = try reader("The zebra was a moving zebra, qqq.")
    #expect(verdict.unknown == ["zebra", "qqq"])
    let error = #expect(throws: ReviewError.self) { try reader("정말 좋은 영화 🎬") }
    #expect(error == .noKnownWords(known: reader.vocabulary.entries.count))
    for text in ["", " \n", "!!!"] { #expect(throws: ReviewError.self) { try reader(text) } }
  }

  @Test func `the strongest words come first, of equal ones the first in the review`() throws {
    let verdict = try Self.reader(.bag)("The plot was not dull and we saw it on a rainy Sunday.")
    let strongest = verdict.strongest(5)
    #expect(strongest.count == 5)
    #expect(
      strongest.map(\.effect.magnitude)
        == verdict.words.map(\.effect.magnitude).sorted(by: >).prefix(5).map { $0 })
    #expect(verdict.strongest(500).count == verdict.words.count)
  }

  // MARK: - Files

  private func withFile<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "reader-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  @Test(arguments: [ReviewNetwork.bag, .last20, .lstm, .bidirectional])
  func `a saved network judges as it did before`(_ network: ReviewNetwork) throws {
    let reader = try Self.reader(network)
    let again = try withFile { path in
      try reader.save(to: path)
      return try ReviewReader(contentsOf: path)
    }
    #expect(again.reading == reader.reading)
    #expect(again.vocabulary == reader.vocabulary)
    #expect(again.remark == "\(network.layers), trained on made-up reviews")
    let text = "I was told of a clumsy cast, but it was charming."
    let (before, after) = (try reader(text), try again(text))
    #expect(before.score == after.score)
    #expect(before.words.map(\.effect) == after.words.map(\.effect))
  }

  @Test func `another model is refused with a reason`() throws {
    let vocabulary = Self.reviews.vocabulary
    func reason(_ model: Sequential, _ extras: [String: String]) throws -> String {
      try withFile { path in
        try model.save(to: path, extras: extras)
        let error = #expect(throws: ReviewError.self) { try ReviewReader(contentsOf: path) }
        return error?.description.replacing(path + ": ", with: "") ?? ""
      }
    }
    let good = ReviewNetwork.bag.model(words: vocabulary.count)
    let extras = try vocabulary.extras().merging(["reviews.reading": "distinct"]) { $1 }
    #expect(try reason(good, [:]).hasPrefix("the model has no vocabulary of reviews; expected"))
    #expect(
      try reason(good, extras.merging(["reviews.reading": "all"]) { $1 })
        .hasPrefix("the model has no vocabulary of reviews"))
    #expect(
      try reason(ReviewNetwork.bag.model(words: 9), extras)
        .hasPrefix("its vocabulary is not the model's"))
    let numbers = Sequential(inputShape: [2]) { Dense(1, activation: .sigmoid) }
    #expect(
      try reason(numbers, extras).hasPrefix("the model does not answer words with one probability"))
    let flat = ReviewNetwork.last20.model(words: vocabulary.count)
    #expect(
      try reason(flat, extras.merging(["reviews.reading": "last 21"]) { $1 })
        .hasPrefix("its vocabulary is not the model's"))
  }
}
