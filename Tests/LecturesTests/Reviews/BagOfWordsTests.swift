import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollLectures

/// Logistic regression on the words of a review, as a sum over the words that are there.
@Suite struct BagOfWordsTests {
  private let tokens = IntTensor([[0, 0, 1, 3, 4], [0, 2, 3, 5, 6], [0, 0, 0, 0, 0]])

  private func output(_ scores: Variable, _ bias: Variable) -> Variable {
    let context = LayerContext(name: "bag")
    let words = WordScores(7).call(tokens, Weights([(name: "scores", value: scores)]), context)
    return SumOfScores().call(words, Weights([(name: "bias", value: bias)]), context)
  }

  @Test func `it is the product of the bags as a matrix and the scores`() {
    let model = ReviewNetwork.bag.model(words: 7)
    let scores: [Double] = [9, 0.5, -1, 2, 0.25, -0.75, 1.5]  // that of padding must not count
    model.parameters[0].value = Tensor(scores, shape: [7, 1])
    model.parameters[1].value = Tensor([0.125])
    let bags: [[Double]] = [[0, 1, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 1, 1], [0, 0, 0, 0, 0, 0, 0]]
    let expected = bags.map { bag in
      1 / (1 + exp(-(zip(bag, scores).map(*).reduce(0, +) + 0.125)))
    }
    let found = model(tokens)
    #expect(found.shape == [3, 1])
    for (found, expected) in zip(found.elements, expected) { #expect(abs(found - expected) < 1e-6) }
    #expect(model.parameterCount == 8)
  }

  @Test func `its gradient is exact, and padding gets none`() {
    var generator = SeededGenerator(seed: 4)
    let scores = Tensor.uniform([7, 1], in: -1..<1, dtype: .float64, using: &generator)
    let bias = Tensor([0.3], dtype: .float64)
    let report = checkGradients(at: [scores, bias]) { output($0[0], $0[1]).sum() }
    #expect(report.passed, "\(report)")
    let tape = Tape()
    let weights = tape.variable(scores)
    let gradient = tape.gradient(of: output(weights, Variable(bias)).sum(), for: weights)
    #expect(gradient.value.elements[0] == 0)
    #expect(gradient.value.elements[3] != 0)
  }

  @Test func `a step as a program gives what a recorded step gives, for other words too`() {
    #expect(ReviewNetwork.bag.model(words: 7).isRepeatable)
    let models = [ReviewNetwork.bag.model(words: 7), ReviewNetwork.bag.model(words: 7)]
    let others = IntTensor([[0, 5, 6], [1, 2, 3]])
    let ratings = Tensor([1, 1], shape: [2, 1])
    let first = IntTensor([[0, 0, 4], [0, 1, 6]])
    let steps = models.map { TrainingStep($0, loss: .binaryCrossentropy()) }
    for rows in [first, others, first] {
      let batch = Dataset(rows, ratings)
      let (program, recorded) = (steps[0](batch), steps[1].recorded(batch))
      #expect(abs(program.loss.item() - recorded.loss.item()) < 1e-6)
      for (found, expected) in zip(program.gradients, recorded.gradients) {
        #expect(found.shape == expected.shape)
        #expect(zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-6 })
      }
    }
  }
}
