import TestSupport
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// ONNX's operators and CS231n's functions beside our layers, with their weights translated.
@Suite struct ConventionTests {
  static let onnx: [OperatorCase] =
    ((try? reference("onnx", as: OperatorFile.self)) ?? OperatorFile(cases: [])).cases
  static let cs231n = FamilyFile.named("cs231n").cases

  // MARK: ONNX, whose runtime computes in float32

  @Test(arguments: onnx)
  func `a layer with ONNX's weights gives ONNX's numbers`(test: OperatorCase) throws {
    let units = test.attributes.units
    let useBias = test.inputs["B"] != nil
    let activation: Activation = test.attributes.activations?.first == "Relu" ? .relu : .tanh
    switch test.operator {
    case "LSTM": try expectEqual(LSTM(units, useBias: useBias), test)
    case "GRU":
      try expectEqual(
        GRU(units, useBias: useBias, resetAfter: test.attributes.resetAfter == 1), test)
    default: try expectEqual(SimpleRNN(units, activation: activation, useBias: useBias), test)
    }
  }

  private func expectEqual<Cell: TranslatableCell>(_ layer: RNN<Cell>, _ test: OperatorCase) throws
  {
    let x = Variable(try #require(test.inputs["X"]).tensor).transposed([1, 0, 2])
    let (batch, time) = (x.shape[0], x.shape[1])
    let lengths = test.inputs["sequence_lens"].map { $0.values.map { Int($0) } }
    let mask = lengths.map { lengths in
      BoolTensor(
        lengths.flatMap { length in (0..<time).map { $0 < length } }, shape: [batch, time])
    }
    let ways = try #require(test.inputs["W"]).shape[0]
    for way in 0..<ways {
      var theirs: [String: Tensor] = [:]
      for name in ["W", "R", "B"] {
        theirs[name] = test.inputs[name].map { $0.tensor[way..<(way + 1)] }
      }
      let ours = layer.weights(theirs, from: .onnx)
      let weights = Weights(ours.map { (name: $0.key, value: Variable($0.value)) })
      var direction = layer
      direction.goBackwards = way == 1 || test.attributes.direction == "reverse"
      let parts = ["initial_h", "initial_c"].compactMap { test.inputs[$0]?.tensor[way] }
        .prefix(Cell.State.names.count)
      let result = direction.run(
        x, weights, LayerContext(name: "rnn", mask: mask),
        initialState: parts.isEmpty ? nil : Cell.State(parts.map { Variable($0) }),
        zeroMasked: true)
      let outputs = direction.goBackwards ? result.outputs.reversed() : result.outputs
      let expected = try #require(test.outputs["Y"]).tensor
      for t in 0..<time {
        #expect(error(outputs[t].value, expected[t, way]) <= 2e-6, "\(test.name), step \(t)")
      }
      for (name, part) in zip(["Y_h", "Y_c"], result.state.parts) {
        let state = try #require(test.outputs[name]).tensor[way]
        #expect(error(part.value, state) <= 2e-6, "\(test.name), \(name)")
      }
      let back = layer.weights(ours, to: .onnx)
      #expect(back["W"] == theirs["W"] && back["R"] == theirs["R"])
      if let b = back["B"] {
        let again = layer.weights(["W": b, "R": b].merging(back) { $1 }, from: .onnx)
        #expect(again["bias"] == ours["bias"], "\(test.name): B there and back")
      }
    }
  }

  // MARK: CS231n

  @Test(arguments: cs231n)
  func `a layer with CS231n's weights gives its numbers`(test: FamilyCase) throws {
    let units = test.weights[1].shape[0]
    if test.layers[0].kind == "LSTM" {
      try expectEqual(LSTM(units, returnSequences: true), test)
    } else {
      try expectEqual(SimpleRNN(units, returnSequences: true), test)
    }
  }

  private func expectEqual<Cell: TranslatableCell>(_ layer: RNN<Cell>, _ test: FamilyCase) throws {
    let theirs = Dictionary(uniqueKeysWithValues: test.weights.map { ($0.name, $0.tensor) })
    let ours = layer.weights(theirs, from: .cs231n)
    #expect(layer.weights(ours, to: .cs231n) == theirs)
    let tape = Tape()
    let x = tape.variable(try #require(test.inputs["x"]).tensor)
    let hidden = tape.variable(try #require(test.initialState?["hidden"]).tensor)
    let zero = Variable(hidden.value * 0)
    let names = ours.keys.sorted()
    let weights = names.compactMap { ours[$0] }.map { tape.variable($0) }
    let parts = [hidden] + Array(repeating: zero, count: Cell.State.names.count - 1)
    let states = layer.run(
      x, Weights(zip(names, weights).map { (name: $0, value: $1) }), LayerContext(name: "rnn"),
      initialState: Cell.State(parts)
    ).sequence
    #expect(relativeError(states.value, test.output) <= 1e-12)

    let loss = (states * Variable(try #require(test.weighting["output"]).tensor)).sum()
    let found = tape.gradient(of: loss, for: weights).map(\.value)
    var gradients = layer.weights(
      Dictionary(uniqueKeysWithValues: zip(names, found)), to: .cs231n)
    gradients["x"] = tape.gradient(of: loss, for: x).value
    gradients["initial_hidden"] = tape.gradient(of: loss, for: hidden).value
    for (name, gradient) in test.gradients {
      #expect(relativeError(gradients[name], gradient) <= 1e-12, "\(test.name), \(name)")
    }
  }

  // MARK: What can't be translated

  @Test func `weights of another size, other names and other cells are refused`() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let weights = ["weight_ih_l0": Tensor.ones([12, 3]), "weight_hh_l0": .ones([12, 4])]
      _ = LSTM(4, useBias: false).weights(weights, from: .pyTorch)
    }
    expectSentence(
      size,
      """
      weights: weight_hh_l0 of PyTorch's LSTM has shape [12, 4]; for 4 units expected [16, 4]
      """)
    let names = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(["R": .ones([1, 16, 4])], from: .onnx)
    }
    expectSentence(names, "weights: ONNX's LSTM has W, R, B, but W is not among R")
    let others = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let torch = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l1"]
      _ = LSTM(4).weights(
        Dictionary(uniqueKeysWithValues: torch.map { ($0, Tensor.ones([16, 4])) }), from: .pyTorch)
    }
    expectSentence(
      others,
      """
      weights: a layer takes weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0 of PyTorch's LSTM, one layer \
      and one direction, but got weight_ih_l1 too
      """)
    let unbiased = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SimpleRNN(4, useBias: false).weights(
        ["Wx": .ones([3, 4]), "Wh": .ones([4, 4]), "b": .ones([4])], from: .cs231n)
    }
    expectSentence(unbiased, "but got b too; it has useBias: false")
    let ways = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(
        ["W": .ones([2, 16, 3]), "R": .ones([2, 16, 4]), "B": .ones([2, 32])], from: .onnx)
    }
    expectSentence(ways, "weights: W of ONNX's LSTM has 2 directions; pass one, [1, …]")
    let before = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GRU(4).weights(
        ["kernel": .ones([3, 12]), "recurrent_kernel": .ones([4, 12]), "bias": .ones([12])],
        from: .keras)
    }
    expectSentence(
      before,
      """
      weights: a bias of shape [12] is that of a GRU with resetAfter: false, another equation; this layer has \
      resetAfter: true
      """)
    let cell = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GRU(4).weights([:], from: .cs231n)
    }
    expectSentence(cell, "weights: CS231n has no GRU")
    let reset = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GRU(4, resetAfter: false).weights([:], from: .pyTorch)
    }
    expectSentence(
      reset,
      "weights: PyTorch's GRU resets after the product; this layer needs resetAfter: true")
  }
}

/// Weights whose shapes fit a cell only at first sight.
@Suite struct WeightShapeTests {
  private static func torch(_ changes: [String: Shape]) -> [String: Tensor] {
    let shapes: [String: Shape] = [
      "weight_ih_l0": [16, 3], "weight_hh_l0": [16, 4], "bias_ih_l0": [16], "bias_hh_l0": [16],
    ]
    return shapes.merging(changes) { $1 }.mapValues { .ones($0) }
  }

  @Test func `the weights of a larger layer are refused, with its size`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let larger = Self.torch([
        "weight_ih_l0": [32, 3], "weight_hh_l0": [32, 8], "bias_ih_l0": [32], "bias_hh_l0": [32],
      ])
      _ = LSTM(4).weights(larger, from: .pyTorch)
    }
    expectSentence(
      result,
      """
      weights: weight_hh_l0 of PyTorch's LSTM has shape [32, 8]; for 4 units expected [16, 4]; this one \
      belongs to a layer of 8 units
      """)
  }

  @Test func `transposed matrices, and other numbers of axes, are refused by name`() async {
    let turned = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(Self.torch(["weight_ih_l0": [3, 16]]), from: .pyTorch)
    }
    expectSentence(
      turned,
      """
      weights: weight_ih_l0 of PyTorch's LSTM has shape [3, 16]; for 4 units expected [16, inputs]; this one \
      is transposed
      """)
    let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(Self.torch(["weight_ih_l0": [1, 16, 3]]), from: .pyTorch)
    }
    expectSentence(
      rank, "weight_ih_l0 of PyTorch's LSTM has shape [1, 16, 3]; for 4 units expected")
    let flat = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(
        ["W": .ones([16, 3]), "R": .ones([16, 4]), "B": .ones([32])], from: .onnx)
    }
    expectSentence(flat, "R of ONNX's LSTM has shape [16, 4]; for 4 units expected [1, 16, 4]")
  }

  @Test func `biases of another shape are refused by name`() async {
    let column = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(Self.torch(["bias_ih_l0": [16, 1]]), from: .pyTorch)
    }
    expectSentence(
      column, "bias_ih_l0 of PyTorch's LSTM has shape [16, 1]; for 4 units expected [16]")
    let half = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(
        ["W": .ones([1, 16, 3]), "R": .ones([1, 16, 4]), "B": .ones([1, 16])], from: .onnx)
    }
    expectSentence(half, "B of ONNX's LSTM has shape [1, 16]; for 4 units expected [1, 32]")
    let after = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GRU(4, resetAfter: false).weights(
        ["kernel": .ones([3, 12]), "recurrent_kernel": .ones([4, 12]), "bias": .ones([2, 12])],
        from: .keras)
    }
    expectSentence(
      after,
      """
      weights: a bias of shape [2, 12] is that of a GRU with resetAfter: true, another equation; this layer \
      has resetAfter: false
      """)
  }

  @Test func `what is translated for another library is looked at too`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(4).weights(
        ["kernel": .ones([3, 8]), "recurrent_kernel": .ones([4, 16]), "bias": .ones([16])],
        to: .pyTorch)
    }
    expectSentence(
      result,
      """
      weights: kernel of this layer has shape [3, 8]; for 4 units expected [inputs, 16]; this one belongs to \
      a layer of 2 units
      """)
  }
}

struct OperatorFile: Decodable {
  let cases: [OperatorCase]
}

/// An ONNX operator with its inputs and outputs.
struct OperatorCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Attributes: Decodable, Sendable {
    let units: Int
    let direction: String?
    let activations: [String]?
    let resetAfter: Int?

    private enum CodingKeys: String, CodingKey {
      case units = "hidden_size"
      case direction, activations
      case resetAfter = "linear_before_reset"
    }
  }

  let name: String
  let `operator`: String
  let attributes: Attributes
  let inputs: [String: FamilyCase.Numbers]
  let outputs: [String: FamilyCase.Numbers]

  var testDescription: String { name }
}
