import UnrollAutodiff
import UnrollRecurrent

/// What the gates of an LSTM did while it read: each `[sequences, steps, units]`.
///
/// `i, f, o = σ(xₜ·Wx + hₜ₋₁·Wh + b)`, computed anew from the weights and from the outputs that the layer
/// gave, with Keras's columns i f g o.
struct LSTMGates {
  /// The share of the candidate that was taken in.
  let input: Tensor
  /// The share of the carry that was kept; near 0 the gate has forgotten.
  let forget: Tensor
  /// The candidate, between −1 and 1.
  let candidate: Tensor
  /// The share of the carry that was shown.
  let output: Tensor

  /// The gates for sequences `[sequences, steps, inputs]`, whose outputs were `hidden`.
  init(_ x: Tensor, hidden: Tensor, _ weights: Weights) {
    let before = Variable(hidden)[0..., ..<(-1)].padded(axis: 1, before: 1)  // hₜ₋₁, zero at first
    let z =
      matmul(Variable(x), weights["kernel"]) + matmul(before, weights["recurrent_kernel"])
      + weights["bias"]  // [sequences, steps, 4·units]
    let parts = split(z, into: 4)
    input = sigmoid(parts[0]).value
    forget = sigmoid(parts[1]).value
    candidate = tanh(parts[2]).value
    output = sigmoid(parts[3]).value
  }
}
