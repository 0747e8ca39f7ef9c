import UnrollAutodiff
import UnrollNumerics

/// An unrolled RNN is one large dense network with shared weights (004:51).
///
/// The untied network has a copy of the recurrent weight for every time step. The gradient of the
/// shared weight is the sum of the copies' gradients: `∂L/∂W = Σₜ ∂L/∂Wₜ`.
struct UntiedNetwork {
  /// How far the shared weight's gradient is from the sum over its copies.
  static func distance(seed: UInt64, steps: Int = 6, inputs: Int = 3, units: Int = 4) -> Double {
    var generator = SeededGenerator(seed: seed, stream: "untied network")
    let recurrent = Tensor(Matrix.random(units, units, using: &generator))
    let kernel = Variable(Tensor(Matrix.random(inputs, units, using: &generator)))
    let x = (0..<steps).map { _ in Variable(Tensor(Matrix.random(1, inputs, using: &generator))) }

    func loss(_ weight: (Int) -> Variable) -> Variable {
      var hidden = Variable(.zeros([1, units], dtype: .float64))
      for (t, input) in x.enumerated() {
        hidden = tanh(matmul(input, kernel) + matmul(hidden, weight(t)))
      }
      return (hidden * hidden).sum()
    }

    let tape = Tape()
    let shared = tape.variable(recurrent, name: "W")
    let tied = tape.gradient(of: loss { _ in shared }, for: shared).value

    let copies = (0..<steps).map { tape.variable(recurrent, name: "W\($0)") }
    let untied = tape.gradient(of: loss { copies[$0] }, for: copies).map(\.value)
    let sum = untied.dropFirst().reduce(untied[0], +)
    return Matrix.distance(Matrix(tied), Matrix(sum))
  }
}
