import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// K7: does truncated backpropagation overcome the vanishing gradient (000:375)?
///
/// It does not try to: a window bounds memory and time. A gradient that vanished is still small within the
/// window, and beyond it is exactly zero.
struct TruncationFinding {
  /// `‖∂L/∂x‖` at a step before the window, with truncation and without.
  let beyond: (truncated: Double, whole: Double)
  /// What windows keep of the gradient of all weights.
  let rows: [TruncationBias.Row]

  init(seed: UInt64, steps: Int = 40, window: Int = 10) {
    var generator = SeededGenerator(seed: seed, stream: "truncation")
    let model = Sequential(inputShape: [nil, 3], seed: seed, dtype: .float64) {
      SimpleRNN(6, returnSequences: true, stateful: true)
    }
    let x = Tensor.uniform([1, steps, 3], in: -0.5..<0.5, dtype: .float64, using: &generator)
    let y = Tensor.uniform([1, steps, 6], in: -0.5..<0.5, dtype: .float64, using: &generator)
    rows =
      TruncationBias(
        model, Streams(Dataset(x, y)), loss: .meanSquaredError, windows: [1, window, steps]
      ).rows
    // The loss of the last step, and the input just before the last window.
    func reach(cutAt cut: Int?) -> Double {
      let tape = Tape()
      let input = tape.variable(x)
      let weights = model.constants
      return model.withFreshState {
        let parts = cut.map { [0..<$0, $0..<steps] } ?? [0..<steps]
        let outputs = parts.map { model.call(input[0..., $0], weights, Run(tape: tape)) }
        let last = outputs[outputs.count - 1][0..., -1]
        return tape.gradient(of: (last * last).sum(), for: input).value[0, steps - window - 1]
          .norm()
      }
    }
    beyond = (reach(cutAt: steps - window), reach(cutAt: nil))
  }

  /// Refuted where nothing comes from beyond the window although there was something to come.
  var finding: Claim.Finding {
    func percent(_ x: Double) -> String { String(format: "%.0f %%", 100 * x) }
    return Claim.Finding(
      .text(
        "it bounds memory: from beyond the window comes \(beyond.truncated.significant(2)), not "
          + "\(beyond.whole.significant(2)); of the gradient, windows of \(rows[0].window) and "
          + "\(rows[1].window) steps get \(percent(rows[0].error)) and \(percent(rows[1].error)) wrong"
      ),
      beyond.truncated == 0 && beyond.whole > 0 && rows[2].error == 0 ? .refuted : .failed)
  }
}
