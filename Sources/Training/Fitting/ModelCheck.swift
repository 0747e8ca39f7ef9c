import UnrollAutodiff
import UnrollRecurrent

extension Model {
  /// Checks the gradients of a loss for all of the model's trainable parameters, in float64.
  ///
  /// ```swift
  /// print(model.checkGradients(x, y, loss: .meanSquaredError))
  /// ```
  ///
  /// Dropout is off, and stateful layers begin with zeros and get their states back. A row of the report
  /// is named by the path of its parameter.
  public func checkGradients(_ x: Tensor, _ y: Tensor, loss: Loss) -> GradientReport {
    checkGradients(Dataset(x, y), loss: loss)
  }

  /// Checks the gradients of a loss on a data set for all of the model's trainable parameters.
  public func checkGradients(_ data: Dataset, loss: Loss) -> GradientReport {
    let (inputs, targets) = (data.inputs.double(), data.targets.double())
    let checked = parameters.indices.filter { parameters[$0].isTrainable }
    return UnrollAutodiff.checkGradients(
      at: checked.map { parameters[$0].value }, names: checked.map { parameters[$0].path }
    ) { variables in
      var weights = self.parameters.map { Variable($0.value.cast(to: .float64)) }
      for (index, variable) in zip(checked, variables) { weights[index] = variable }
      let run = Run(tape: variables.first?.tape)
      let prediction = self.withFreshState { self.call(inputs.input(), weights, run) }
      return loss(prediction, targets.input())
    }
  }
}

extension Samples {
  /// The same data with its numbers in float64.
  fileprivate func double() -> Samples {
    switch self {
    case .numbers(let x): .numbers(x.cast(to: .float64))
    case .tokens: self
    case .several(let parts): .several(parts.map { $0.double() })
    }
  }
}
