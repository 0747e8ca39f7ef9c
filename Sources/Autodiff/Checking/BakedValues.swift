import UnrollNumerics

// A tape knows what was computed from variables. A function that takes a number out of one, with
// `x.value`, and puts it back as a constant, has a gradient that the tape does not show, and that its
// replay does not show either: both keep the constant. At another point it gives the constant away: there
// the function computes it anew, and the tape does not.

extension GradientCheck {
  /// The sentence for a function that computes with numbers taken from its inputs' values; nil for one
  /// that doesn't. Differences of the function itself find such a gradient wrong by themselves.
  ///
  /// With `D(ε) = f(x + ε r) − replay(x + ε r)` for a fixed random direction r: the function's own
  /// operations are evaluated by the same kernels, so D is 0 for a function that computes from its
  /// variables. A number that was baked in makes it proportional to ε, on both sides. A branch that
  /// changed on the way, as that of a mask by hand, does not, and says nothing.
  func bakedValue(in recording: Recording) -> String? {
    for step in [0x1p-17, 0x1p-24] {
      let ahead = gap(recording, step)
      if ahead.isSilent { return nil }
      let slopes = [ahead, gap(recording, -step), gap(recording, step / 2)].map(\.slope)
      let isProportional = slopes.allSatisfy {
        ($0 - slopes[0]).magnitude <= 0.02 * slopes[0].magnitude  // false for NaN too
      }
      guard isProportional else { continue }
      let place = ahead.place.map { " (the first enters in \($0))" } ?? ""
      return """
        check: the function computes with numbers taken from its inputs' values, for example x.value\(place); \
        no gradient flows through these. Compute from the variables, or say .detached() where you mean \
        to cut
        """
    }
    return nil
  }

  /// How far the function and its tape are apart at one moved point.
  private struct Gap {
    let slope: Double
    /// Whether the two agree, but for rounding, or can't be compared.
    let isSilent: Bool
    /// Where a constant of the tape was another one at the moved point.
    let place: String?
  }

  private func gap(_ recording: Recording, _ step: Double) -> Gap {
    let point = moved(by: step)
    let there = Recording(self, at: point)
    let tape = recording.tape
    let values = tape.values(at: Dictionary(uniqueKeysWithValues: zip(recording.sources, point)))
    let kept = values[Int(recording.target)]
    guard there.isOnTape, there.value.shape == kept.shape else {
      return Gap(slope: .nan, isSilent: true, place: nil)
    }
    let (own, replayed) = (there.value.item(), kept.item())
    let noise = 1e-13 * Swift.max(own.magnitude, replayed.magnitude)
    let distance = own - replayed
    // Where neither is a number, both may have left the domain.
    let isSilent = own == replayed || distance.magnitude <= noise || !distance.isFinite
    return Gap(
      slope: distance / step, isSilent: isSilent,
      place: isSilent ? nil : tape.firstOtherConstant(in: there.tape, but: recording.sources))
  }

  /// The point with every element moved by about a `step` of its own size, a zero by one of its tensor's.
  private func moved(by step: Double) -> [Tensor] {
    inputs.enumerated().map { index, input in
      var generator = SeededGenerator(seed: 42, stream: "baked values \(index)")
      let elements = input.elements
      let largest = elements.reduce(0) { Swift.max($0, $1.magnitude) }
      let moved = elements.map { x in
        let size = x != 0 ? x.magnitude : largest > 0 ? largest : 1
        let direction = generator.uniform(in: 0.5..<1) * (generator.uniform() < 0.5 ? -1 : 1)
        return x + step * direction * size
      }
      return Tensor(moved, shape: input.shape, dtype: .float64)
    }
  }
}

extension Tape {
  /// The value of every slot where some inputs have others: all operations once more, by their kernels.
  func values(at inputs: [Slot: Tensor]) -> [Tensor] {
    var result = values
    var moved: Set<Slot> = []
    for entry in entries {
      if let input = inputs[entry.firstOutput], entry.operation is Input {
        result[Int(entry.firstOutput)] = input
        moved.insert(entry.firstOutput)
        continue
      }
      let slots = self.inputs(of: entry)
      guard slots.contains(where: moved.contains) else { continue }
      let outputs = entry.operation.forward(slots.map { result[Int($0)] })
      for (slot, output) in zip(entry.outputs, outputs) {
        result[Int(slot)] = output
        moved.insert(slot)
      }
    }
    return result
  }

  /// The operation that takes the first number, but for the inputs of the check, which was computed from
  /// nothing on the tape and is another one on a tape of the same operations: `matmul in rnn/step 1`.
  func firstOtherConstant(in other: Tape, but sources: [Slot]) -> String? {
    for (index, entry) in entries.enumerated() where index < other.entries.count {
      guard other.entries[index].operation.name == entry.operation.name else { return nil }
      let slot = Int(entry.firstOutput)
      guard entry.inputCount == 0, entry.outputCount == 1, !sources.contains(entry.firstOutput),
        values[slot] != other.values[slot]
      else { continue }
      guard
        let user = entries[index...].first(where: { inputs(of: $0).contains(entry.firstOutput) })
      else { return nil }
      let scope = path(of: user.scope)
      return title(of: user) + (scope.isEmpty ? "" : " in \(scope)")
    }
    return nil
  }
}
