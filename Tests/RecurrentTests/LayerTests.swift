import TestSupport
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

@Suite struct LayerTests {
  @Test func `the reference holds every layer with every activation`() {
    #expect(LayerCase.all.count == 20 + 3 + 14)
    #expect(Set(LayerCase.all.map(\.kind)) == ["Dense", "Flatten", "SimpleRNN"])
    #expect(Set(LayerCase.all.map(\.activation)) == Set(Activation.allCases.map(\.rawValue)))
    #expect(Set(LayerCase.all.map(\.testDescription)).count == LayerCase.all.count)
  }

  @Test(arguments: LayerCase.all)
  func `a layer's output is Keras's`(_ test: LayerCase) throws {
    let y = try test.call(test.layer(), test.inputs.map { Variable($0) })
    #expect(error(y.value, test.numbers.output.tensor) <= 1e-13)
  }

  @Test(arguments: LayerCase.all)
  func `a layer's gradients for its input and its weights are Keras's`(_ test: LayerCase) throws {
    let tape = Tape()
    let variables = test.inputs.map { tape.variable($0) }
    let y = try test.call(test.layer(), variables, tape: tape)
    let loss = weightedSum(y, test.numbers.cotangent.tensor)
    let gradients = tape.gradient(of: loss, for: variables).map(\.value)
    #expect(error(gradients[0], test.numbers.dx.tensor) <= 1e-12)
    for (weight, gradient) in zip(test.numbers.weights, gradients.dropFirst()) {
      #expect(error(gradient, weight.gradient.tensor) <= 1e-12, "\(weight.name)")
    }
  }

  @Test(arguments: LayerCase.all)
  func `a layer's gradients pass the check by differences`(_ test: LayerCase) throws {
    let layer = try test.layer()
    let report = checkGradients(at: test.inputs) { variables in
      weightedSum(test.call(layer, variables), test.numbers.cotangent.tensor)
    }
    #expect(report.passed, "\(report)")
  }

  @Test(arguments: LayerCase.all)
  func `a layer asks for Keras's weights and foretells its output's shape`(
    _ test: LayerCase
  ) throws {
    let layer = try test.layer()
    let input = LayerShape(test.numbers.x.shape.dropFirst().map { $0 })
    let weights = layer.weights(for: input)
    #expect(weights.map(\.name) == test.numbers.weights.map(\.name))
    #expect(weights.map { Array($0.shape) } == test.numbers.weights.map(\.value.shape))
    let output = test.numbers.output.shape.dropFirst().map { Int?($0) }
    #expect(layer.outputShape(for: input).sizes == output)
    #expect(layer.kind == test.kind)
  }

  @Test(arguments: LayerCase.all)
  func `a layer in float32 gives what it gives in float64, rounded`(_ test: LayerCase) throws {
    let inputs = test.inputs.map { Variable($0.cast(to: .float32)) }
    let y = try test.call(test.layer(), inputs)
    #expect(y.dtype == .float32)
    #expect(error(y.value, test.numbers.output.tensor) <= 1e-6)
  }

  @Test func `defaults are Keras's`() {
    let (dense, rnn) = (Dense(4), SimpleRNN(4))
    #expect(dense.activation == .linear)
    #expect(dense.useBias)
    #expect(dense.kernelInitializer == .glorotUniform)
    #expect(dense.biasInitializer == .zeros)
    #expect(rnn.cell.activation == .tanh)
    #expect(rnn.cell.useBias)
    #expect(!rnn.returnSequences)
    #expect(rnn.cell.kernelInitializer == .glorotUniform)
    #expect(rnn.cell.recurrentInitializer == .orthogonal)
    #expect(rnn.cell.biasInitializer == .zeros)
  }

  @Test func `SimpleRNN computes the lecture's equation, step by step`() {
    // One unit by hand: h₁ = tanh(1 · 0.5 + 0.25) and h₂ = tanh(−2 · 0.5 + h₁ · (−1) + 0.25).
    let weights = Weights([
      ("kernel", Variable([[0.5]])), ("recurrent_kernel", Variable([[-1]])),
      ("bias", Variable([0.25])),
    ])
    let x = Variable([[[1], [-2]]])
    let states = SimpleRNN(1, returnSequences: true).call(x, weights, LayerContext(name: "rnn"))
    #expect(error(states.value, [[[0.635_149], [-0.882_099]]]) < 1e-6)
  }

  @Test func `the tape shows each time step of a recurrent layer in a scope of its own`() {
    let model = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }
    let tape = Tape()
    _ = model.call(Variable(.ones([2, 5, 3])), model.variables(on: tape), Run(tape: tape))
    for t in 0..<5 { #expect(tape.description.contains("simple_rnn/step \(t)")) }
    #expect(!tape.description.contains("step 5"))
  }

  @Test func `no units stop with the number`() async {
    let dense = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Dense(0) }
    expectSentence(dense, "Dense: got 0 units; expected at least 1")
    let rnn = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = SimpleRNN(-4) }
    expectSentence(rnn, "SimpleRNN: got -4 units; expected at least 1")
  }

  @Test func `a weight that the layer has not got stops with those it has`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Weights([("kernel", Variable([[1]]))])["krenel"] }
    expectSentence(result, "there is no weight krenel; this layer has [\"kernel\"]")
  }
}
