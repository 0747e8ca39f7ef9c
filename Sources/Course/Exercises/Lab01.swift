/// The weights of LAB01's network, two recurrent layers and a forecast, or their gradients.
public struct Lab01Weights: Equatable, Sendable {
  /// The first layer, which reads the series, one number at each step; its Wx stands as the stub's comment says.
  public var first: RNNWeights
  /// The second layer, which reads the states of the first: Wx `[units, units]`.
  public var second: RNNWeights
  /// From the last state of the second layer to the forecast; it stands as the stub's comment says.
  public var wy: Matrix
  /// The forecast's bias, `[1, 1]`.
  public var by: Matrix

  /// Weights.
  public init(first: RNNWeights, second: RNNWeights, wy: Matrix, by: Matrix) {
    self.first = first
    self.second = second
    self.wy = wy
    self.by = by
  }

  /// Zeros in the shapes of other weights: where gradients begin to be added up.
  public static func zeros(like other: Lab01Weights) -> Lab01Weights {
    Lab01Weights(
      first: .zeros(like: other.first), second: .zeros(like: other.second),
      wy: .zeros(like: other.wy), by: .zeros(like: other.by))
  }
}

/// Exercise 24: LAB01's deep network, trained by one's own functions.
public protocol Lab01Exercise: Exercise {
  /// Two layers, each with the steps of exercise 05, from states of zeros; the second reads the states of the first. The
  /// forecast is made from the second layer's last state, by Wy and by. The stub's comment has the formulas.
  ///
  /// x holds a matrix `[series, 1]` for each time step; states are `[series, units]`, the forecast `[series, 1]`.
  func forward(
    x: [Matrix], weights: Lab01Weights
  ) -> (first: [Matrix], second: [Matrix], forecast: Matrix)

  /// The mean over the batch of (forecast − target)², and its gradient for the forecast.
  func loss(forecast: Matrix, target: Matrix) -> (value: Double, gradient: Matrix)

  /// The gradients of all weights, from that of the forecast and the states that forward gave.
  func backward(
    gradient: Matrix, x: [Matrix], first: [Matrix], second: [Matrix], weights: Lab01Weights
  ) -> Lab01Weights

  /// Trains: in each epoch the series in order, `batch` rows at a time; each batch takes the gradients of its own and then
  /// moves all weights by −rate times them.
  ///
  /// The loss of an epoch is the mean of its batches' losses, each from before its step.
  func train(
    x: [Matrix], target: Matrix, weights: Lab01Weights, rate: Double, batch: Int, epochs: Int
  ) -> (losses: [Double], weights: Lab01Weights)
}

extension Lab01Exercise {
  public static var parts: [ExercisePart] {
    func layer(_ given: Inputs, _ number: Int) -> RNNWeights {
      RNNWeights(
        wx: given.matrix("Wx\(number)"), wh: given.matrix("Wh\(number)"),
        b: given.matrix("b\(number)"))
    }
    func weights(_ given: Inputs) -> Lab01Weights {
      Lab01Weights(
        first: layer(given, 1), second: layer(given, 2), wy: given.matrix("Wy"),
        by: given.matrix("by"))
    }
    return [
      ExercisePart("forward") { given in
        let found = Self().forward(x: given.matrices("x"), weights: weights(given))
        return Outputs().with("h first", found.first).with("h second", found.second)
          .with("forecast", found.forecast)
      },
      ExercisePart("loss") { given in
        let found = Self().loss(
          forecast: given.matrix("forecast"), target: given.matrix("target"))
        return Outputs().with("loss", found.value).with("∂L/∂forecast", found.gradient)
      },
      ExercisePart("backward") { given in
        let found = Self().backward(
          gradient: given.matrix("gradient"), x: given.matrices("x"),
          first: given.matrices("first"), second: given.matrices("second"),
          weights: weights(given))
        return Outputs().with("dby", found.by).with("dWy", found.wy)
          .with("db2", found.second.b).with("dWx2", found.second.wx).with("dWh2", found.second.wh)
          .with("db1", found.first.b).with("dWx1", found.first.wx).with("dWh1", found.first.wh)
      },
      ExercisePart("train") { given in
        let found = Self().train(
          x: given.matrices("x"), target: given.matrix("target"), weights: weights(given),
          rate: given.number("rate"), batch: given.integers("batch")[0],
          epochs: given.integers("epochs")[0])
        let end = found.weights
        return Outputs().with("loss of each epoch", found.losses)
          .with("by", end.by).with("Wy", end.wy)
          .with("b2", end.second.b).with("Wx2", end.second.wx).with("Wh2", end.second.wh)
          .with("b1", end.first.b).with("Wx1", end.first.wx).with("Wh1", end.first.wh)
      },
    ]
  }
}
