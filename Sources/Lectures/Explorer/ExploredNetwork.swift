import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A pass that was recorded to be explored: its tape, with a loss that has been differentiated.
public struct ExploredNetwork {
  /// What it is, in a few words.
  public let title: String
  /// What it computes, a line for each quantity.
  public let equations: [String]
  /// The pass, a scope for each time step and layer.
  public let tape: Tape
  /// The name of the state, as in `h_3`; where nothing is called so, the last result of a step is the state.
  public let state: String

  /// Any tape of your own; ask it for a gradient first.
  public init(title: String, equations: [String] = [], tape: Tape, state: String = "h") {
    (self.title, self.equations, self.tape, self.state) = (title, equations, tape, state)
  }

  /// The course's network, or one of its kind with more units or steps: what `unroll tape` prints.
  public static func course(
    _ cell: PassCell = .rnn, units: Int = 1, steps: Int = 3, seed: UInt64 = 42
  ) -> Self {
    let pass = UnrolledPass(cell, units: units, steps: steps, seed: seed)
    let size =
      "\(units) \(units == 1 ? "unit" : "units"), \(steps) \(steps == 1 ? "step" : "steps")"
    return Self(
      title: pass.isCourse
        ? "The course's \(cell.rawValue.uppercased()), \(size)"
        : "\(cell.rawValue.uppercased()), \(size)",
      equations: cell.equations + ["L = (h − target)² after the last step"], tape: pass.tape)
  }

  /// The lecture's character model on "hello", before training.
  public static func hello(units: Int = 3, seed: UInt64 = 42) -> Self {
    Self(
      title: "hello, \(units) \(units == 1 ? "unit" : "units"), before training",
      equations: [
        "hₜ = tanh(xₜ·Wxh + hₜ₋₁·Whh + bh)", "yₜ = hₜ·Why + by",
        "Lₜ = −ln softmax(yₜ)[next character], L is the mean of the four",
      ], tape: HelloUnrolled(Hello(units: units, seed: seed).recurrent()).tape)
  }

  /// Two recurrent layers and a Dense(1), as in LAB01, on random inputs.
  public static func deep(units: Int = 3, steps: Int = 5, seed: UInt64 = 42) -> Self {
    let model = Sequential(inputShape: [nil, 1], seed: seed, dtype: .float64) {
      SimpleRNN(units, returnSequences: true)
      SimpleRNN(units)
      Dense(1)
    }
    var generator = SeededGenerator(seed: seed, stream: "explored sequence")
    let numbers = (0..<steps).map { _ in generator.normal() }
    let tape = Tape()
    let weights = model.variables(on: tape)
    let x = tape.variable(Tensor(numbers, shape: [1, steps, 1], dtype: .float64), name: "x")
    let prediction = model.call(x, weights, Run(tape: tape))
    let loss = tape.scope("loss") { pow(prediction - 1, 2).sum().named("L") }
    _ = tape.gradient(of: loss, for: weights)
    return Self(
      title:
        "Two SimpleRNN layers of \(units) and Dense(1), \(steps) \(steps == 1 ? "step" : "steps")",
      equations: ["hₜ = tanh(xₜ·W + hₜ₋₁·U + b) in each layer", "L = (prediction − 1)²"], tape: tape
    )
  }
}
