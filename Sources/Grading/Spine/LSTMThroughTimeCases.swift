import UnrollCourse

/// The step first, then the whole sequence.
func lstmThroughTimeCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "lstm-through-time")
  struct Size {
    let steps, batch, inputs, units: Int
  }
  /// A sequence with its values; the forget gates' biases are raised by `remembering`.
  func sequence(_ size: Size, remembering: Double = 0) -> LSTMSequence {
    let weights = LSTMWeights(
      wx: numbers.matrix(size.inputs, 4 * size.units),
      wh: numbers.matrix(size.units, 4 * size.units), b: numbers.matrix(1, 4 * size.units))
    let lift = (0..<(4 * size.units)).map { $0 / size.units == 1 ? remembering : 0 }
    return LSTMSequence(
      x: numbers.matrices(size.steps, size.batch, size.inputs),
      h0: numbers.matrix(size.batch, size.units), c0: numbers.matrix(size.batch, size.units, 2),
      dh: numbers.matrices(size.steps, size.batch, size.units),
      weights: LSTMWeights(wx: weights.wx, wh: weights.wh, b: weights.b + Matrix([lift])))
  }
  let byHand = HandLSTM(variant.network)
  let hand = LSTMSequence(
    x: variant.network.x.map { [[$0]] }, h0: [[0]], c0: [[0]],
    dh: [[[0]], [[0]], [[byHand.back(3).dh.rounded4]]],
    weights: variant.network.lstmWeights)

  let steps =
    [
      hand.step(
        "the numbers by hand, t = 2", at: 1, dh: [[byHand.back(2).dh.rounded4]],
        dc: [[byHand.back(2).later.rounded4]])
    ]
    + [(1, 2, 3), (3, 2, 2), (2, 3, 4), (4, 1, 1)].map { sizes in
      let (batch, inputs, units) = variant.sizes(sizes)
      return sequence(Size(steps: 1, batch: batch, inputs: inputs, units: units)).step(
        "batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))", at: 0,
        dh: numbers.matrix(batch, units), dc: numbers.matrix(batch, units))
    }
    + [
      sequence(Size(steps: 1, batch: 2, inputs: 2, units: 2)).step(
        "a last step, behind which there is no carry", at: 0, dh: numbers.matrix(2, 2),
        dc: Matrix(rows: 2, columns: 2))
    ]

  var remembering = sequence(Size(steps: 10, batch: 2, inputs: 1, units: 3), remembering: 4)
  for t in 0..<9 { remembering.dh[t] = .zeros(like: remembering.dh[t]) }
  let standard = [
    Size(steps: 2, batch: 1, inputs: 1, units: 2), Size(steps: 3, batch: 2, inputs: 3, units: 2),
    Size(steps: 5, batch: 3, inputs: 2, units: 4), Size(steps: 1, batch: 2, inputs: 2, units: 3),
  ]
  let sizes = standard.map { size in
    let (batch, inputs, units) = variant.sizes((size.batch, size.inputs, size.units))
    return Size(steps: variant.size(size.steps), batch: batch, inputs: inputs, units: units)
  }
  return steps + [hand.whole("the numbers by hand")]
    + sizes.map { size in
      sequence(size).whole(
        "\(counted(size.steps, "step")), batch \(size.batch), \(counted(size.inputs, "input")), \(counted(size.units, "unit"))"
      )
    }
    + [remembering.whole("10 steps that remember, and a loss only at the last")]
}

/// What a case is made of.
private struct LSTMSequence {
  let x: [Matrix]
  let h0, c0: Matrix
  var dh: [Matrix]
  let weights: LSTMWeights

  private var values: [LSTMValues] {
    LSTMOnTape<LSTMAsItIs>.values(x: x, h0: h0, c0: c0, weights: weights)
  }

  private func given(_ values: [LSTMValues]) -> [String: ExerciseValue] {
    [
      "Wx": .matrix(weights.wx), "Wh": .matrix(weights.wh), "b": .matrix(weights.b),
      "i": .matrices(values.map(\.i)), "f": .matrices(values.map(\.f)),
      "g": .matrices(values.map(\.g)), "o": .matrices(values.map(\.o)),
      "c′": .matrices(values.map(\.c)), "h′": .matrices(values.map(\.h)),
    ]
  }

  private var sizes: [String: Int] {
    ["the size of the batch": h0.rows, "the number of time steps": x.count]
  }

  /// A case of one of the steps, with what comes back to it.
  func step(_ name: String, at t: Int, dh: Matrix, dc: Matrix) -> ExerciseCase {
    let values = values
    let before = t == 0 ? (h: h0, c: c0) : (h: values[t - 1].h, c: values[t - 1].c)
    let own: [String: ExerciseValue] = [
      "dh": .matrix(dh), "dc": .matrix(dc), "x": .matrix(x[t]), "h": .matrix(before.h),
      "c": .matrix(before.c),
    ]
    return ExerciseCase(
      name, "stepBackward", own.merging(given([values[t]])) { $1 },
      sizes: ["the size of the batch": h0.rows])
  }

  /// A case of the whole sequence.
  func whole(_ name: String) -> ExerciseCase {
    let own: [String: ExerciseValue] = [
      "dh": .matrices(dh), "x": .matrices(x), "h0": .matrix(h0), "c0": .matrix(c0),
    ]
    return ExerciseCase(name, "backward", own.merging(given(values)) { $1 }, sizes: sizes)
  }
}
