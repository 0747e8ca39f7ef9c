import UnrollAutodiff
import UnrollNumerics

extension LayerLedger {
  /// `∂hₜ/∂hₖ` of one sample, `[units, units]`: how the state after step `t` moves with the one after step `k`.
  ///
  /// It is the product of the Jacobians of all steps between, here computed by the tape: one backward pass for
  /// each unit. Its largest singular value says how much a change can grow (`svd`), its spectral radius how
  /// fast it does so in the long run (`spectralRadius`). Parts of the state can be named; of an LSTM,
  /// `∂cₜ/∂cₖ` is `jacobian(of: "carry", at: t, for: "carry", at: k)`, along every way that leads from one
  /// to the other.
  ///
  /// Stops with a sentence where k > t, or there is no such step, part or sample.
  public func jacobian(
    of part: String? = nil, at t: Int, for other: String? = nil, at k: Int, sample: Int = 0
  ) -> Matrix {
    let (y, x) = (state(part, at: t), state(other, at: k))
    require(
      k <= t, "TimeLedger: step \(k) comes after step \(t), so its state can't have an effect on it"
    )
    let (batch, units) = (y.shape[0], y.shape[1])
    require(
      (0..<batch).contains(sample),
      "TimeLedger: the batch has samples 0 to \(batch - 1), but got sample \(sample)")
    var elements: [Double] = []
    for unit in 0..<units {
      var cotangent = [Double](repeating: 0, count: batch * units)
      cotangent[sample * units + unit] = 1
      let seed = Variable(Tensor(cotangent, shape: y.shape, dtype: y.dtype))
      let row = tape.pullback(of: y, cotangent: seed, for: [x])[0].value
      elements += row[sample].elements
    }
    return Matrix(rows: units, columns: x.shape[1], elements: elements)
  }
}
