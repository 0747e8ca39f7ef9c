import UnrollAutodiff

/// A figure to watch while training: a number for each batch, averaged over the samples.
public struct Metric: Sendable {
  /// The name in histories: `accuracy`, and `val_accuracy` on validation data.
  public let name: String

  /// The figure for a batch, averaged over it.
  public let callAsFunction: @Sendable (_ prediction: Tensor, _ target: Tensor) -> Double

  /// A metric of one's own.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Tensor, _ target: Tensor) -> Double
  ) {
    self.name = name
    callAsFunction = function
  }

  /// The mean of the squared differences.
  public static let meanSquaredError = Metric("mean_squared_error") {
    UnrollAutodiff.meanSquaredError(Variable($0), Variable($1)).item()
  }

  /// The mean of the absolute differences.
  public static let meanAbsoluteError = Metric("mean_absolute_error") {
    Loss.meanAbsoluteError.callAsFunction(Variable($0), Variable($1)).item()
  }

  /// The share of predictions on the right side of one half.
  public static let binaryAccuracy = Metric("accuracy") { prediction, target in
    requireEqualShapes("binaryAccuracy", prediction: prediction.shape, target: target.shape)
    return share(zip(prediction.elements, target.elements).map { ($0 > 0.5) == ($1 > 0.5) })
  }

  /// The share of rows whose largest prediction is where the largest target is.
  public static let categoricalAccuracy = Metric("accuracy") { prediction, target in
    requireEqualShapes("categoricalAccuracy", prediction: prediction.shape, target: target.shape)
    let (found, right) = (prediction.argmax().elements, target.argmax().elements)
    return share(zip(found, right).map(==))
  }

  private static func share(_ hits: [Bool]) -> Double {
    Double(hits.count { $0 }) / Double(hits.count)
  }
}
