import UnrollAutodiff
import UnrollNumerics

/// One pass of a cell over a short sequence, forward and backward, written out by time step.
///
/// With one unit over three steps it is the network of tutorials and exercises, digit for digit; with more, weights and
/// inputs are random. `L = Σ (h_T − target)²`.
public struct UnrolledPass {
  /// A value with the gradient of the loss for it.
  public struct Quantity: Sendable {
    /// Its name: `h`.
    public let name: String
    /// The value.
    public let value: Tensor
    /// `∂L/∂value`, along every way to the loss.
    public let gradient: Tensor
  }

  /// One time step.
  public struct Step: Sendable {
    /// The input, `[1, 1]`.
    public let x: Tensor
    /// What the cell computed, in order.
    public let quantities: [Quantity]
    /// What this step contributes to the gradient of each weight; over all steps they sum to it.
    public let contributions: [Tensor]
  }

  /// The cell.
  public let cell: PassCell
  /// The pass, a scope for each time step: `step 1`.
  public let tape: Tape
  /// The steps in order.
  public let steps: [Step]
  /// The weights with their gradients.
  public let weights: [Quantity]
  /// The loss.
  public let loss: Double

  /// Whether these are the numbers of tutorials and exercises.
  public let isCourse: Bool

  /// A pass of so many units over so many steps.
  public init(_ cell: PassCell = .rnn, units: Int = 1, steps count: Int = 3, seed: UInt64 = 42) {
    self.cell = cell
    isCourse = units == 1 && count == CourseNetwork.x.count
    var generator = SeededGenerator(seed: seed, stream: "unrolled pass")
    let numbers =
      isCourse ? cell.courseWeights : cell.randomWeights(units, using: &generator)
    let inputs =
      isCourse ? CourseNetwork.x : (0..<count).map { _ in generator.normal() }

    let shared = Recording(cell, numbers, inputs, isTied: true)
    let found = shared.gradients
    tape = shared.tape
    loss = shared.loss.value.item()
    weights = zip(cell.weightNames, zip(numbers, found.weights[0])).map {
      Quantity(name: $0, value: $1.0, gradient: $1.1)
    }
    // With weights of its own for each step, the gradient of each copy is what that step contributes.
    let contributions = Recording(cell, numbers, inputs, isTied: false).gradients.weights
    steps = inputs.indices.map { t in
      Step(
        x: Tensor([inputs[t]], shape: [1, 1], dtype: .float64),
        quantities: zip(shared.steps[t], found.steps[t]).map {
          Quantity(name: $0.0, value: $0.1.value, gradient: $1)
        }, contributions: contributions[t])
    }
  }
}

/// A pass on a tape, with weights that all steps share or with copies for each.
private struct Recording {
  let tape = Tape()
  let loss: Variable
  let steps: [[(String, Variable)]]
  /// The weights that each step used; only one set where they are shared.
  private let weights: [[Variable]]

  init(_ cell: PassCell, _ numbers: [Tensor], _ inputs: [Double], isTied: Bool) {
    let tape = tape
    let units = numbers[1].shape[0]
    weights = (0..<(isTied ? 1 : inputs.count)).map { _ in
      zip(numbers, cell.weightNames).map { tape.variable($0, name: $1) }
    }
    let zero = Variable(.zeros([1, units], dtype: .float64))
    var state = [zero, zero]
    var steps: [[(String, Variable)]] = []
    for (t, input) in inputs.enumerated() {
      let own = weights[isTied ? 0 : t]
      let made = tape.scope("step", t + 1) {
        let x = tape.variable(
          Tensor([input], shape: [1, 1], dtype: .float64), name: "x_\(t + 1)")
        return cell.step(x, state, own).map { ($0, $1.named("\($0)_\(t + 1)")) }
      }
      steps.append(made)
      state = [made.last, made.dropLast().last].compactMap { $0?.1 }
    }
    self.steps = steps
    loss = tape.scope("loss") {
      pow(state[0] - CourseNetwork.target, 2).sum().named("L")
    }
  }

  /// The gradients of the weights, by steps where each has its own, and of what the steps computed.
  var gradients: (weights: [[Tensor]], steps: [[Tensor]]) {
    let sources = weights.flatMap { $0 } + steps.flatMap { $0.map(\.1) }
    var rest = tape.gradient(of: loss, for: sources).map(\.value)[...]
    let byWeights = weights.map { set in set.map { _ in rest.removeFirst() } }
    let bySteps = steps.map { step in step.map { _ in rest.removeFirst() } }
    return (byWeights, bySteps)
  }
}
