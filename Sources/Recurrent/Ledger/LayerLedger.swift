import Foundation
import UnrollAutodiff
import UnrollNumerics

/// One recurrent layer in a ``TimeLedger``.
///
/// Steps stand in the order in which the layer computed them, which is that of the sequence unless it was
/// read from its end.
public struct LayerLedger {
  let tape: Tape
  let record: TimeRecord.Layer
  let gradients: [StepGradients]

  /// The name in the model: `simple_rnn`.
  public var name: String { record.name }
  /// The class name: `SimpleRNN`.
  public var kind: String { record.kind }
  /// The number of time steps.
  public var stepCount: Int { record.steps.count }
  /// The time step that each entry belongs to.
  public var times: [Int] { record.steps.map(\.t) }
  /// The parts of the state: `hidden`, and for an LSTM `carry`.
  public var stateNames: [String] { record.stateNames }
  /// The weights, in the layer's order.
  public var weightNames: [String] { record.steps.first?.weights.names ?? [] }

  /// The states themselves, each `[batch, units]`; the first part unless another is named.
  public func states(_ part: String? = nil) -> [Tensor] {
    let index = index(of: part)
    return record.steps.map { $0.state[index].value }
  }

  /// `∂L/∂hₜ` for each time step, each `[batch, units]`: along every way from the state to the loss.
  public func stateGradients(_ part: String? = nil) -> [Tensor] {
    let index = index(of: part)
    return gradients.map { $0.state[index] }
  }

  /// `‖∂L/∂hₜ‖` for each time step.
  public func stateGradientNorms(_ part: String? = nil) -> [Double] {
    stateGradients(part).map { $0.norm() }
  }

  /// `∂L/∂xₜ` for each time step, each `[batch, features]`; what it came from is part of the model below.
  public func inputGradients() -> [Tensor] { gradients.map(\.input) }

  /// What each time step contributes to the gradient of a weight, all of the weight's shape. Stops with a
  /// sentence where the layer has no such weight.
  public func contributions(to weight: String) -> [Tensor] {
    guard let index = weightNames.firstIndex(of: weight) else {
      stop(
        "TimeLedger: \(name) has no weight \(weight); it has \(weightNames.joined(separator: ", "))"
      )
    }
    return gradients.map { $0.weights[index] }
  }

  /// The gradient of a weight, in its shape: the sum of all contributions.
  public func gradient(of weight: String) -> Tensor {
    let all = contributions(to: weight)
    return all.dropFirst().reduce(all[0], +)
  }

  private func index(of part: String?) -> Int {
    guard let part else { return 0 }
    guard let index = stateNames.firstIndex(of: part) else {
      stop(
        """
        TimeLedger: the state of \(name) has no part \(part); it has \
        \(stateNames.joined(separator: ", "))
        """)
    }
    return index
  }

  /// The variable of a part of the state after an entry's step.
  func state(_ part: String?, at entry: Int) -> Variable {
    require(
      record.steps.indices.contains(entry),
      "TimeLedger: \(name) has steps 0 to \(stepCount - 1), but got step \(entry)")
    return record.steps[entry].state[index(of: part)]
  }
}

extension LayerLedger: CustomStringConvertible {
  /// A table with a line for each time step: norms of states, of their gradients, and of what the step
  /// contributes to each weight's gradient.
  public var description: String {
    let parts = stateNames.map { $0 == "hidden" ? "h" : $0 == "carry" ? "c" : $0 }
    let head =
      ["t"] + parts.map { "‖\($0)ₜ‖" } + parts.map { "‖∂L/∂\($0)ₜ‖" }
      + weightNames.map { "‖\($0)‖" }
    let lines = zip(record.steps, gradients).map { step, gradient in
      ["\(step.t)"] + step.state.map { Self.text($0.value) } + gradient.state.map(Self.text)
        + gradient.weights.map(Self.text)
    }
    let sums =
      ["sum"] + parts.map { _ in "" } + parts.map { _ in "" }
      + weightNames.map { Self.text(gradient(of: $0)) }
    return TextTable.text(
      [head] + lines + [sums], rightAligned: Set(head.indices))
  }

  private static func text(_ x: Tensor) -> String { String(format: "%.3g", x.norm()) }
}
