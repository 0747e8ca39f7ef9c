import Foundation
import UnrollNumerics

/// A loss at every time step, `L = Σₜ Lₜ`, and its gradient by the outputs of that step.
///
/// ⚠ The slide writes `L = Σᵢ Lᵢ(ŷₜ, yₜ)` (000:343): the index of the sum should stand at y too.
public enum StepLoss: Sendable {
  /// The cross-entropy of softmax with one right class a step (000:540).
  ///
  /// `Lₜ = −ln softmax(oₜ)[yₜ]`, `∂Lₜ/∂oₜ = softmax(oₜ) − onehot(yₜ)`
  case crossEntropy([Int])

  /// The squared error against a target column a step.
  ///
  /// `Lₜ = Σ (oₜ − yₜ)²`, `∂Lₜ/∂oₜ = 2 (oₜ − yₜ)`
  case squaredError([Matrix])

  /// Any loss whose gradient is known: the sum that has it everywhere.
  ///
  /// `Lₜ = gₜ · oₜ`, `∂Lₜ/∂oₜ = gₜ`
  case weighted([Matrix])

  /// The loss of each step, given its outputs.
  public func values(_ outputs: [Matrix]) -> [Double] {
    requireSteps(outputs.count)
    return outputs.enumerated().map { t, output in
      switch self {
      case .crossEntropy(let classes): Self.logSumExp(output) - output[classes[t], 0]
      case .squaredError(let targets): (output - targets[t]).elements.reduce(0) { $0 + $1 * $1 }
      case .weighted(let weights): weights[t].times(output).elements.reduce(0, +)
      }
    }
  }

  /// `∂Lₜ/∂oₜ` for each step, a column as the outputs are.
  public func gradients(_ outputs: [Matrix]) -> [Matrix] {
    requireSteps(outputs.count)
    return outputs.enumerated().map { t, output in
      switch self {
      case .crossEntropy(let classes):
        let logSum = Self.logSumExp(output)
        var gradient = output.map { exp($0 - logSum) }  // softmax(oₜ)
        gradient[classes[t], 0] -= 1
        return gradient
      case .squaredError(let targets): return (output - targets[t]).map { 2 * $0 }
      case .weighted(let weights): return weights[t]
      }
    }
  }

  /// `ln Σ eᵒ`, the largest output taken out first, so that no exponential overflows.
  private static func logSumExp(_ output: Matrix) -> Double {
    let largest = output.elements.max() ?? 0
    return largest + log(output.elements.reduce(0) { $0 + exp($1 - largest) })
  }

  private func requireSteps(_ count: Int) {
    let own =
      switch self {
      case .crossEntropy(let classes): classes.count
      case .squaredError(let columns), .weighted(let columns): columns.count
      }
    require(own == count, "StepLoss: \(count) outputs, but the loss is for \(own) steps")
  }
}
