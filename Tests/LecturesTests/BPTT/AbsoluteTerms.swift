import UnrollNumerics

@testable import UnrollLectures

// Two ways to add the same numbers differ by rounding, and by no more than a share of the sum of their
// absolute values. Against this sum differences are measured, entry by entry: where nothing cancels it is
// the entry itself.

extension RNNWithOutputs {
  /// For each entry of ``Gradients/all`` the sum of the absolute values of what is added up in it.
  ///
  /// The terms of `∂Lₜ/∂hₖ`, before they are added: `|∂Lₜ/∂hₖ₊₁|·|Jₖ₊₁|`, at k = t `|∂Lₜ/∂oₜ|·|Why|`.
  func absoluteTerms(_ x: [Matrix], _ loss: StepLoss) -> [Matrix] {
    let states = hidden.states(x)
    let jacobians = hidden.jacobians(states).steps
    let outputGradients = loss.gradients(outputs(states))
    let zero = Matrix(rows: hidden.bias.rows, columns: 1)

    var byState = x.map { _ in zero }
    for t in x.indices {
      var row = outputGradients[t].transposed * outputWeights  // ∂Lₜ/∂hₖ
      var terms = outputGradients[t].transposed.absolute * outputWeights.absolute
      for k in (0...t).reversed() {
        byState[k] = byState[k] + terms.transposed
        terms = row.absolute * jacobians[k].absolute
        row = row * jacobians[k]
      }
    }

    var byInput = hidden.inputWeights.map { _ in 0 }
    var (byRecurrent, byBias) = (hidden.recurrentWeights.map { _ in 0 }, zero)
    var (byWhy, byBy) = (outputWeights.map { _ in 0 }, outputBias.map { _ in 0 })
    for k in x.indices {
      let delta = byState[k].times(states[k].map { 1 - $0 * $0 })
      byInput = byInput + delta * x[k].absolute.transposed
      byRecurrent = byRecurrent + delta * (k > 0 ? states[k - 1] : zero).absolute.transposed
      byBias = byBias + delta
      byWhy = byWhy + outputGradients[k].absolute * states[k].absolute.transposed
      byBy = byBy + outputGradients[k].absolute
    }
    return [byInput, byRecurrent, byBias, byWhy, byBy] + byState
  }

  /// The largest difference between the tape's gradients and the formula's, as a share of the terms of
  /// the same entry.
  func differenceOfTape(_ x: [Matrix], _ loss: StepLoss) -> Double {
    largestShare(
      BPTTOnTape(network: self).gradients(x, loss).all, gradients(x, loss).all,
      of: absoluteTerms(x, loss))
  }
}

extension Matrix {
  /// The absolute values.
  var absolute: Matrix { map(abs) }
}

/// The largest |a − b| as a share of the terms of the same entry; infinite where a number is missing, or
/// where there are no terms and yet a difference.
func largestShare(_ a: [Matrix], _ b: [Matrix], of terms: [Matrix]) -> Double {
  guard a.count == b.count, a.count == terms.count else { return .infinity }
  let shares = zip(zip(a, b), terms).flatMap { pair, terms in
    zip((pair.0 - pair.1).elements, terms.elements).map { difference, terms in
      let share = difference == 0 ? 0 : abs(difference) / terms
      return share.isNaN ? .infinity : share
    }
  }
  return shares.max() ?? 0
}
