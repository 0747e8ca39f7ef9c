import UnrollAutodiff

/// What a call that is recorded to be run again, as a ``Program`` or elsewhere, takes in beside weights and batch: states
/// that go on from call to call, and masks that are drawn anew for each. And what it gives beside its output.
package final class RepeatedCall {
  /// The states of stateful layers.
  package let states = CarriedStates()
  /// The masks by which layers drop numbers.
  package let masks = DrawnMasks()
  /// Which time steps count, as values of the tape; nil where masks may be the numbers of one batch.
  package let timeMasks: RecordedMasks?
  /// The next values of weights that are computed and not trained, by their paths.
  package private(set) var updates: [String: Variable] = [:]
  /// Whether layers that drop numbers at random leave them all in.
  package var isDroppingNothing = false

  /// A call of which nothing is known yet.
  ///
  /// - Parameter isForEveryBatch: Whether the recording is to hold whatever the padding, and gives updates of weights.
  package init(isForEveryBatch: Bool = false) {
    timeMasks = isForEveryBatch ? RecordedMasks() : nil
  }

  func update(_ path: String, to value: Variable) { updates[path] = value }
}

/// The random masks of a recorded call, as variables and as rules by which those of another step are drawn.
package final class DrawnMasks {
  /// A rule that draws a mask.
  package struct Mask {
    /// The layer and its use of the mask: `lstm/recurrent_dropout`.
    let name: String
    /// The share of zeros.
    let rate: Double
    /// The mask of a shape for a training step.
    let draw: (_ shape: Shape, _ step: Int) -> Tensor
  }

  private var entering: [(mask: Mask, variable: Variable)] = []

  /// The masks of the call, as variables.
  package var variables: [Variable] { entering.map(\.variable) }

  /// The rules, in the order of the variables.
  package var rules: [Rule] {
    entering.map { Rule(mask: $0.mask, shape: $0.variable.shape) }
  }

  func enter(_ mask: Mask, _ variable: Variable) { entering.append((mask, variable)) }

  /// How a mask is drawn for a call of the recorded shape.
  package struct Rule {
    let mask: Mask
    let shape: Shape

    /// The layer and its use of the mask: `lstm/recurrent_dropout`.
    package var name: String { mask.name }

    /// The probability of a zero; every other number is `1 / (1 − rate)`.
    package var rate: Double { mask.rate }

    /// The mask of a training step for a whole batch of so many samples, where the call that was recorded is for some
    /// of them. Samples lie one behind another in the first axis, each with as many rows as the others.
    package func draw(step: Int, samples: Int, of count: Int) -> Tensor {
      if samples == count { return mask.draw(shape, step) }
      var whole = shape
      whole[0] = shape[0] / samples * count
      return mask.draw(whole, step)
    }
  }
}

extension Tensor {
  /// Those rows of a batch of so many samples that are some samples'.
  package func rows(of samples: Range<Int>, in count: Int) -> Tensor {
    let each = shape[0] / count
    return self[(each * samples.lowerBound)..<(each * samples.upperBound)]
  }
}
