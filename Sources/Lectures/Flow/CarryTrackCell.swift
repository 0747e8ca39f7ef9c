import UnrollAutodiff
import UnrollRecurrent

/// An LSTM whose gradient flows along the carry alone: the hidden state is cut off before the gates see it.
///
/// Values are those of an LSTM. What is left of its Jacobian is `∂cₜ/∂cₜ₋₁ = diag(fₜ)`: the carry track of
/// 004, on which the forget gates alone decide what comes back. Its output is the carry.
struct CarryTrackCell: RecurrentCell {
  /// The state, with the carry in front.
  struct State: RecurrentState {
    static let names = ["carry", "hidden"]
    let parts: [Variable]

    init(_ parts: [Variable]) { self.parts = parts }
  }

  let lstm: LSTMCell

  var kind: String { "CarryTrackCell" }
  var units: Int { lstm.units }

  func weights(inputs: Int) -> [WeightSpecification] { lstm.weights(inputs: inputs) }
  func prepared(_ weights: Weights) -> Weights { lstm.prepared(weights) }
  func project(_ x: Variable, _ weights: Weights) -> Variable { lstm.project(x, weights) }

  func step(_ x: Variable, _ state: State, _ weights: Weights, _ context: StepContext) -> State {
    let before = LSTMState(hidden: state.parts[1].detached(), carry: state.parts[0])
    let after = lstm.step(x, before, weights, context)
    return State([after.carry, after.hidden])
  }
}
