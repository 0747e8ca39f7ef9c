import UnrollAutodiff
import UnrollNumerics

// Lecture 003 trains with the "cost function of the not-ignored outputs" (003:115). An output that is
// not sliced out takes no part in the cost, so its cotangent is not small: nothing ever flows there.
// The states behind it still learn, through the later steps that they lead to.

extension Loss {
  /// This loss over some of the time steps; the outputs at the others are ignored.
  ///
  /// `L = loss(p[:, steps], t[:, steps])`, `∂L/∂p[:, others] = 0` exactly; the prediction p is
  /// `[batch, time, …]`. Steps count from 0, negative ones from the back. The target t has the
  /// prediction's shape, or holds the chosen steps only. Stops where a step is missing or named twice.
  public func overSteps(_ steps: [Int]) -> Loss {
    over(steps, "steps " + steps.map(String.init).joined(separator: ", "))
  }

  /// This loss over a run of time steps; the outputs at the others are ignored.
  public func overSteps(_ steps: Range<Int>) -> Loss { over(Array(steps), "steps \(steps)") }

  /// This loss over the last time steps; the outputs before them are ignored.
  public func overLastSteps(_ count: Int) -> Loss {
    require(count > 0, "\(name): can't be taken over the last \(count) steps; expected at least 1")
    return over(Array((-count)..<0), count == 1 ? "last step" : "last \(count) steps")
  }

  /// The modified loss, named `mean_squared_error [steps 0, 2]`.
  private func over(_ steps: [Int], _ words: String) -> Loss {
    require(!steps.isEmpty, "\(name): got no steps to be taken over; expected at least one")
    let (whole, name) = (self, "\(name) [\(words)]")
    return Loss(name) { prediction, target in
      let chosen = ChosenSteps(steps, of: prediction.shape, loss: name)
      let chosenTarget = target.shape == prediction.shape ? chosen.part(of: target) : target
      let chosenPrediction = chosen.part(of: prediction)
      require(
        chosenTarget.shape == chosenPrediction.shape,
        """
        \(name): the target has shape \(target.shape); expected the prediction's \
        \(prediction.shape), or \(chosenPrediction.shape) for the chosen steps only
        """)
      return whole.callAsFunction(chosenPrediction, chosenTarget)
    }
  }
}

/// Time steps of one prediction, in their order.
private struct ChosenSteps {
  /// Neighbouring steps are one slice, however many they are.
  private var runs: [Range<Int>] = []

  init(_ steps: [Int], of shape: Shape, loss: String) {
    require(
      shape.count >= 2, "\(loss): expected a prediction [batch, time, …], but got shape \(shape)")
    let count = shape[1]
    var seen: Set<Int> = []
    for step in steps {
      require(
        step >= -count && step < count,
        "\(loss): there is no step \(step) in a prediction of shape \(shape), which has \(count)")
      let place = step < 0 ? step + count : step
      require(
        seen.insert(place).inserted,
        "\(loss): step \(place) of \(count) is named twice; name it once")
      append(place)
    }
  }

  private mutating func append(_ place: Int) {
    if let last = runs.last, last.upperBound == place {
      runs[runs.count - 1] = last.lowerBound..<(place + 1)
    } else {
      runs.append(place..<(place + 1))
    }
  }

  /// `x[:, steps]`
  func part(of x: Variable) -> Variable {
    let slices = runs.map { x[0..., $0] }
    return slices.count == 1 ? slices[0] : concatenate(slices, axis: 1)
  }
}
