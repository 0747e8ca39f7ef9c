import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// PyTorch's recurrent modules beside ours, with PyTorch's weights translated: outputs, states and all
/// gradients, and the weights translated back.
@Suite struct PyTorchFamilyTests {
  static let cases = FamilyFile.named("torch").cases.filter { $0.layers[0].kind != "LayerNorm" }
  static let norms = FamilyFile.named("torch").cases.filter { $0.layers[0].kind == "LayerNorm" }

  @Test(arguments: cases)
  func `a layer with PyTorch's weights gives PyTorch's numbers`(test: FamilyCase) throws {
    let text = test.layers[0]
    switch text.kind {
    case "LSTM": try expectEqual(text.lstm, test)
    case "GRU": try expectEqual(text.gru, test)
    default: try expectEqual(text.simpleRNN, test)
    }
  }

  @Test(arguments: norms)
  func `layer normalisation gives PyTorch's numbers`(test: FamilyCase) throws {
    let run = try FamilyRun(test)
    #expect(relativeError(run.output, test.output) <= 1e-12)
    for (name, gradient) in test.gradients {
      #expect(relativeError(run.gradients[name], gradient) <= 1e-12, "\(name)")
    }
  }

  @Test func `there are cases of every kind`() {
    #expect(Set(Self.cases.map { $0.layers[0].kind }) == ["RNN", "LSTM", "GRU"])
    #expect(Self.cases.count >= 36 && Self.norms.count >= 2)
  }

  private func expectEqual<Cell: TranslatableCell>(_ layer: RNN<Cell>, _ test: FamilyCase) throws {
    let run = TorchRun(layer, test)
    #expect(relativeError(run.output, test.output) <= 1e-12)
    for (name, state) in try #require(test.states) {
      #expect(relativeError(run.states[name], state) <= 1e-12, "state \(name)")
    }
    for (name, gradient) in test.gradients {
      #expect(relativeError(run.gradients[name], gradient) <= 1e-12, "the gradient of \(name)")
    }
    for weight in test.weights where weight.name.hasPrefix("weight") {
      #expect(run.translatedBack[weight.name] == weight.tensor, "\(weight.name) and back")
    }
    // Two biases become one where only their sum matters.
    for weight in test.weights where weight.name.hasPrefix("bias_ih") {
      let other = weight.name.replacing("_ih_", with: "_hh_")
      let (ih, hh) = (run.translatedBack[weight.name], run.translatedBack[other])
      let partner = try #require(test.weights.first { $0.name == other })
      if layer.cell.biasCount == 2 {
        #expect(ih == weight.tensor && hh == partner.tensor)
      } else {
        #expect(ih == weight.tensor + partner.tensor && hh == ih.map { $0 * 0 })
      }
    }
  }
}

/// A PyTorch module of one or several layers, one or two directions, computed here.
private struct TorchRun {
  var output: Tensor
  var states: [String: Tensor] = [:]
  var gradients: [String: Tensor] = [:]
  var translatedBack: [String: Tensor] = [:]

  init<Cell: TranslatableCell>(_ layer: RNN<Cell>, _ test: FamilyCase) {
    let given = Dictionary(uniqueKeysWithValues: test.weights.map { ($0.name, $0.tensor) })
    let suffixes = test.weights.map(\.name).filter { $0.hasPrefix("weight_ih") }
      .map { String($0.dropFirst("weight_ih".count)) }
    let isBidirectional = suffixes.contains { $0.hasSuffix("_reverse") }
    let tape = Tape()
    let x = tape.variable(test.inputs["x"]?.tensor ?? Tensor(0))
    let initial = (test.initialState ?? [:]).mapValues { tape.variable($0.tensor) }

    var input = x
    var ends: [[Variable]] = Cell.State.names.map { _ in [] }
    var own: [(suffix: String, names: [String], weights: [Variable])] = []
    var outputs: [Variable] = []
    for (index, suffix) in suffixes.enumerated() {
      let ours = layer.weights(Self.named(given, "_l0", from: suffix), from: .pyTorch)
      let back = layer.weights(ours, to: .pyTorch)
      translatedBack.merge(Self.named(back, suffix, from: "_l0")) { first, _ in first }
      let names = ours.keys.sorted()
      let weights = names.compactMap { ours[$0] }.map { tape.variable($0) }
      own.append((suffix, names, weights))

      var direction = layer
      direction.goBackwards = suffix.hasSuffix("_reverse")
      let parts = Cell.State.names.compactMap { initial[$0]?[index] }
      let result = direction.run(
        input, Weights(zip(names, weights).map { (name: $0, value: $1) }),
        LayerContext(name: "rnn\(suffix)"), initialState: parts.isEmpty ? nil : Cell.State(parts))
      for (part, value) in result.state.parts.enumerated() { ends[part].append(value) }
      outputs.append(
        direction.goBackwards ? stack(result.outputs.reversed(), axis: 1) : result.sequence)
      if !isBidirectional || direction.goBackwards {
        input = concatenate(outputs, axis: -1)
        outputs = []
      }
    }
    output = input.value

    var loss = (input * Variable(test.weighting["output"]?.tensor ?? Tensor(0))).sum()
    for (name, parts) in zip(Cell.State.names, ends) {
      let state = stack(parts)  // [layers · directions, batch, units]
      states[name] = state.value
      if let weighting = test.weighting[name] {
        loss = loss + (state * Variable(weighting.tensor)).sum()
      }
    }
    gradients["x"] = tape.gradient(of: loss, for: x).value
    for (name, state) in initial {
      gradients["initial_\(name)"] = tape.gradient(of: loss, for: state).value
    }
    for (suffix, names, weights) in own {
      let found = tape.gradient(of: loss, for: weights).map(\.value)
      let ours = Dictionary(uniqueKeysWithValues: zip(names, found))
      var theirs = layer.weights(ours, to: .pyTorch)
      // Of a sum of two biases, both have the same gradient.
      if layer.cell.biasCount == 1 { theirs["bias_hh_l0"] = theirs["bias_ih_l0"] }
      gradients.merge(Self.named(theirs, suffix, from: "_l0")) { first, _ in first }
    }
  }

  /// The tensors whose names end in one suffix, under another.
  private static func named(
    _ tensors: [String: Tensor], _ suffix: String, from old: String
  ) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for base in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] {
      if let tensor = tensors[base + old] { result[base + suffix] = tensor }
    }
    return result
  }
}
