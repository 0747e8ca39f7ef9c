import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

@Suite struct FlowOfModelTests {
  private func scalar() -> Sequential {
    let model = Sequential(inputShape: [nil, 1], seed: 9) { SimpleRNN(1, useBias: false) }
    model.setWeights(["kernel": [[0.5]], "recurrent_kernel": [[0.75]]], of: "simple_rnn")
    return model
  }

  /// `∂hₜ/∂hₜ₋₁ = (1 − hₜ²) w`, in a plain loop.
  @Test func `the gradient of a scalar network is that of the loop by hand`() throws {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let study = try FlowOfModel(
      scalar(), vocabulary: nil, .series(values), steps: 5, seed: 1)
    let trained = try #require(study.curves().last)
    let centre = values.reduce(0, +) / 8
    let spread = (values.map { ($0 - centre) * ($0 - centre) }.reduce(0, +) / 8).squareRoot()
    var (h, slopes) = (0.0, [Double]())
    for x in values.suffix(6) {
      h = tanh(0.5 * (x - centre) / spread + 0.75 * h)
      slopes.append((1 - h * h) * 0.75)
    }
    var norm = 1.0
    #expect(trained.cell == "simple_rnn, trained" && trained.norms.count == 6)
    for (found, slope) in zip(trained.norms.dropFirst(), slopes.dropFirst().reversed()) {
      norm *= slope
      #expect(abs(found - norm) < 1e-14)
    }
    #expect(trained.keepsBound && abs((trained.bounds?[2] ?? 0) - 0.75 * 0.75) < 1e-14)
  }

  @Test func `before training the weights are those of the seed`() throws {
    let before = try FlowOfModel(scalar(), vocabulary: nil, .noise, steps: 20, seed: 1).curves()[0]
    let fresh = Sequential(inputShape: [nil, 1], seed: 9) { SimpleRNN(1, useBias: false) }
    let curves = try FlowOfModel(fresh, vocabulary: nil, .noise, steps: 20, seed: 1).curves()
    for (a, b) in zip(before.norms, curves[0].norms) { #expect(a == b) }
    // Weights of float32 and of float64 from the same random numbers.
    for (a, b) in zip(curves[0].norms, curves[1].norms) { #expect(abs(a - b) < 1e-4 * b) }
  }

  @Test func `every recurrent layer has its curves, and a fixed length bounds the distance`() throws
  {
    let model = Sequential(inputShape: [7, 2]) {
      Bidirectional(LSTM(3, returnSequences: true))
      GRU(2)
      Dense(3, activation: .softmax)
    }
    let study = try FlowOfModel(model, vocabulary: nil, .noise, steps: 100, seed: 1)
    #expect(study.steps == 6)
    let curves = study.curves()
    #expect(
      curves.map(\.cell) == [
        "bidirectional/forward, untrained", "bidirectional/forward, trained",
        "bidirectional/backward, untrained", "bidirectional/backward, trained",
        "gru, untrained", "gru, trained",
      ])
    #expect(curves.allSatisfy { $0.bounds == nil && $0.norms.count == 7 && $0.norms[0] == 1 })
  }

  /// The backward layer computes the last step first; nothing flows back behind that.
  @Test func `a layer that reads from the end is followed from where the loss enters`() throws {
    let model = Sequential(inputShape: [7, 2]) {
      Bidirectional(LSTM(3, returnSequences: true))
      Dense(2)
    }
    let curves = try FlowOfModel(model, vocabulary: nil, .noise, steps: 9, seed: 1).curves()
    #expect(curves[0].norms.allSatisfy { $0 > 0 })
    #expect(curves[2].norms == [1, 0, 0, 0, 0, 0, 0])
  }

  @Test func `a text is read in the model's own tokens`() throws {
    let vocabulary = Vocabulary(["abc"], tokenizer: .characters, reserved: [])
    let model = Sequential(inputShape: [nil]) {
      Embedding(3, 2)
      SimpleRNN(4, returnSequences: true)
      Dense(3)
    }
    let study = try FlowOfModel(
      model, vocabulary: Vocabulary(extras: vocabulary.extras(), file: "x"), .text("abcabcaabb"),
      steps: 8, seed: 1)
    #expect(study.steps == 8 && study.curves()[1].bounds != nil)
  }

  @Test func `what can't be followed is answered with a sentence`() {
    func sentence(_ model: Sequential, _ source: FlowOfModel.Source) -> String {
      do {
        _ = try FlowOfModel(model, vocabulary: nil, source, steps: 10, seed: 1)
        return "followed"
      } catch { return error.description }
    }
    let dense = Sequential(inputShape: [3]) { Dense(2) }
    #expect(sentence(dense, .noise).hasPrefix("the model has no recurrent layer"))
    #expect(sentence(scalar(), .text("abc")).hasPrefix("the model reads numbers, not tokens"))
    #expect(
      sentence(scalar(), .series([1, 2, 3]))
        == "found 3 values; expected at least 11, as many as the model is to read")
    let words = Sequential(inputShape: [nil]) {
      Embedding(3, 2)
      SimpleRNN(4)
    }
    #expect(sentence(words, .text("abc")).hasPrefix("the model's file carries no vocabulary"))
    #expect(sentence(words, .series([1])).hasPrefix("the model reads tokens, not numbers"))
    let deep = Sequential(inputShape: [5, 4, 3]) {
      TimeDistributed(LSTM(2))
      LSTM(3)
    }
    #expect(sentence(deep, .noise).hasPrefix("the model reads inputs of shape"))
    let single = Sequential(inputShape: [1, 2]) { SimpleRNN(4) }
    #expect(
      sentence(single, .noise).hasSuffix("expected one sequence a sample, of two steps or more"))
    let wide = Sequential(inputShape: [nil, 2]) { SimpleRNN(4) }
    #expect(sentence(wide, .series([1])).hasPrefix("the model reads 2 numbers a step"))
    #expect(sentence(scalar(), .noise) == "followed")
  }
}
