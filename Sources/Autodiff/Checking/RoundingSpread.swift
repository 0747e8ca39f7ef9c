import UnrollNumerics

/// What rounding does to a gradient, measured: each element's spread over a few runs in which every
/// operation, forward and backward, is rounded wrongly on purpose.
struct RoundingSpread {
  /// The spread of each element of each input's gradient.
  let spreads: [Tensor]

  /// The largest cotangent that the backward pass met: the size of the terms that were added up.
  let largestTerm: Double

  /// The inputs that lead to a corner of some operation: rounding alone may change the branch there.
  let kinkedSources: Set<Slot>

  private static let seeds: [UInt64] = [
    0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93,
  ]

  /// Runs the tape's gradient with noise, and compares with `gradients`, which had none.
  /// - Throws: ``ReplayFailure`` where an operation has no formula.
  init(_ tape: Tape, of target: Slot, for sources: [Slot], around gradients: [Tensor]) throws {
    var widest = gradients.map { [Double](repeating: 0, count: $0.elementCount) }
    var largest = 0.0
    var kinks: Set<Slot> = []
    for seed in Self.seeds {
      let twins = try Self.twins(tape, through: target, seed: seed)
      kinks.formUnion(tape.slotsAtCorners(near: twins))
      let noisy = Self.gradient(tape, of: target, for: sources, from: twins, seed: seed) { size in
        largest = Swift.max(largest, size)
      }
      for (index, (found, quiet)) in zip(noisy, gradients).enumerated() {
        for (element, (a, b)) in zip(found.elements, quiet.elements).enumerated() {
          let distance = Swift.abs(a - b)
          widest[index][element] = Swift.max(
            widest[index][element], distance.isNaN ? .infinity : distance)
        }
      }
    }
    spreads = zip(widest, gradients).map { Tensor($0, shape: $1.shape, dtype: .float64) }
    largestTerm = largest
    kinkedSources = tape.sources(sources, feeding: kinks)
  }

  /// The value of every slot after a replay with noise.
  private static func twins(
    _ tape: Tape, through target: Slot, seed: UInt64
  ) throws -> [Tensor] {
    let replayed = try tape.replay(through: target) { _, value in
      Grid(value.shape, value.elements.map { Noisy($0, seed: seed) })
    }
    return replayed.slots.map { slot in
      let grid = replayed[slot]
      return Tensor(grid.elements.map(\.twin), shape: grid.shape, dtype: .float64)
    }
  }

  /// The gradient from values with noise, and with noise on every cotangent.
  private static func gradient(
    _ tape: Tape, of target: Slot, for sources: [Slot], from twins: [Tensor], seed: UInt64,
    _ observe: @escaping (Double) -> Void
  ) -> [Tensor] {
    let pass = BackwardPass(tape, sources: sources, values: twins)
    pass.adjust = { _, cotangent in
      let elements = cotangent.elements
      observe(elements.reduce(0) { Swift.max($0, $1.magnitude) })
      return Tensor(
        elements.map { Noisy.moved($0, seed) }, shape: cotangent.shape, dtype: .float64)
    }
    let one = Variable(Tensor.ones(twins[Int(target)].shape, dtype: .float64))
    tape.withoutRecording { pass.run(from: target, seed: one) }
    return sources.map { source in
      pass.cotangent(source)?.value
        ?? .zeros(tape.values[Int(source)].shape, dtype: .float64)
    }
  }
}
