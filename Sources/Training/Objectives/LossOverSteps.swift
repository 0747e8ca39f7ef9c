import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

// Lecture 003 trains with the "cost function of the not-ignored outputs" (003:115). An output that is
// not sliced out takes no part in the cost, so its cotangent is not small: nothing ever flows there.
// The states behind it still learn, through the later steps that they lead to.

extension Loss {
  /// This loss over some of the time steps; the outputs at the others are ignored.
  ///
  /// `L = loss(p[:, steps], t[:, steps])`, `∂L/∂p[:, others] = 0` exactly; the prediction p is
  /// `[batch, time, …]`. Steps count from 0, negative ones from the back. The target t has the
  /// prediction's shape, for classes without its last axis, or holds the chosen steps only. Stops where a
  /// step is missing or named twice.
  public func overSteps(_ steps: [Int]) -> Loss {
    over(steps, "steps " + steps.map(String.init).joined(separator: ", "))
  }

  /// This loss over a run of time steps; the outputs at the others are ignored.
  public func overSteps(_ steps: Range<Int>) -> Loss { over(Array(steps), "steps \(steps)") }

  /// This loss over the last time steps; the outputs before them are ignored. Stops with a sentence where
  /// `count` is below 1 or the prediction has fewer steps.
  public func overLastSteps(_ count: Int) -> Loss {
    require(count > 0, "\(name): can't be taken over the last \(count) steps; expected at least 1")
    return over(Array((-count)..<0), count == 1 ? "last step" : "last \(count) steps")
  }

  /// The modified loss, named `mean_squared_error [steps 0, 2]`.
  private func over(_ steps: [Int], _ words: String) -> Loss {
    require(!steps.isEmpty, "\(name): got no steps to be taken over; expected at least one")
    let (whole, name) = (self, "\(name) [\(words)]")
    return Loss(
      name, takesClasses: takesClasses, padding: padding,
      counted: { Self.counted($0, steps, name) },
      any: { prediction, target in
        let chosen = ChosenSteps(steps, of: prediction.shape, loss: name)
        let part = chosen.part(of: prediction)
        switch target {
        case .numbers(let t) where !whole.takesClasses:
          let isWhole = t.shape == prediction.shape
          let chosenTarget = isWhole ? chosen.part(of: t) : t
          requireTarget(
            name, t.shape, chosenTarget.shape, "the prediction's \(prediction.shape)", part.shape)
          return whole.callAsFunction(part, chosenTarget)
        case .tokens(let t) where whole.takesClasses:
          let (all, some) = (Shape(prediction.shape.dropLast()), Shape(part.shape.dropLast()))
          let chosenTarget = t.shape == all ? chosen.part(of: t) : t
          requireTarget(name, t.shape, chosenTarget.shape, "classes of shape \(all)", some)
          return whole.callAsFunction(part, chosenTarget)
        default: return whole.callAsFunction(part, target)  // the other kind, which it refuses
        }
      }
    ).recordable { targets in
      // Classes are cut out as numbers, targets that are numbers by operations.
      if case .numbers = targets { whole.isRecordable(for: targets) } else { false }
    }
  }

  /// The classes at the chosen steps of targets that hold them all.
  private static func counted(_ target: Samples, _ steps: [Int], _ name: String) -> Samples {
    guard case .tokens(let tokens) = target, tokens.shape.count > 1, tokens.shape[1] != steps.count
    else { return target }
    return .tokens(ChosenSteps(steps, of: tokens.shape, loss: name).part(of: tokens))
  }
}

/// Stops with a sentence where a target has neither all time steps nor the chosen ones.
private func requireTarget(
  _ loss: String, _ target: Shape, _ chosen: Shape, _ all: String, _ some: Shape
) {
  require(
    chosen == some,
    """
    \(loss): the target has shape \(target); expected \(all), or \(some) for the chosen steps only
    """)
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

  /// `x[:, steps]`
  func part(of x: IntTensor) -> IntTensor {
    let (time, width) = (x.shape[1], x.shape.dropFirst(2).reduce(1, *))
    let elements = x.elements
    let chosen = (0..<x.shape[0]).flatMap { row in
      runs.flatMap { run -> ArraySlice<Int> in
        let start = row * time * width
        return elements[(start + run.lowerBound * width)..<(start + run.upperBound * width)]
      }
    }
    let count = runs.reduce(0) { $0 + $1.count }
    return IntTensor(chosen, shape: Shape([x.shape[0], count] + x.shape.dropFirst(2)))
  }
}
