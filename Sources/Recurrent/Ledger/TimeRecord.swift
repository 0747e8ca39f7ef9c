import UnrollAutodiff

/// What recurrent layers did at each time step of a call: where a ``TimeLedger`` finds its variables.
///
/// While a record is kept, each step computes with a copy of the weights. The copies are equal, so nothing
/// else changes; but the gradient for a copy is what its step alone contributes (004:51).
final class TimeRecord {
  /// One time step of a layer.
  struct Step {
    /// The time step, counted from 0 in the order of the sequence.
    let t: Int
    /// What came in, `[batch, features]`.
    let input: Variable
    /// The copies of the weights that the step computed with.
    let weights: Weights
    /// The parts of the state after the step, each `[batch, units]`.
    let state: [Variable]
  }

  /// A layer that ran over a sequence, and its steps in the order in which they were computed.
  struct Layer {
    let name, kind: String
    let stateNames: [String]
    var steps: [Step] = []
  }

  /// Where everything is recorded.
  let tape: Tape
  private(set) var layers: [Layer] = []

  init(_ tape: Tape) { self.tape = tape }

  /// A layer begins to run: its place among the layers.
  func begin(_ name: String, _ kind: String, stateNames: [String]) -> Int {
    layers.append(Layer(name: name, kind: kind, stateNames: stateNames))
    return layers.count - 1
  }

  func add(_ step: Step, to layer: Int) { layers[layer].steps.append(step) }

  /// Weights of equal value, as inputs of the tape by themselves.
  func copies(of weights: Weights) -> Weights {
    weights.mapValues { name, value in tape.variable(value.value, name: name) }
  }
}
