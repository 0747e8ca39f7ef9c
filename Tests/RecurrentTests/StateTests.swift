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

/// A cell as a student writes one.
private struct LeakyCell: RecurrentCell {
  let units: Int
  var kind: String { "LeakyCell" }

  func weights(inputs: Int) -> [WeightSpecification] {
    [
      WeightSpecification("kernel", [inputs, units], .glorotUniform),
      WeightSpecification("recurrent_kernel", [units, units], .orthogonal),
    ]
  }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    let recurrent = matmul(context.dropped(state.hidden), weights["recurrent_kernel"])
    let z = matmul(x, weights["kernel"]) + recurrent
    return HiddenState(0.9 * state.hidden + 0.1 * tanh(z))
  }
}

@Suite struct StatefulTests {
  private func model(_ stateful: Bool) -> Sequential {
    Sequential(inputShape: [nil, 3], dtype: .float64) {
      LSTM(4, returnSequences: true, stateful: stateful)
      Bidirectional(GRU(2, returnSequences: true))
      SimpleRNN(2, stateful: stateful)
    }
  }

  @Test func `a stateful layer goes on where the batch before ended, until it is reset`() {
    let x = numbers([2, 6, 3])
    func lstm(_ stateful: Bool) -> Sequential {
      Sequential(inputShape: [nil, 3], dtype: .float64) { LSTM(4, stateful: stateful) }
    }
    let (plain, stateful) = (lstm(false), lstm(true))
    let whole = plain(x)
    _ = stateful(x[0..., 0..<4])
    let end = stateful(x[0..., 4...])
    #expect(error(end, whole) < 1e-15)
    #expect(error(stateful(x), whole) > 1e-3)
    stateful.resetState()
    #expect(stateful(x) == whole)
    #expect(stateful.isStateful && !plain.isStateful)
  }

  @Test func `states are put back after they were set aside`() {
    let (x, stateful) = (numbers([2, 5, 3]), model(true))
    _ = stateful(x)
    let fresh = stateful.withFreshState { stateful(x) }
    let second = stateful(x)
    #expect(fresh == model(false)(x) && second != fresh)
  }

  @Test func `a batch of another size stops with both sizes`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 3]) { GRU(4, stateful: true) }
      _ = model(.ones([2, 5, 3]))
      _ = model(.ones([3, 5, 3]))
    }
    expectSentence(
      result,
      """
      gru (GRU): stateful, and the batch before had 2 samples, but this one has 3; every batch needs the \
      same number. Call resetState() to begin anew, or go on with batches of 2: predict takes a batchSize
      """)
  }
}

@Suite struct MemoryTests {
  @Test func `a bidirectional layer's states are put back, also those it did not have yet`() {
    let x = numbers([2, 5, 3])
    func model() -> Sequential {
      Sequential(inputShape: [nil, 3], dtype: .float64) { Bidirectional(LSTM(2, stateful: true)) }
    }
    let (fresh, used) = (model(), model())
    _ = used.withFreshState { used(x) }
    #expect(used(x) == fresh(x) && used(x) != fresh.withFreshState { fresh(x) })
    #expect(used.isStateful)
    let wrapped = Sequential(inputShape: [nil, 2, 3]) { TimeDistributed(GRU(2, stateful: true)) }
    #expect(wrapped.isStateful)
  }

  @Test func `a state that was float64 does not make later numbers float64`() {
    let model = Sequential(inputShape: [nil, 3]) { GRU(2, stateful: true) }
    _ = model(numbers([2, 4, 3]))
    #expect(model(numbers([2, 4, 3]).cast(to: .float32)).dtype == .float32)
  }

  @Test func `a normalisation in TimeDistributed follows the batch, in the type of its weights`() {
    let model = Sequential(inputShape: [nil, 3]) {
      TimeDistributed(BatchNormalization(momentum: 0))
    }
    let x = numbers([4, 2, 3]) + 5
    _ = model.call(Variable(x), model.constants, Run(isTraining: true))
    model.assembly.takeUpdates()
    let mean = model.weights(of: "time_distributed")["moving_mean"] ?? Tensor(0)
    #expect(mean.dtype == .float32)
    #expect(error(mean.cast(to: .float64), Variable(x).mean(axes: [0, 1]).value) < 1e-6)
  }
}

@Suite struct MaskTests {
  @Test func `padding is known in float32 too, by a value that is rounded there`() {
    let short = Tensor([[[0.5], [0.25]]])
    let padded = Tensor([[[0.5], [0.25], [-9.9], [-9.9]]])
    let model = Sequential(inputShape: [nil, 1]) {
      Masking(maskValue: -9.9)
      LSTM(3)
    }
    #expect(model(padded) == model(short))
  }

  @Test func `the mask of what is read from the end is in that order`() {
    let mask = BoolTensor([true, false, false], shape: [1, 3])
    let layer = Bidirectional(GRU(2, returnSequences: true, goBackwards: true))
    #expect(layer.outputMask(mask, for: .ones([1, 3, 2]))?.elements == [false, false, true])
  }

  @Test func `padding in front and behind changes nothing`() {
    let x = numbers([2, 4, 3])
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      Masking()
      LSTM(4, returnSequences: true)
      GRU(3)
    }
    let zeros = Variable(.zeros([2, 2, 3], dtype: .float64))
    let padded = concatenate([zeros, Variable(x), zeros], axis: 1).value
    #expect(error(model(padded), model(x)) < 1e-15)
  }

  @Test func `a mask given to a model is the mask that Masking makes`() {
    var x = numbers([2, 4, 3])
    x =
      (Variable(x) * Variable(Tensor([1, 1, 1, 0, 1, 1, 0, 0], shape: [2, 4, 1], dtype: .float64)))
      .value
    let mask = BoolTensor([true, true, true, false, true, true, false, false], shape: [2, 4])
    let masking = Sequential(inputShape: [nil, 3], dtype: .float64) {
      Masking()
      SimpleRNN(4)
    }
    let plain = Sequential(inputShape: [nil, 3], dtype: .float64) { SimpleRNN(4) }
    #expect(plain(x, mask: mask) == masking(x))
    #expect(plain(x) != masking(x))
  }

  @Test func `token 0 is left out where the embedding says so`() {
    func model(_ maskZero: Bool) -> Sequential {
      Sequential(inputShape: [nil], dtype: .float64) {
        Embedding(6, 3, maskZero: maskZero)
        SimpleRNN(4)
      }
    }
    let (padded, short): (IntTensor, IntTensor) = (
      IntTensor([[3, 1, 5, 0, 0]]), IntTensor([[3, 1, 5]])
    )
    #expect(error(model(true)(padded), model(true)(short)) < 1e-15)
    #expect(error(model(false)(padded), model(false)(short)) > 1e-4)
  }

  @Test func `a mask of the wrong shape stops with both shapes`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let context = LayerContext(name: "lstm", mask: BoolTensor([true, true], shape: [2, 1]))
      _ = LSTM(4).run(Variable(.ones([2, 5, 3])), Weights([]), context)
    }
    let model = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 3]) { Dense(4) }
      _ = model(.ones([2, 5, 3]), mask: BoolTensor([true, true], shape: [2, 1]))
    }
    expectSentence(
      model,
      """
      model: expected a mask of shape [2, 5] (batch, time) for input of shape [2, 5, 3], but got [2, 1]
      """)
    expectSentence(
      result,
      "lstm (LSTM): expected a mask of shape [2, 5] (batch, time) for input of shape [2, 5, 3], but got [2, 1]"
    )
  }
}

@Suite struct OwnCellTests {
  @Test func `a student's own cell runs in the same loop, backwards and in both directions too`() {
    let x = numbers([2, 5, 3])
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      RNN(LeakyCell(units: 4), returnSequences: true)
      Bidirectional(RNN(LeakyCell(units: 2)))
    }
    #expect(model(x).shape == [2, 4])
    #expect(model.layers.map(\.name) == ["leaky", "bidirectional"])
    let report = checkGradients(at: model.parameters.map(\.value)) { weights in
      let y = model.call(Variable(x), weights)
      return (y * y).sum()
    }
    #expect(report.passed, "\(report)")
  }

  @Test func `its equation is what it computes`() {
    let layer = RNN(LeakyCell(units: 1))
    let weights = Weights([
      ("kernel", Variable(Tensor([[0.5]], dtype: .float64))),
      ("recurrent_kernel", Variable(Tensor([[2]], dtype: .float64))),
    ])
    let x = Variable(Tensor([[[1.0], [-2.0]]], dtype: .float64))
    let first = 0.1 * Foundation.tanh(0.5)
    let second = 0.9 * first + 0.1 * Foundation.tanh(-1 + 2 * first)
    let found = layer.run(x, weights, LayerContext(name: "rnn")).state.hidden.item()
    #expect(abs(found - second) < 1e-15)
  }
}

/// A cell whose state is as wide as its kernel says, and that knows nothing of dropout.
private struct DeafCell: RecurrentCell {
  let units: Int
  var width: Int?
  var kind: String { "DeafCell" }

  func weights(inputs: Int) -> [WeightSpecification] {
    [WeightSpecification("kernel", [inputs, width ?? units], .glorotUniform)]
  }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    HiddenState(tanh(matmul(x, weights["kernel"])))
  }
}

@Suite struct CellTrialTests {
  @Test func `recurrent dropout reaches a cell that asks for it`() {
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      RNN(LeakyCell(units: 4), recurrentDropout: 0.5)
    }
    let x = numbers([2, 5, 3])
    let trained = model.call(Variable(x), model.constants, Run(isTraining: true)).value
    #expect(trained != model(x))
  }

  @Test func `recurrent dropout for a cell that never asks is refused when the model is made`()
    async
  {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) {
        Bidirectional(RNN(DeafCell(units: 4), recurrentDropout: 0.5))
      }
    }
    expectSentence(
      result,
      """
      bidirectional (Bidirectional): recurrentDropout is 0.5, but DeafCell never asks which units are \
      dropped; write context.dropped(state.hidden) in its step, where the state meets the recurrent weights
      """)
    let plain = Sequential(inputShape: [nil, 3]) { RNN(DeafCell(units: 4), dropout: 0.5) }
    #expect(plain(.ones([2, 5, 3])).shape == [2, 4])
  }

  @Test func `a cell whose step gives another width is refused by name`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) { RNN(DeafCell(units: 4, width: 8)) }
    }
    expectSentence(
      result,
      """
      deaf (Deaf): a step of DeafCell on 2 samples gave the state hidden the shape [2, 8]; expected [2, 4], \
      because the cell has 4 units
      """)
  }
}

@Suite struct TrainableTests {
  @Test func `frozen layers and computed weights are not trained, and the summary counts them`() {
    let model = Sequential(inputShape: [nil]) {
      Embedding(6, 3, trainable: false)
      BatchNormalization()
      LSTM(2)
    }
    let fixed = model.parameters.filter { !$0.isTrainable }.map(\.path)
    #expect(
      fixed == [
        "embedding/embeddings", "batch_normalization/moving_mean",
        "batch_normalization/moving_variance",
      ])
    #expect(model.summary().contains("Trainable params: 54\nNon-trainable params: 24"))
  }

  @Test func `batch normalisation's moving means follow in training, and only there`() {
    let model = Sequential(inputShape: [3], dtype: .float64) { BatchNormalization(momentum: 0.5) }
    let x = numbers([8, 3])
    let before = model.weights(of: "batch_normalization")
    _ = model(x)
    #expect(model.weights(of: "batch_normalization") == before)
    _ = model.call(Variable(x), model.constants, Run(isTraining: true))
    #expect(model.weights(of: "batch_normalization") == before, "a step counts once it is known to")
    model.assembly.takeUpdates()
    let mean = Variable(x).mean(axis: 0).value
    let found = model.weights(of: "batch_normalization")["moving_mean"] ?? Tensor(0)
    #expect(error(found, mean * 0.5) < 1e-15)
  }

  @Test func `dropout is for training, follows from the seed, and keeps the mean`() {
    let layer = Dropout(0.25)
    let x = Variable(.ones([40, 50]))
    func y(step: Int, isTraining: Bool = true) -> Tensor {
      layer.call(
        x, Weights([]),
        LayerContext(name: "dropout", isTraining: isTraining, seed: 1, trainingStep: step)
      ).value
    }
    #expect(y(step: 0, isTraining: false) == x.value)
    #expect(y(step: 3) == y(step: 3) && y(step: 3) != y(step: 4))
    #expect(Set(y(step: 0).elements) == [0, Double(Float(1 / 0.75))])
    #expect(abs(y(step: 0).mean().item() - 1) < 0.05)
  }

  @Test func `weights are replaced by name, and wrong ones refused`() async {
    let model = Sequential(inputShape: [nil, 3]) { LSTM(2) }
    model.setWeights(["bias": .ones([8])], of: "lstm")
    #expect(model.weights(of: "lstm")["bias"] == .ones([8]))
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 3]) { LSTM(2) }
      model.setWeights(["bias": .ones([4])], of: "lstm")
    }
    expectSentence(shape, "setWeights: lstm/bias has shape [8], but got [4]")
    let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 3]) { LSTM(2) }
      model.setWeights(["b": .ones([8])], of: "lstm")
    }
    expectSentence(name, "setWeights: lstm has no b; it has kernel, recurrent_kernel, bias")
    let layer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) { LSTM(2) }.weights(of: "gru")
    }
    expectSentence(layer, "model: there is no layer gru; there are lstm")
  }

  @Test func `an LSTM's forget gate begins open, unless asked otherwise`() {
    func bias(_ layer: LSTM) -> [Double] {
      Sequential(inputShape: [nil, 3]) { layer }.weights(of: "lstm")["bias"]?.elements ?? []
    }
    #expect(bias(LSTM(2)) == [0, 0, 1, 1, 0, 0, 0, 0])
    #expect(bias(LSTM(2, unitForgetBias: false)) == Array(repeating: 0, count: 8))
  }
}

@Suite struct WrongInputTests {
  @Test func `token ids where numbers are expected, and the other way round`() async {
    let tokens = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) { LSTM(4) }(IntTensor([[1, 2]]))
    }
    expectSentence(
      tokens,
      "model: expected numbers (a Tensor) of shape (None, None, 3), but got token ids of shape [1, 2]"
    )
    let numbers = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil]) { Embedding(5, 3) }(Tensor([[1, 2]]))
    }
    expectSentence(
      numbers,
      "model: expected token ids (an IntTensor) of shape (None, None), but got numbers of shape [1, 2]"
    )
  }

  @Test func `a token outside the table, and an embedding in the middle`() async {
    let outside = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil]) { Embedding(5, 3) }(IntTensor([[1, 4], [5, 0]]))
    }
    expectSentence(
      outside,
      """
      embedding (Embedding): token 5 in sample 1, step 0 of the batch; this Embedding knows 0..<5. Make it \
      for more tokens, or mend the data
      """)
    let middle = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) {
        LSTM(4)
        Embedding(5, 3)
      }
    }
    expectSentence(
      middle, "Sequential: Embedding takes token ids, so it has to be the first layer, not number 2"
    )
  }

  @Test func `two axes where three are needed, and the wrong number of features`() async {
    let flat = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 1]) { LSTM(4) }(.ones([2, 5]))
    }
    expectSentence(
      flat,
      """
      model: expected input of shape (None, None, 1), but got [2, 5]; one feature a time step needs a last \
      axis of size 1: reshaped([2, 5, 1])
      """)
    let direct = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).run(Variable(.ones([2, 5])), Weights([]), LayerContext(name: "lstm_1"))
    }
    expectSentence(
      direct,
      """
      lstm_1 (LSTM): expected a sequence [batch, time, features], but got shape [2, 5]; one feature a time \
      step needs a last axis of size 1
      """)
    let features = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) { LSTM(4) }(.ones([2, 5, 4]))
    }
    expectSentence(
      features,
      """
      model: expected input of shape (None, None, 3), but got [2, 5, 4]; lstm was made for 3 features. \
      Choose these, or make the model with inputShape: [nil, 4]
      """)
  }

  @Test func `one feature a time step without its axis, in the data and in the model`() async {
    let data = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [50, 1]) { LSTM(4) }(.ones([7, 50]))
    }
    expectSentence(
      data,
      "but got [7, 50]; one feature a time step needs a last axis of size 1: reshaped([7, 50, 1])")
    let sample = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [50, 1]) { LSTM(4) }(.ones([50, 1]))
    }
    expectSentence(sample, "so a single sample needs reshaped([1, 50, 1])")
    let model = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [50]) { LSTM(4) }
    }
    expectSentence(
      model,
      """
      Sequential: LSTM takes a sequence (batch, time, features), but inputShape is [50]; one feature a time \
      step is inputShape: [50, 1]
      """)
    let axes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [2, 5, 3]) { LSTM(4) }
    }
    expectSentence(
      axes,
      """
      but the input is (None, 2, 5, 3); TimeDistributed(…) around it runs it within every step of the first \
      axis behind the batch
      """)
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [-1, 3]) { LSTM(4) }
    }
    expectSentence(
      negative, "shape: an axis of a layer's input can't have size -1; for any size write nil")
  }

  @Test func `softmax over one unit is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dense(1, activation: .softmax)
    }
    expectSentence(
      result,
      """
      Dense: softmax over one unit gives 1 whatever comes in; for a yes or no take Dense(1, activation: \
      .sigmoid) with binaryCrossentropy
      """)
  }

  @Test func `an initial state of the wrong shape, and shares that are none`() async {
    let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var assembly = Assembly()
      let gru = GRU(4)
      let place = assembly.add(gru, input: [nil, 3])
      let weights = assembly.weights(
        of: place, from: assembly.parameters.map { Variable($0.value) })
      _ = gru.run(
        Variable(.ones([2, 5, 3])), weights, assembly.context(of: place, in: Run()),
        initialState: HiddenState(Variable(.ones([4, 2]))))
    }
    expectSentence(
      state,
      "gru (GRU): expected an initial state hidden of shape [2, 4] (batch, units), but got [4, 2]")
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4, recurrentDropout: 1)
    }
    expectSentence(rate, "LSTM: recurrentDropout is 1.0; expected at least 0 and below 1")
    let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential(inputShape: [nil, 3]) {
        LSTM(4, returnSequences: true)
        RepeatVector(3)
      }
    }
    expectSentence(
      vector,
      """
      repeat_vector (RepeatVector): expected one vector a sample (batch, features), but the input is (None, \
      None, 4); the recurrent layer before it needs returnSequences: false
      """)
  }
}
