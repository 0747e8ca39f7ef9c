import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollRecurrent

private func numbers(_ shape: Shape, seed: UInt64 = 3) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return .uniform(shape, in: -1..<1, dtype: .float64, using: &generator)
}

/// `x` with zeros behind it along an axis.
private func padded(_ x: Tensor, axis: Int, by count: Int = 2) -> Tensor {
  Variable(x).padded(axis: axis, after: count).value
}

/// A model of token ids in sentences whose weights are `sin(1)/2, sin(2)/2, …`, each tensor from the first.
private func sentences(@LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
  let model = Sequential(inputShape: [nil, nil], dtype: .float64) {
    Embedding(6, 2, maskZero: true)
    for layer in layers() { layer }
  }
  for index in model.parameters.indices {
    let shape = model.parameters[index].value.shape
    let elements = (0..<shape.elementCount).map { Foundation.sin(Double($0 + 1)) / 2 }
    model.parameters[index].value = Tensor(elements, shape: shape, dtype: .float64)
  }
  return model
}

@Suite struct TimeDistributedMaskTests {
  private let short = IntTensor([1, 2, 3, 4], shape: [1, 2, 2])
  private let long = IntTensor([1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0], shape: [1, 3, 4])

  // Keras 3.15 on JAX in float64: Embedding(6, 2, mask_zero=True), TimeDistributed(LSTM(2)), LSTM(2), and
  // TimeDistributed(GRU(2, return_sequences=True)), TimeDistributed(SimpleRNN(2)), with
  // set_weights([np.sin(np.arange(1, w.size + 1)).reshape(w.shape) / 2 for w in get_weights()])

  @Test func `padded words and whole sentences are left out, with Keras's numbers`() {
    let model = sentences {
      TimeDistributed(LSTM(2))
      LSTM(2)
    }
    let keras = Tensor([[-0.15945891687948094, -0.08181340042353333]], dtype: .float64)
    #expect(error(model(short), keras) < 1e-14)
    #expect(error(model(long), keras) < 1e-14)
  }

  @Test func `a mask goes through several layers that are applied to each sentence`() {
    let model = sentences {
      TimeDistributed(GRU(2, returnSequences: true))
      TimeDistributed(SimpleRNN(2))
    }
    let keras = Tensor(
      [
        0.43835914702477335, 0.35786016484507577, 0.4050501247875654, 0.33278190703785293, 0, 0,
      ], shape: [1, 3, 2], dtype: .float64)
    #expect(error(model(short), keras[0..., 0..<2]) < 1e-14)
    #expect(error(model(long), keras) < 1e-14)
    let backwards = sentences {
      TimeDistributed(GRU(2, returnSequences: true, goBackwards: true))
      TimeDistributed(LSTM(2))
      SimpleRNN(2)
    }
    #expect(error(backwards(long), backwards(short)) < 1e-15)
  }

  @Test
  func `the mask that comes out is the layer's own, or says which steps have one that counts`() {
    let mask = BoolTensor(long.elements.map { $0 != 0 }, shape: [1, 3, 4])
    let x = Tensor.ones([1, 3, 4, 2])
    let outer = BoolTensor([true, true, false], shape: [1, 3])
    #expect(TimeDistributed(LSTM(2)).outputMask(mask, for: x) == outer)
    #expect(TimeDistributed(LSTM(2, returnSequences: true)).outputMask(mask, for: x) == mask)
    #expect(TimeDistributed(Flatten()).outputMask(outer, for: x) == outer)
    #expect(TimeDistributed(Dense(2)).outputMask(outer, for: .ones([1, 3, 2])) == outer)
    #expect(TimeDistributed(LSTM(2)).outputMask(nil, for: x) == nil)
    let whole = BoolTensor((0..<12).map { $0 < 8 }, shape: [1, 3, 4])
    #expect(
      TimeDistributed(LSTM(2, returnSequences: true)).outputMask(outer, for: x) == whole,
      "a step that does not count has none within that does")
  }

  @Test func `Masking within a step is known to the layers behind`() {
    let model = Sequential(inputShape: [3, nil, 2], dtype: .float64) {
      TimeDistributed(Masking())
      TimeDistributed(LSTM(3))
    }
    let x = numbers([2, 3, 4, 2])
    #expect(error(model(padded(x, axis: 2)), model(x)) < 1e-15)
  }

  @Test func `a normalisation in TimeDistributed takes the steps that count`() {
    let x = numbers([2, 4, 3])
    func means(_ x: Tensor, inner: Bool) -> Tensor {
      let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
        Masking()
        if inner {
          TimeDistributed(BatchNormalization(momentum: 0))
        } else {
          BatchNormalization(momentum: 0)
        }
      }
      _ = model.call(Variable(x), model.constants, Run(isTraining: true))
      model.assembly.takeUpdates()
      return model.parameters.first { $0.name == "moving_mean" }?.value ?? Tensor(0)
    }
    #expect(error(means(padded(x, axis: 1), inner: true), means(x, inner: true)) < 1e-15)
    #expect(error(means(x, inner: true), means(x, inner: false)) < 1e-15)
    // Words in sentences: the mask is [batch, sentences, words], x has a fourth axis.
    let layer = BatchNormalization(momentum: 0)
    let memory = LayerMemory()
    let ones = Variable(Tensor.ones([1], dtype: .float64))
    let weights = Weights(
      ["gamma", "beta", "moving_mean", "moving_variance"].map { (name: $0, value: ones) })
    let y = Tensor([1, 2, 3, 4], shape: [1, 2, 2, 1], dtype: .float64)
    let mask = BoolTensor([true, false, true, false], shape: [1, 2, 2])
    let context = LayerContext(name: "norm", isTraining: true, mask: mask, memory: memory)
    _ = layer.call(Variable(y), weights, context)
    #expect(memory.updates["moving_mean"]?.item() == 2)
    _ = layer.call(
      Variable(y), weights, context.masked(by: BoolTensor([false, true], shape: [1, 2])))
    #expect(memory.updates["moving_mean"]?.item() == 3.5)
  }

  @Test func `a mask of another shape stops with both shapes`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let context = LayerContext(name: "td", mask: BoolTensor([true, true], shape: [2, 1]))
      _ = TimeDistributed(Flatten()).call(Variable(.ones([2, 5, 3, 4])), Weights([]), context)
    }
    expectSentence(
      result,
      """
      td (TimeDistributed): expected a mask of shape [2, 5] (batch, time), or with the sizes of the axes \
      behind, for input of shape [2, 5, 3, 4], but got [2, 1]
      """)
  }
}

@Suite struct LastOutputTests {
  @Test
  func `the last output is that of the last step that counts, also where the others are zeros`() {
    let whole = Bidirectional(LSTM(2, returnSequences: true))
    let last = Bidirectional(LSTM(2))
    var assembly = Assembly(seed: 1)
    let place = assembly.add(whole, input: [nil, 3])
    let weights = assembly.weights(of: place, from: assembly.parameters.map { Variable($0.value) })
    let mask = BoolTensor([true, true, false, false, true, true, true, false], shape: [2, 4])
    let context = assembly.context(of: place, in: Run(), mask: mask)
    let x = Variable(numbers([2, 4, 3]).cast(to: .float32))
    let expected = last.run(x, weights, context).output.value
    #expect(expected.elements.allSatisfy { $0 != 0 })
    #expect(whole.run(x, weights, context).output.value == expected)
    #expect(last.call(x, weights, context).value == expected)
  }
}

@Suite struct MaskingValueTests {
  @Test(arguments: [Double.nan, -Double.infinity, 7])
  func `steps of a value that is no number are left out like others, forwards and backwards`(
    value: Double
  ) {
    let x = numbers([2, 3, 2])
    let tail = Variable(Tensor(repeating: value, shape: [2, 2, 2], dtype: .float64))
    let long = concatenate([Variable(x), tail], axis: 1).value
    let model = Sequential(inputShape: [nil, 2], dtype: .float64) {
      Masking(maskValue: value)
      LSTM(3)
    }
    #expect(model(long) == model(x))
    func gradient(_ x: Tensor) -> [Tensor] {
      let tape = Tape()
      let weights = model.variables(on: tape)
      let y = model.call(Variable(x), weights, Run(tape: tape)).sum()
      return tape.gradient(of: y, for: weights).map(\.value)
    }
    for (a, b) in zip(gradient(long), gradient(x)) { #expect(error(a, b) < 1e-15) }
  }
}
