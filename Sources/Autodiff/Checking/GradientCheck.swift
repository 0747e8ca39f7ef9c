import UnrollNumerics

/// Checks the tape's gradient of a scalar function against an exact one, element by element.
///
/// ```swift
/// let a: Tensor = [[1, 2, 3], [4, 5, 6]]
/// let b: Tensor = [[0.1], [-0.2], [0.3]]
/// let report = checkGradients(at: [a, b], names: ["a", "b"]) { v in tanh(matmul(v[0], v[1])).sum() }
/// print(report)
/// ```
///
/// The function is recorded in float64, whatever the type of the inputs. The reference is computed by
/// complex steps through the recorded formulas (see ``ComplexStep``); the tolerance is relative, 1e-9,
/// plus 8 times what rounding noise is measured to do to the gradient. So a gradient of 1e-100 is
/// checked to nine digits like any other.
///
/// What stands in the way of a check (a function that is not deterministic, or that computes with its
/// inputs' values, a result that is not a scalar, NaN in an input) is a sentence in the report's `problems`.
///
/// A function that casts to float32 on the way is checked to five digits. `names` stand in the report, else
/// `input 0`, `input 1`, …
public func checkGradients(
  at inputs: [Tensor], names: [String] = [], _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  GradientCheck(inputs, names, function).report(claimed: nil)
}

/// Checks gradients that were computed by hand, for a scalar function of the same inputs.
///
/// `claimed` holds a gradient for each input, in the shape of the input. This is how a `rnnBackward` of
/// one's own is checked against the forward pass.
///
/// Gradients that are float32 are checked to five digits. Another number of gradients, or another shape,
/// is a sentence in the report's `problems`.
public func checkGradients(
  _ claimed: [Tensor], at inputs: [Tensor], names: [String] = [],
  _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  GradientCheck(inputs, names, function).report(claimed: claimed)
}

/// Checks second derivatives: the gradient of the gradient's projection on a fixed random direction.
///
/// `∂/∂x Σ w ⊙ ∂f/∂x`, to seven digits; the weights `w` lie between 0.5 and 1.5 and follow from the seed.
public func checkSecondGradients(
  at inputs: [Tensor], names: [String] = [], seed: UInt64 = 42,
  _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  let weights = inputs.enumerated().map { index, input in
    var generator = SeededGenerator(seed: seed, stream: "projection \(index)")
    return Tensor.uniform(input.shape, in: 0.5..<1.5, dtype: .float64, using: &generator)
  }
  let check = GradientCheck(inputs, names) { variables in
    let y = function(variables)
    guard let tape = y.tape else { return y }
    let gradients = tape.gradient(of: y, for: variables, recorded: true)
    let terms = zip(gradients, weights).map { ($0 * Variable($1)).sum() }
    return terms.dropFirst().reduce(terms[0], +)
  }
  return check.report(claimed: nil, relative: GradientRule.secondOrder)
}

/// One check: a function, the point where its gradient is checked, and the names of the inputs.
struct GradientCheck {
  let inputs: [Tensor]
  let names: [String]
  let function: ([Variable]) -> Variable

  init(_ inputs: [Tensor], _ names: [String], _ function: @escaping ([Variable]) -> Variable) {
    self.inputs = inputs.map { $0.cast(to: .float64) }
    self.names = inputs.indices.map { names.indices.contains($0) ? names[$0] : "input \($0)" }
    self.function = function
  }

  /// Records the function once and compares its gradient, or the claimed one, with the exact one.
  func report(
    claimed: [Tensor]?, relative: Double = GradientRule.firstOrder
  ) -> GradientReport {
    let problems = problemsWithInputs() + problemsWithClaim(claimed)
    if !problems.isEmpty { return GradientReport(rows: [], problems: problems) }

    let recording = Recording(self)
    let obstacles = problemsWithResult(recording)
    if !obstacles.isEmpty { return GradientReport(rows: [], problems: obstacles) }

    // A gradient that was computed in float32 can't have more digits than that.
    let isSingle = claimed?.contains { $0.dtype == .float32 } ?? false
    let relative = isSingle ? max(relative, GradientRule.singlePrecision) : relative
    let gradients = recording.gradients()
    let analytic = claimed.map { $0.map { $0.cast(to: .float64) } } ?? gradients
    do {
      let exact = try recording.tape.exactGradient(of: recording.target, for: recording.sources)
      let rounding = try RoundingSpread(
        recording.tape, of: recording.target, for: recording.sources, around: gradients)
      // Exact of what is on the tape: whether that is the whole function is asked here.
      if let baked = bakedValue(in: recording) {
        return GradientReport(rows: [], problems: [baked])
      }
      let rows = rows(analytic, exact, rounding.spreads, relative, rounding, recording)
      return GradientReport(
        rows: rows, diagnosis: Diagnosis(rows, recording, isClaimed: claimed != nil).sentences)
    } catch {
      return reportByDifferences(analytic, relative, recording)
    }
  }

  /// The verdict on every element of every input.
  private func rows(
    _ analytic: [Tensor], _ exact: [Tensor], _ spreads: [Tensor], _ relative: Double,
    _ rounding: RoundingSpread, _ recording: Recording
  ) -> [GradientReport.Row] {
    // A function that casts to float32 on the way has a gradient of float32's digits.
    let isSingle = recording.tape.values.contains { $0.dtype == .float32 }
    let rule = GradientRule(
      relative: isSingle ? max(relative, GradientRule.singlePrecision) : relative,
      largestTerm: rounding.largestTerm)
    let isUsed = recording.isUsed
    return names.indices.map { index in
      let (a, e) = (analytic[index].elements, exact[index].elements)
      let spread = spreads[index].elements
      let hasKink = rounding.kinkedSources.contains(recording.sources[index])
      let verdicts = a.indices.map { element -> GradientVerdict in
        let verdict = rule.verdict(a[element], exact: e[element], spread: spread[element])
        return verdict == .wrong && hasKink ? .kink : verdict
      }
      return GradientReport.Row(
        name: names[index], analytic: analytic[index], exact: exact[index],
        spread: spreads[index], verdicts: verdicts, isUsed: isUsed[index])
    }
  }

  /// The report where an operation has no formula: against differences, as far as these allow.
  private func reportByDifferences(
    _ analytic: [Tensor], _ relative: Double, _ recording: Recording
  ) -> GradientReport {
    let rows = names.indices.map { index in
      let (values, errors) = RidderDifferences.gradient(at: inputs[index]) { moved in
        var point = inputs
        point[index] = moved
        return Recording(self, at: point).value.item()
      }
      let spread = errors / 8
      let rule = GradientRule(relative: Swift.max(relative, 1e-8), largestTerm: 0)
      let verdicts = zip(zip(analytic[index].elements, values.elements), spread.elements).map {
        rule.verdict($0.0, exact: $0.1, spread: $1)
      }
      return GradientReport.Row(
        name: names[index], analytic: analytic[index], exact: values, spread: spread,
        verdicts: verdicts, isUsed: recording.isUsed[index])
    }
    let isWrong = rows.contains { $0.verdict == .wrong }
    let baked = isWrong ? bakedValue(in: recording) : nil
    return GradientReport(rows: rows, diagnosis: baked.map { [$0] } ?? [], method: .differences)
  }
}
