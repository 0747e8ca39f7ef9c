import UnrollAutodiff
import UnrollRecurrent

extension Sequential {
  /// Checks the gradients of a loss for all of the model's parameters, in float64.
  ///
  /// ```swift
  /// print(model.checkGradients(x, y, loss: .meanSquaredError))
  /// ```
  public func checkGradients(_ x: Tensor, _ y: Tensor, loss: Loss) -> GradientReport {
    let (input, target) = (x.cast(to: .float64), y.cast(to: .float64))
    return UnrollAutodiff.checkGradients(
      at: parameters.map(\.value), names: parameters.map(\.path)
    ) { weights in
      let prediction = self.call(Variable(input), weights, tape: weights.first?.tape)
      return loss.callAsFunction(prediction, Variable(target))
    }
  }
}
