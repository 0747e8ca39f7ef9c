import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

extension Sequential {
  /// Forecasts several values with a model of one: each forecast is appended to the series, and the
  /// model is asked again.
  ///
  /// `ŷ₁ = f(x₁ … xₙ)`, `ŷ₂ = f(x₁ … xₙ, ŷ₁)`, `ŷ₃ = f(x₁ … xₙ, ŷ₁, ŷ₂)`, …; x `[series, time, 1]`,
  /// the result `[series, steps]`. A mistake in one forecast is an input of the next, so mistakes
  /// grow. Stops where the model does not give one value for each series.
  public func iteratedForecast(_ x: Tensor, steps: Int) -> Tensor {
    require(
      steps > 0, "iterated forecast: got \(steps) steps to forecast; expected at least 1")
    require(
      x.rank == 3 && x.shape[2] == 1,
      "iterated forecast: expected series of shape [series, time, 1], but got \(x.shape)")
    let count = x.shape[0]
    var series = Variable(x)
    for _ in 0..<steps {
      let next = predict(series.value)
      require(
        next.shape == [count, 1],
        """
        iterated forecast: expected a model that gives one value, of shape [\(count), 1], \
        but its output has shape \(next.shape)
        """)
      series = concatenate([series, Variable(next.reshaped([count, 1, 1]))], axis: 1)
    }
    return series.value[0..., (-steps)..., 0]
  }
}
