import UnrollAutodiff
import UnrollSequences

extension ForecastingData.Part {
  /// What follows at every time step, not only at the last: a target for each output of a network.
  ///
  /// `y[s, t, k] = series[s, t + 1 + k]`, shape `[series, steps, horizon]`. All but the last row of
  /// each series lie at least in part among the values that the model sees later.
  var followersAtEveryStep: Tensor {
    let (count, steps) = (x.shape[0], x.shape[1])
    let seen = Variable(x.reshaped([count, steps]))
    let series = concatenate([seen, Variable(y)], axis: 1)  // [series, steps + horizon]
    let shifted = (1...y.shape[1]).map { k in series[0..., k..<(k + steps)] }
    return stack(shifted, axis: 2).value
  }
}
