import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// One pass over "hello", written out by time step: what `SimpleRNN` and `Dense` compute, line for line.
///
/// `hₜ = tanh(xₜ·Wxh + hₜ₋₁·Whh + bh)`, `yₜ = hₜ·Why + by`, `Lₜ = −ln softmax(yₜ)[next character]`, and L
/// is the mean of the four Lₜ.
public struct HelloUnrolled {
  /// The pass, a scope for each time step.
  public let tape: Tape
  /// The mean loss a character.
  public let loss: Variable
  /// The gradients of L for Wxh, Whh, bh, Why and by.
  public let gradients: [Tensor]

  /// Runs the network of ``Hello/recurrent()`` over the word; stops with a sentence for another number of
  /// weights.
  public init(_ network: Sequential) {
    let tape = Tape()
    let weights = network.variables(on: tape)
    require(weights.count == 5, "hello: expected five weights, but got \(weights.count)")
    for (weight, name) in zip(weights, ["Wxh", "Whh", "bh", "Why", "by"]) { weight.named(name) }
    let (wxh, whh, bh, why, by) = (weights[0], weights[1], weights[2], weights[3], weights[4])

    let inputs = HelloWord.oneOfK(HelloWord.read)  // [1, time, 4]
    var h = Variable(.zeros([1, whh.shape[0]]))
    var losses: [Variable] = []
    for (t, (read, next)) in zip(HelloWord.read, HelloWord.expected).enumerated() {
      let step = t + 1
      tape.scope("step \(step): \(read) → \(next)") {
        let x = tape.variable(inputs[0..., t], name: "x_\(step)")  // [1, 4]
        h = tanh(matmul(x, wxh) + matmul(h, whh) + bh).named("h_\(step)")  // [1, units]
        let y = (matmul(h, why) + by).named("y_\(step)")  // [1, 4]
        let label = HelloWord.classes([next]).reshaped([1])
        losses.append(softmaxCrossEntropy(y, labels: label).named("L_\(step)"))  // [1]
      }
    }
    loss = concatenate(losses).mean().named("L")
    self.tape = tape
    gradients = tape.gradient(of: loss, for: weights).map(\.value)
  }
}
