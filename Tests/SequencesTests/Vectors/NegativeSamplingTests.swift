import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollSequences

@Suite struct NegativeSamplingTests {
  @Test(arguments: 0..<3)
  func `loss and gradients equal NumPy's, for one word read, several, and words that repeat`(
    index: Int
  ) throws {
    let expected = try VectorsReference.load().cases[index]
    let tape = Tape()
    let input = tape.variable(expected.table(expected.input))
    let output = tape.variable(expected.table(expected.output))
    let loss = negativeSamplingLoss(input: input, output: output, examples: expected.word2vec)
    #expect(abs(loss.value.item() - expected.loss) < 1e-12 * expected.loss)
    let gradients = tape.gradient(of: loss, for: [input, output])
    #expect(largestDistance(gradients[0].value.elements, expected.inputGradient) < 1e-13)
    #expect(largestDistance(gradients[1].value.elements, expected.outputGradient) < 1e-13)
  }

  @Test func `one word that foretells another has the loss of the formula, by hand`() {
    // h = (1, 2), v' of the target (0.5, 0.25): s = 1; of the negative (−1, 0): s = −1.
    let input = Variable(Tensor([1, 2], shape: [1, 2], dtype: .float64))
    let output = Variable(Tensor([0.5, 0.25, -1, 0], shape: [2, 2], dtype: .float64))
    let loss = negativeSamplingLoss(
      input: input, output: output,
      examples: [Word2VecExample(reads: [0], target: 0, negatives: [1])])
    // −ln σ(1) twice: 0.3132616875182228 each.
    #expect(abs(loss.value.item() - 2 * 0.313_261_687_518_222_8) < 1e-15)
  }

  @Test(arguments: CheckSubject.wordVectors.map(\.name))
  func `the loss passes the gradient check, the first nine digits and the second seven`(
    name: String
  ) throws {
    let subject = try #require(CheckSubject.wordVectors.first { $0.name == name })
    for (order, tolerance) in [(1, 1e-9), (2, 1e-7)] {
      let report = subject.report(order: order, seed: 42)
      #expect(report.passed, "\(name), order \(order)\n\(report)")
      #expect(report.largestDifference <= tolerance, "\(name), order \(order)")
    }
  }

  @Test(arguments: 0..<3)
  func `steps by hand end where NumPy's end`(index: Int) throws {
    let expected = try VectorsReference.load().cases[index]
    var tables = Word2VecTables<Double>(
      input: expected.input, output: expected.output, dimensions: expected.dimensions)
    let losses = expected.word2vec.map { tables.step($0, rate: expected.rate) }
    #expect(largestDistance(losses, expected.stepLosses) < 1e-12)
    #expect(largestDistance(tables.inputElements, expected.inputAfter) < 1e-13)
    #expect(largestDistance(tables.outputElements, expected.outputAfter) < 1e-13)
  }

  @Test func `a step in single precision is the same to its last digits`() throws {
    let expected = try VectorsReference.load().cases[1]
    var tables = Word2VecTables<Float>(
      input: expected.input, output: expected.output, dimensions: expected.dimensions)
    for example in expected.word2vec { _ = tables.step(example, rate: expected.rate) }
    #expect(largestDistance(tables.inputElements.map(Double.init), expected.inputAfter) < 1e-5)
  }

  /// All examples of an epoch, once by the trainer and once by the tape, one step after the other.
  @Test(arguments: Word2Vec.Method.allCases)
  func `an epoch of the trainer is gradient descent by the tape's gradients, to 1e-12`(
    method: Word2Vec.Method
  ) {
    let sentences = [
      "a b c d a b", "b c a e e", "d a c b", "c", "e d c b a",
    ].map { $0.split(separator: " ").map(String.init) }
    let settings = Word2Vec(
      method: method, dimensions: 5, window: 3, negatives: 3, minimumCount: 1, subsampling: 0.2,
      epochs: 2, learningRate: 0.3, seed: 5)
    let corpus = Word2VecCorpus(sentences, minimumCount: 1)
    var tables = Word2VecTables<Double>(words: corpus.words.count, settings: settings)
    let shape: Shape = [corpus.words.count, 5]
    var input = Tensor(tables.inputElements, shape: shape, dtype: .float64)
    var output = Tensor(tables.outputElements, shape: shape, dtype: .float64)
    var (count, repeats) = (0, 0)
    for epoch in 1...2 {
      let loss = tables.read(corpus, settings: settings, epoch: epoch) { _ in true }
      var examples = Word2VecExamples(of: corpus, settings, epoch: epoch)
      var (total, inEpoch) = (0.0, 0)
      var begin = 0
      for end in corpus.ends {
        let done = Double((epoch - 1) * corpus.tokens.count + begin)
        let rate = 0.3 * max(1e-4, 1 - done / Double(2 * corpus.tokens.count))
        examples.forEach(in: corpus.tokens[begin..<end]) { reads, targets in
          let example = Word2VecExample(
            reads: Array(reads), target: targets[0], negatives: Array(targets.dropFirst()))
          if Set(reads).count < reads.count || Set(targets).count < targets.count { repeats += 1 }
          let tape = Tape()
          let (v, w) = (tape.variable(input), tape.variable(output))
          let loss = negativeSamplingLoss(input: v, output: w, examples: [example])
          let gradients = tape.gradient(of: loss, for: [v, w])
          total += loss.value.item()
          input = input - rate * gradients[0].value
          output = output - rate * gradients[1].value
          inEpoch += 1
        }
        begin = end
      }
      #expect(abs((loss ?? .nan) - total / Double(inEpoch)) < 1e-12)
      count += inEpoch
    }
    #expect(count > 20 && repeats > 3, "the text is too short to say anything")
    #expect(largestDistance(tables.inputElements, input.elements) < 1e-12)
    #expect(largestDistance(tables.outputElements, output.elements) < 1e-12)
    #expect(output.elements.contains { abs($0) > 0.05 }, "nothing was learnt")
  }
}

extension Word2VecTables {
  /// A step on an example.
  mutating func step(_ example: Word2VecExample, rate: Double) -> Double {
    var slopes = [Number](repeating: 0, count: example.negatives.count + 1)
    return Double(
      step(
        reads: example.reads[...], targets: [example.target] + example.negatives, slopes: &slopes,
        rate: Number(rate)))
  }
}
