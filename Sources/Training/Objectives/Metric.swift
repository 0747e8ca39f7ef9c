import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// A figure to watch while training: a number for each batch, averaged over the samples.
public struct Metric: Sendable {
  /// The name in histories: `accuracy`, and `val_accuracy` on validation data.
  public let name: String

  private let function: @Sendable (_ prediction: Tensor, _ target: Samples) -> Double

  /// A metric of one's own, whose targets are numbers.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Tensor, _ target: Tensor) -> Double
  ) {
    self.name = name
    self.function = { function($0, $1.input().numbers(name).value) }
  }

  /// A metric of one's own, whose targets are token ids or classes.
  public init(
    _ name: String,
    ofTokens function: @escaping @Sendable (_ prediction: Tensor, _ target: IntTensor) -> Double
  ) {
    self.name = name
    self.function = { function($0, $1.input().tokens(name)) }
  }

  /// The figure for a batch, averaged over it.
  public func callAsFunction(_ prediction: Tensor, _ target: Samples) -> Double {
    function(prediction, target)
  }

  /// The figure for a batch with numbers as targets.
  public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Double {
    function(prediction, .numbers(target))
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

  /// The share of places at which the largest prediction is the right class, of those whose class is not
  /// `ignoring`.
  public static func sparseCategoricalAccuracy(ignoring padding: Int? = nil) -> Metric {
    Metric(
      "accuracy",
      ofTokens: { prediction, target in
        let found = prediction.argmax().elements
        return share(
          zip(found, target.elements).filter { $1 != padding }.map { $0 == $1 })
      })
  }

  /// The share of samples whose every place is right, those whose class is `ignoring` left out: whole
  /// words, whole dates.
  public static func exactMatch(ignoring padding: Int? = nil) -> Metric {
    Metric(
      "exact_match",
      ofTokens: { prediction, target in
        let width = target.shape.dropFirst().reduce(1, *)
        let hits = zip(prediction.argmax().elements, target.elements).map {
          $0 == $1 || $1 == padding
        }
        return share(
          stride(from: 0, to: hits.count, by: width).map { start in
            hits[start..<(start + width)].allSatisfy { $0 }
          })
      })
  }

  private static func share(_ hits: [Bool]) -> Double {
    Double(hits.count { $0 }) / Double(hits.count)
  }
}
