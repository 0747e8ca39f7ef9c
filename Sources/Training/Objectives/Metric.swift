import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// A figure to watch while training: a number for each batch, averaged over the samples.
public struct Metric: Sendable {
  /// The name in histories: `accuracy`, and `val_accuracy` on validation data.
  public let name: String

  /// What was found in a batch, and how much it counts beside other batches.
  let tally: @Sendable (_ prediction: Tensor, _ target: Samples) -> Tally

  /// The class that does not count; nil where all do.
  let padding: Int?

  init(
    _ name: String, padding: Int? = nil, tally: @escaping @Sendable (Tensor, Samples) -> Tally
  ) {
    self.name = name
    self.padding = padding
    self.tally = tally
  }

  /// How many classes of some targets count.
  func weight(_ target: Samples) -> Double {
    guard let padding, case .tokens(let tokens) = target else { return Double(target.count) }
    return Double(tokens.elements.count { $0 != padding })
  }

  /// A metric of one's own, whose targets are numbers; batches count by their samples. With classes for
  /// targets it stops with a sentence.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Tensor, _ target: Tensor) -> Double
  ) {
    self.init(
      name,
      tally: { prediction, target in
        guard case .numbers(let numbers) = target else {
          stop(
            """
            metric \(name): the targets are classes or token ids of shape \(target.shapes); expected numbers. \
            For classes there is sparseCategoricalAccuracy(); labels.tensor() makes numbers of them
            """)
        }
        let value = function(prediction, numbers)
        return Tally(mean: value, of: target.count)
      })
  }

  /// A metric of one's own, whose targets are token ids or classes; batches count by their samples. With
  /// numbers for targets it stops with a sentence.
  public init(
    tokens name: String,
    _ function: @escaping @Sendable (_ prediction: Tensor, _ target: IntTensor) -> Double
  ) {
    self.init(
      name,
      tally: { prediction, target in
        Tally(mean: function(prediction, target.input().tokens(name)), of: target.count)
      })
  }

  /// The figure for a batch, averaged over it.
  public func callAsFunction(_ prediction: Tensor, _ target: Samples) -> Double {
    tally(prediction, target).mean
  }

  /// The figure for a batch with numbers as targets.
  public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Double {
    self(prediction, .numbers(target))
  }

  /// The mean of the squared differences, `Σ (p − t)² / n`.
  public static let meanSquaredError = Metric("mean_squared_error") {
    UnrollAutodiff.meanSquaredError(Variable($0), Variable($1)).item()
  }

  /// The mean of the absolute differences, `Σ |p − t| / n`.
  public static let meanAbsoluteError = Metric("mean_absolute_error") {
    Loss.meanAbsoluteError.callAsFunction(Variable($0), Variable($1)).item()
  }

  /// The share of predictions on the right side of one half, from 0 to 1; named `accuracy`.
  public static let binaryAccuracy = binaryAccuracy(threshold: 0.5)

  /// The share of predictions on the right side of a threshold, as Keras counts it; for logits that is 0.
  ///
  /// A target above 0.5 stands for yes. Stops with a sentence where shapes differ.
  public static func binaryAccuracy(threshold: Double) -> Metric {
    Metric("accuracy") { prediction, target in
      requireEqualShapes("binaryAccuracy", prediction: prediction.shape, target: target.shape)
      return share(
        zip(prediction.elements, target.elements).map { ($0 > threshold) == ($1 > 0.5) })
    }
  }

  /// The share of rows whose largest prediction is where the largest target is.
  ///
  /// Both `[batch, …, classes]`; named `accuracy`.
  public static let categoricalAccuracy = Metric("accuracy") { prediction, target in
    requireEqualShapes("categoricalAccuracy", prediction: prediction.shape, target: target.shape)
    let (found, right) = (prediction.argmax().elements, target.argmax().elements)
    return share(zip(found, right).map(==))
  }

  /// The share of places at which the largest prediction is the right class, of those whose class is not
  /// `ignoring`.
  ///
  /// Prediction `[batch, …, classes]`, target integers `[batch, …]`; named `accuracy`. Stops with a
  /// sentence where shapes do not fit.
  public static func sparseCategoricalAccuracy(ignoring padding: Int? = nil) -> Metric {
    Metric(
      "accuracy", padding: padding,
      tally: { prediction, target in
        let right = target.input().tokens("sparseCategoricalAccuracy")
        let found = classes(of: prediction, for: right, "sparseCategoricalAccuracy")
        let counted = zip(found, right.elements).filter { $1 != padding }
        return Tally(sum: Double(counted.count { $0 == $1 }), weight: Double(counted.count))
      })
  }

  /// The share of samples whose every place is right, those whose class is `ignoring` left out: whole
  /// words, whole dates.
  ///
  /// Prediction `[batch, …, classes]`, target integers `[batch, …]`.
  public static func exactMatch(ignoring padding: Int? = nil) -> Metric {
    Metric(tokens: "exact_match") { prediction, target in
      let width = target.shape.dropFirst().reduce(1, *)
      let found = classes(of: prediction, for: target, "exactMatch")
      let hits = zip(found, target.elements).map { found, right in
        found == right || right == padding
      }
      return share(
        stride(from: 0, to: hits.count, by: width).map { start in
          hits[start..<(start + width)].allSatisfy { $0 }
        })
    }
  }

  /// The likeliest classes, as many as there are right ones.
  private static func classes(
    of prediction: Tensor, for right: IntTensor, _ name: String
  ) -> [Int] {
    let found = prediction.argmax()
    require(
      found.shape == right.shape,
      """
      \(name): a prediction of shape \(prediction.shape) needs classes of shape \(found.shape), but got \
      \(right.shape)
      """)
    return found.elements
  }

  private static func share(_ hits: [Bool]) -> Double {
    Double(hits.count { $0 }) / Double(hits.count)
  }
}

/// A sum, and the number of things that it was added up from: means of batches of different sizes become
/// one mean.
struct Tally: Sendable {
  /// The sum of all figures.
  var sum: Double
  /// How many there are.
  var weight: Double

  init(sum: Double, weight: Double) {
    self.sum = sum
    self.weight = weight
  }

  /// A mean of so many figures.
  init(mean: Double, of count: Int) { self.init(sum: mean * Double(count), weight: Double(count)) }

  /// The mean; NaN of nothing.
  var mean: Double { sum / weight }

  static func += (a: inout Tally, b: Tally) {
    a.sum += b.sum
    a.weight += b.weight
  }
}
