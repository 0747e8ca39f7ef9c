import UnrollAutodiff
import UnrollNumerics

/// The gradient through time, step by step: what no sum over time shows any more.
///
/// Backpropagation through time adds up what each time step contributes to the gradient of a weight. The
/// ledger keeps the books open: for every recurrent layer and time step the gradient with respect to the
/// state, `∂L/∂hₜ`, and with respect to the weights as this step used them, `∂⁺L/∂W⁽ᵗ⁾`, whose sum is the
/// gradient, `∂L/∂W = Σₜ ∂⁺L/∂W⁽ᵗ⁾` (000:327, 004:51).
///
/// ```swift
/// let ledger = TimeLedger(model, x) { prediction in meanSquaredError(prediction, y) }
/// let rnn = ledger["simple_rnn"]
/// rnn.stateGradientNorms()                    // ‖∂L/∂hₜ‖ for each t
/// rnn.contributions(to: "recurrent_kernel")   // one a step; they sum to the gradient
/// print(ledger)
/// ```
///
/// It takes one call of the model and one backward pass. Weights and losses are what they are in training;
/// dropout is off.
public struct TimeLedger {
  /// The layers that ran over time, in order.
  public let layers: [LayerLedger]
  /// The loss.
  public let loss: Double

  /// The ledger of a model on a batch of inputs, for a loss made of its output, a scalar.
  ///
  /// Stateful layers begin with zeros and get their states back. Stops with a sentence where the model
  /// has no recurrent layer, or the loss is not a scalar.
  public init(_ model: any Model, _ inputs: Samples, loss: (Variable) -> Variable) {
    let tape = Tape()
    let record = TimeRecord(tape)
    let weights = model.variables(on: tape)
    let prediction = model.withFreshState {
      model.call(inputs.input(on: tape), weights, Run(tape: tape, record: record))
    }
    let value = tape.scope("loss") { loss(prediction) }
    require(
      !record.layers.isEmpty,
      "TimeLedger: the model has no recurrent layer; expected one that runs over time")
    self.loss = value.value.item()

    // One backward pass for everything that the ledger holds.
    let sources = record.layers.flatMap { layer in
      layer.steps.flatMap { [$0.input] + $0.weights.values + $0.state }
    }
    var rest = tape.gradient(of: value, for: sources).map(\.value)[...]
    func take() -> Tensor { rest.removeFirst() }
    layers = record.layers.map { layer in
      LayerLedger(
        tape: tape, record: layer,
        gradients: layer.steps.map { step in
          StepGradients(
            input: take(), weights: step.weights.values.map { _ in take() },
            state: step.state.map { _ in take() })
        })
    }
  }

  /// The ledger of a model on a batch of numbers.
  public init(_ model: any Model, _ x: Tensor, loss: (Variable) -> Variable) {
    self.init(model, .numbers(x), loss: loss)
  }

  /// The ledger of a layer, by its name in the model: `simple_rnn_1`, `bidirectional/forward`. Stops with
  /// a sentence where there is none.
  public subscript(name: String) -> LayerLedger {
    guard let layer = layers.first(where: { $0.name == name }) else {
      stop(
        """
        TimeLedger: no recurrent layer is called \(name); there are \
        \(layers.map(\.name).joined(separator: ", "))
        """)
    }
    return layer
  }
}

/// The gradients of one time step.
struct StepGradients {
  let input: Tensor
  let weights, state: [Tensor]
}

extension TimeLedger: CustomStringConvertible {
  /// The books of all layers, one line a time step.
  public var description: String {
    layers.map { "\($0.name)\n\($0)" }.joined(separator: "\n\n")
  }
}
