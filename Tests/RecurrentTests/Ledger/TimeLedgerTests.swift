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

@Suite struct TimeLedgerTests {
  /// `L = (h₃ − 1/2)²` with Wxh 0.5, Whh 0.75, bh 0.125 and x = 1, −1, 2; worked out with plain arithmetic:
  /// `∂L/∂hₜ₋₁ = ∂L/∂hₜ (1 − hₜ²) Whh`, contribution to Whh `∂L/∂hₜ (1 − hₜ²) hₜ₋₁`.
  @Test func `a scalar network of three steps is booked as worked out by hand`() {
    let model = Sequential(inputShape: [3, 1], dtype: .float64) { SimpleRNN(1) }
    model.setWeights(
      ["kernel": [[0.5]], "recurrent_kernel": [[0.75]], "bias": [0.125]], of: "simple_rnn")
    let x = Tensor([1, -1, 2], shape: [1, 3, 1], dtype: .float64)
    let ledger = TimeLedger(model, x) { (($0 - 0.5) * ($0 - 0.5)).sum() }
    let rnn = ledger["simple_rnn"]
    expectClose(rnn.states(), [0.5545997223493823, 0.04092691773483152, 0.819632003787551])
    expectClose(
      rnn.stateGradients(), [0.11781966087869648, 0.15735645521602978, 0.6392640075751019])
    expectClose(
      rnn.contributions(to: "recurrent_kernel"), [0.0, 0.08712366828083126, 0.00858681959689487])
    expectClose(
      rnn.contributions(to: "kernel"),
      [0.08158058919973997, -0.1570928811715953, 0.41961721390941276])
    #expect(rnn.times == [0, 1, 2])
    #expect(rnn.contributions(to: "recurrent_kernel")[0].item() == 0)
  }

  private func expectClose(
    _ found: [Tensor], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (a, b) in zip(found.map { $0.elements[0] }, expected) {
      #expect(abs(a - b) <= 1e-14 * max(1, abs(b)), sourceLocation: sourceLocation)
    }
  }

  static let models: [(name: String, make: @Sendable () -> Sequential)] = [
    ("SimpleRNN", { sequential { SimpleRNN(4, returnSequences: true) } }),
    ("LSTM", { sequential { LSTM(4, returnSequences: true) } }),
    ("GRU", { sequential { GRU(4, returnSequences: true) } }),
    (
      "two layers",
      {
        sequential {
          LSTM(4, returnSequences: true); SimpleRNN(5)
        }
      }
    ),
    ("backwards", { sequential { GRU(4, goBackwards: true) } }),
    ("bidirectional", { sequential { Bidirectional(LSTM(3, returnSequences: true)) } }),
    (
      "masked",
      {
        sequential {
          Masking(); SimpleRNN(4)
        }
      }
    ),
    ("dropout", { sequential { LSTM(4, dropout: 0.5, recurrentDropout: 0.5) } }),
    ("stateful", { sequential { SimpleRNN(4, stateful: true) } }),
  ]

  static func sequential(@LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
    Sequential(inputShape: [nil, 3], dtype: .float64, layers)
  }

  /// The input's second sample ends with padding, which `Masking` leaves out.
  private var input: Tensor {
    var elements = numbers([2, 6, 3]).elements
    for index in (6 + 4) * 3..<36 { elements[index] = 0 }
    return Tensor(elements, shape: [2, 6, 3], dtype: .float64)
  }

  private func loss(_ y: Variable) -> Variable {
    (y * Variable(numbers(y.shape, seed: 9)) + y * y).sum()
  }

  @Test(arguments: models.indices)
  func `contributions sum to the gradient that the tape gives for shared weights`(index: Int) {
    let (name, make) = Self.models[index]
    let (model, x) = (make(), input)
    let ledger = TimeLedger(model, x, loss: loss)

    let tape = Tape()
    let weights = model.variables(on: tape)
    let input = tape.variable(x)
    let value = model.withFreshState { loss(model.call(input, weights, Run(tape: tape))) }
    #expect(abs(ledger.loss - value.value.item()) <= 1e-13 * abs(ledger.loss), "\(name)")
    let expected = tape.gradient(of: value, for: weights).map(\.value)
    for (parameter, gradient) in zip(model.parameters, expected) {
      // `forward/kernel` of a bidirectional layer belongs to the layer `bidirectional/forward`.
      let path = (parameter.layer + "/" + parameter.name).split(separator: "/")
      let layer = ledger[path.dropLast().joined(separator: "/")]
      let parts = layer.contributions(to: String(path[path.count - 1]))
      #expect(parts.count == 6)
      let sum = layer.gradient(of: String(path[path.count - 1]))
      let scale = parts.map { $0.elements.map(abs) }
      for i in 0..<gradient.elementCount {
        let terms = scale.map { $0[i] }.reduce(0, +)
        #expect(
          abs(sum.elements[i] - gradient.elements[i]) <= 1e-12 * terms, "\(name) \(parameter.path)")
      }
    }
    if ledger.layers.count == 1 {
      // Inputs lie at the bottom here: their gradients by step are the gradient for x.
      let whole = tape.gradient(of: value, for: input).value
      for (t, part) in zip(ledger.layers[0].times, ledger.layers[0].inputGradients()) {
        for sample in 0..<2 {
          let distance = (part[sample] - whole[sample, t]).norm()
          #expect(name == "dropout" || distance <= 1e-13, "\(name) input \(t)")
        }
      }
    }
  }

  @Test func `a state's gradient is that of the loss along every way`() {
    let model = Self.sequential { LSTM(4) }
    let x = input
    let lstm = TimeLedger(model, x, loss: loss)["lstm"]
    #expect(lstm.stateNames == ["hidden", "carry"])
    // Exact differences: the last three steps run again from a state that is moved.
    let (place, step, size) = (model.layers[0], 2, 1e-6)
    guard let layer = place.layer as? LSTM else { return }
    let weights = model.assembly.weights(of: place, from: model.constants)
    let rest = Variable(x[0..<2, 3..<6])
    for (part, name) in lstm.stateNames.enumerated() {
      for unit in 0..<4 {
        func value(_ by: Double) -> Double {
          var parts = lstm.stateNames.map { lstm.states($0)[step].elements }
          // A carry works through the hidden state of its own step too: hₖ = oₖ ⊙ tanh cₖ.
          if name == "carry" {
            parts[0][unit] *= tanh(parts[1][unit] + by) / tanh(parts[1][unit])
          }
          parts[part][unit] += by
          let result = layer.run(
            rest, weights, model.assembly.context(of: place, in: Run()),
            initialState: LSTMState(
              parts.map { Variable(Tensor($0, shape: [2, 4], dtype: .float64)) }))
          return loss(result.output).value.item()
        }
        let difference = (value(size) - value(-size)) / (2 * size)
        #expect(abs(lstm.stateGradients(name)[step][0, unit].item() - difference) < 1e-8)
      }
    }
  }

  @Test func `no layer, no weight and no step of a name is answered with those there are`() async {
    let layer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = TimeLedgerTests.sequential { GRU(2) }
      _ = TimeLedger(model, .ones([1, 2, 3], dtype: .float64)) { $0.sum() }["lstm"]
    }
    expectSentence(layer, "TimeLedger: no recurrent layer is called lstm; there are gru")
    let weight = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = TimeLedgerTests.sequential { GRU(2) }
      _ = TimeLedger(model, .ones([1, 2, 3], dtype: .float64)) { $0.sum() }["gru"]
        .contributions(to: "U")
    }
    expectSentence(weight, "gru has no weight U; it has kernel, recurrent_kernel, bias")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [3], dtype: .float64) { Dense(2) }
      _ = TimeLedger(model, .ones([1, 3], dtype: .float64)) { $0.sum() }
    }
    expectSentence(none, "TimeLedger: the model has no recurrent layer")
    let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = TimeLedgerTests.sequential { GRU(2) }
      _ = TimeLedger(model, .ones([1, 2, 3], dtype: .float64)) { $0.sum() }["gru"]
        .jacobian(at: 2, for: nil, at: 0)
    }
    expectSentence(step, "gru has steps 0 to 1, but got step 2")
  }

  @Test func `the printed books have a line for each step and the sums below`() {
    let model = Sequential(inputShape: [3, 1], dtype: .float64) { SimpleRNN(1) }
    model.setWeights(
      ["kernel": [[0.5]], "recurrent_kernel": [[0.75]], "bias": [0.125]], of: "simple_rnn")
    let x = Tensor([1, -1, 2], shape: [1, 3, 1], dtype: .float64)
    let ledger = TimeLedger(model, x) { (($0 - 0.5) * ($0 - 0.5)).sum() }
    let lines = "\(ledger)".split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    }
    #expect(
      lines == [
        ["simple_rnn"],
        ["t", "‖hₜ‖", "‖∂L/∂hₜ‖", "‖kernel‖", "‖recurrent_kernel‖", "‖bias‖"],
        ["0", "0.555", "0.118", "0.0816", "0", "0.0816"],
        ["1", "0.0409", "0.157", "0.157", "0.0871", "0.157"],
        ["2", "0.82", "0.639", "0.42", "0.00859", "0.21"],
        ["sum", "0.344", "0.0957", "0.448"],
      ])
  }
}

@Suite struct StateJacobianTests {
  private let model = TimeLedgerTests.sequential { SimpleRNN(4, returnSequences: true) }
  private var rnn: LayerLedger {
    TimeLedger(model, numbers([2, 6, 3])) { $0.sum() }["simple_rnn"]
  }

  /// `∂hₜ/∂hₜ₋₁ = diag(1 − hₜ²)·Whh`, where the layer's matrix is the transposed one of the slides.
  @Test func `one step is the formula of the slides, and several are the product`() {
    let rnn = rnn
    let weights = Matrix(model.weights(of: "simple_rnn")["recurrent_kernel"] ?? .zeros([4, 4]))
    var product = Matrix.identity(4)
    for t in 3...5 {
      let slope = Matrix.diagonal(rnn.states()[t][1].elements.map { 1 - $0 * $0 })
      let formula = slope * weights.transposed
      #expect(distance(rnn.jacobian(at: t, at: t - 1, sample: 1), formula) < 1e-15)
      product = formula * product
    }
    #expect(distance(rnn.jacobian(at: 5, at: 2, sample: 1), product) < 1e-15)
    #expect(distance(rnn.jacobian(at: 4, at: 4), .identity(4)) == 0)
  }

  /// A carry works through the hidden state of its own step too: `hₖ = oₖ ⊙ tanh cₖ`.
  @Test func `the Jacobian of a carry counts every way`() {
    let model = TimeLedgerTests.sequential { LSTM(2) }
    let (x, size) = (numbers([1, 6, 3]), 1e-6)
    let lstm = TimeLedger(model, x) { $0.sum() }["lstm"]
    let found = lstm.jacobian(of: "carry", at: 4, for: "carry", at: 3)
    let (place, hidden, carry) = (
      model.layers[0], lstm.states("hidden")[3].elements, lstm.states("carry")[3].elements
    )
    guard let layer = place.layer as? LSTM else { return }
    for unit in 0..<2 {
      func next(_ by: Double) -> [Double] {
        var (h, c) = (hidden, carry)
        h[unit] *= tanh(c[unit] + by) / tanh(c[unit])
        c[unit] += by
        let state = LSTMState([h, c].map { Variable(Tensor($0, shape: [1, 2], dtype: .float64)) })
        return layer.run(
          Variable(x[0..<1, 4..<5]),
          model.assembly.weights(of: place, from: model.constants),
          model.assembly.context(of: place, in: Run()), initialState: state
        ).state.carry.value.elements
      }
      for (row, (up, down)) in zip(next(size), next(-size)).enumerated() {
        #expect(abs(found[row, unit] - (up - down) / (2 * size)) < 1e-8)
      }
    }
  }

  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
  }
}

extension Matrix {
  fileprivate init(_ tensor: Tensor) {
    self.init(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.elements)
  }
}
