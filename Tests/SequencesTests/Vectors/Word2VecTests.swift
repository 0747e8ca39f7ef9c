import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollSequences

@Suite struct Word2VecTests {
  /// Two words that stand in the same places, and two that stand in others.
  private let sentences: [[String]] = (0..<60).flatMap { index in
    [["x", index % 2 == 0 ? "cat" : "dog", "y"], ["z", index % 2 == 0 ? "red" : "blue", "w"]]
  }

  private func trained(
    _ method: Word2Vec.Method = .skipGram, seed: UInt64 = 42, epochs: Int = 6
  ) throws -> Word2VecResult {
    try Word2Vec(
      method: method, dimensions: 8, window: 2, minimumCount: 1, subsampling: 0, epochs: epochs,
      learningRate: 0.2, seed: seed
    ).train(sentences)
  }

  @Test(arguments: Word2Vec.Method.allCases)
  func `words in the same places become neighbours`(method: Word2Vec.Method) throws {
    let result = try trained(method)
    #expect(try result.vectors.cosine("cat", "dog") > 0.9)
    #expect(try result.vectors.cosine("cat", "red") < 0.5)
    #expect(result.losses.count == 6)
    #expect((result.losses.last ?? 9) < result.losses[0])
    #expect(result.tokens == 360)
  }

  @Test func `a seed gives the same vectors again, another seed others`() throws {
    let (one, again, other) = (try trained(), try trained(), try trained(seed: 43))
    #expect(one.vectors.matrix == again.vectors.matrix && one.losses == again.losses)
    #expect(one.vectors.matrix != other.vectors.matrix)
  }

  @Test func `words stand by frequency, the first seen first, and rare ones are left out`() {
    let corpus = Word2VecCorpus(
      [["b", "a", "c"], ["a", "rare", "c"], ["b"], ["rare2"]], minimumCount: 2)
    #expect(corpus.words == ["b", "a", "c"])
    #expect(corpus.counts == [2, 2, 2])
    #expect(corpus.tokens == [0, 1, 2, 1, 2, 0])
    #expect(corpus.ends == [3, 5, 6])
  }

  @Test func `negatives are drawn by frequency to the power of three quarters, as NumPy has it`()
    throws
  {
    let noise = try VectorsReference.load().noise
    let words = zip("abcd", noise.counts).flatMap { Array(repeating: String($0), count: $1) }
    let table = Word2VecCorpus([words], minimumCount: 1).noise
    #expect(largestDistance(table.probabilities, noise.probabilities) < 1e-15)
    var generator = SeededGenerator(seed: 3)
    var drawn = [Double](repeating: 0, count: 4)
    for _ in 0..<40_000 { drawn[table.draw(using: &generator)] += 1 / 40_000.0 }
    // Four standard errors of a share near one half.
    #expect(largestDistance(drawn, noise.probabilities) < 0.01)
  }

  @Test(arguments: [[1.0], [1, 1, 1], [0, 3, 0, 1], [1e-12, 1, 1e6], [0.1, 0.2, 0.3, 0.4, 0.5]])
  func `an alias table has the probabilities of its weights`(weights: [Double]) {
    let total = weights.reduce(0, +)
    #expect(
      largestDistance(AliasTable(weights).probabilities, weights.map { $0 / total }) < 1e-15)
  }

  @Test func `frequent words are kept with the original program's probability`() {
    let corpus = Word2VecCorpus(
      [Array(repeating: "a", count: 90) + Array(repeating: "b", count: 10)], minimumCount: 1)
    // t = 0.1: f = 0.9 gives √(1/9) + 1/9, f = 0.1 gives 2, which is 1.
    let keep = corpus.keepProbabilities(subsampling: 0.1)
    #expect(largestDistance(keep, [1.0 / 3 + 1.0 / 9, 1]) < 1e-15)
    #expect(corpus.keepProbabilities(subsampling: 0) == [1, 1])
  }

  @Test func `a window reaches one word or more, each as often, and never beyond the sentence`() {
    let corpus = Word2VecCorpus([["a", "b", "c", "d", "e"], ["f", "g"]], minimumCount: 1)
    let settings = Word2Vec(
      dimensions: 2, window: 3, negatives: 2, minimumCount: 1, subsampling: 0)
    var counts: [Int: Int] = [:]
    for epoch in 1...600 {
      var examples = Word2VecExamples(of: corpus, settings, epoch: epoch)
      examples.forEach(in: corpus.tokens[0..<5]) { reads, targets in
        counts[abs(reads[reads.startIndex] - targets[0]), default: 0] += 1
        #expect(reads.count == 1 && !targets.dropFirst().contains(targets[0]))
        #expect((1...3).contains(targets.count) && targets[0] < 5)
      }
    }
    // Of 8, 6 and 4 ordered pairs of words 1, 2 and 3 apart, all, two thirds and one third are near.
    #expect(Set(counts.keys) == [1, 2, 3] && counts[1] == 8 * 600)
    #expect(abs(Double(counts[2] ?? 0) / 600 - 4) < 0.2)
    #expect(abs(Double(counts[3] ?? 0) / 600 - 4.0 / 3) < 0.15)
  }

  @Test func `training ends where it is told to, and keeps what was learnt`() throws {
    var told = 0
    let result = try Word2Vec(dimensions: 4, minimumCount: 1, epochs: 50).train(sentences) { _ in
      told += 1
      return told < 2
    }
    #expect(result.losses.count < 50 && result.vectors.count == 8)
  }

  @Test func `a text without enough words, and a rate that is too large, are told in a sentence`() {
    let few = #expect(throws: Word2VecError.self) {
      try Word2Vec(minimumCount: 5).train([["a", "b"]])
    }
    #expect(
      few?.description
        == "found 0 words that occur at least 5 times; expected several, side by side in sentences. Take a "
        + "longer text, or a smaller minimum count.")
    #expect(throws: Word2VecError.tooFewWords(found: 2, minimumCount: 1)) {
      try Word2Vec(minimumCount: 1).train([["a"], ["b"]])
    }
    let wild = #expect(throws: Word2VecError.self) {
      try Word2Vec(
        dimensions: 4, minimumCount: 1, subsampling: 0, epochs: 40, learningRate: 1e30
      ).train(sentences)
    }
    #expect(wild?.description.contains("the learning rate of 1e+30 is too large") == true)
  }

  @Test func `options that make no sense are refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Word2Vec(dimensions: 0) }
    expectSentence(result, "got 0 dimensions")
  }

  @Test(arguments: [
    ("The cat sat. THE dog!", [["the", "cat", "sat"], ["the", "dog"]]),
    ("don't o'er 'tis th' x''y", [["don't", "o'er", "tis", "th", "x", "y"]]),
    ("don’t", [["don't"]]),
    ("one\ntwo\n\nthree\r\n \r\nfour", [["one", "two"], ["three"], ["four"]]),
    ("Ärger, ÉTÉ; 각 日本", [["ärger", "été", "각", "日本"]]),
    ("a1 2b -- 3.5", [["a1", "2b", "3"], ["5"]]),
    ("🙂 ... !", [[String]]()),
  ])
  func `a text becomes sentences of words in small letters`(text: String, expected: [[String]]) {
    #expect(wordSentences(in: text) == expected)
  }
}
