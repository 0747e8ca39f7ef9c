import UnrollNumerics

/// A fast check of a gradient along random directions: one replay instead of one for every 24 elements.
///
/// `⟨g, v⟩ = d/dt f(x + t v)` holds for the right gradient g and every direction v. Sixteen of them with
/// normally distributed elements are tried at once. A gradient that is wrong by δ passes one of them
/// only if `|⟨δ, v⟩|` happens to be within the tolerance τ, which has a chance of at most
/// `2τ / (√(2π) ‖δ‖)`; so one whose error is a thousand times the tolerance passes all sixteen with a
/// chance below `(0.0008)¹⁶ ≈ 1e-50`. What it can't say is which element is wrong.
///
/// The tolerance is that of terms that are added up: 1e-9 of the sum of their absolute values, and 8 times
/// the measured rounding. A gradient much smaller than another in the same check is therefore hardly
/// looked at: where gradients vanish, use ``checkGradients(at:names:_:)``.
public func checkGradientsFast(
  at inputs: [Tensor], names: [String] = [], seed: UInt64 = 42,
  _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  GradientCheck(inputs, names, function).fastReport(seed: seed)
}

extension GradientCheck {
  /// The number of random directions; one replay has room for them.
  private static let projections = 16

  func fastReport(seed: UInt64) -> GradientReport {
    let recording = Recording(self)
    let problems = problemsWithInputs() + problemsWithResult(recording)
    if !problems.isEmpty { return GradientReport(rows: [], problems: problems) }

    let gradients = recording.gradients().map(\.elements)
    var generator = SeededGenerator(seed: seed, stream: "projections")
    let count = Self.projections
    // A direction for every input: [direction][input][element]
    let directions = (0..<count).map { _ in gradients.map { $0.map { _ in generator.normal() } } }
    do {
      let slopes = try recording.slopes(along: directions)
      if let baked = bakedValue(in: recording) {
        return GradientReport(rows: [], problems: [baked])
      }
      let rounding = try RoundingSpread(
        recording.tape, of: recording.target, for: recording.sources,
        around: gradients.enumerated().map {
          Tensor($1, shape: inputs[$0].shape, dtype: .float64)
        })
      let blur = rounding.spreads.map(\.elements)
      var projected: [Double] = []
      var spread: [Double] = []
      let verdicts = directions.indices.map { d -> GradientVerdict in
        let terms = zip(gradients, directions[d]).flatMap { zip($0, $1).map(*) }
        let noise = zip(blur, directions[d]).flatMap { zip($0, $1).map { $0 * $1.magnitude } }
        projected.append(terms.reduce(0, +))
        // The terms may cancel, so the relative part is taken of their absolute sum.
        let size = terms.reduce(0) { $0 + $1.magnitude }
        spread.append(noise.reduce(0, +) + 1e-9 * size / 8)
        return (projected[d] - slopes[d]).magnitude <= 8 * spread[d] ? .correct : .wrong
      }
      let shape: Shape = [count]
      let row = GradientReport.Row(
        name: "\(count) random directions",
        analytic: Tensor(projected, shape: shape, dtype: .float64),
        exact: Tensor(slopes, shape: shape, dtype: .float64),
        spread: Tensor(spread, shape: shape, dtype: .float64), verdicts: verdicts, isUsed: true)
      return GradientReport(rows: [row], method: .projections)
    } catch {
      return report(claimed: nil)
    }
  }
}

extension Recording {
  /// The derivatives of the result along sixteen directions, in one replay with complex steps.
  fileprivate func slopes(along directions: [[[Double]]]) throws -> [Double] {
    let sources = sources
    let replayed = try tape.replay(through: target) { slot, value -> Grid<ComplexStep>? in
      guard let input = sources.firstIndex(of: slot) else { return nil }
      let numbers = value.elements.enumerated().map { element, number in
        ComplexStep(number, steps: directions.map { $0[input][element] })
      }
      return Grid(value.shape, numbers)
    }
    let y = replayed[target].elements[0]
    return directions.indices.map(y.derivative)
  }
}
