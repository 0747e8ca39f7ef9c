import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Samples with what a model should answer: inputs and targets with as many rows.
public struct Dataset: Sendable {
  /// What goes into a model.
  public let inputs: Samples

  /// What should come out of it.
  public let targets: Samples

  /// Inputs and targets with equally many samples. Stops with a sentence where they have not, or one has
  /// no batch axis.
  public init(_ inputs: Samples, _ targets: Samples) {
    require(
      inputs.hasBatch && targets.hasBatch && inputs.count == targets.count,
      """
      dataset: inputs of shape \(inputs.shapes) and targets of shape \(targets.shapes) need the same \
      number of rows; the batch comes first
      """)
    self.inputs = inputs
    self.targets = targets
  }

  /// Numbers with numbers to answer: `[samples, …]` both.
  public init(_ x: Tensor, _ y: Tensor) { self.init(.numbers(x), .numbers(y)) }

  /// Token ids `[samples, time]` with numbers to answer, `[samples, …]`: texts with their ratings.
  public init(_ x: IntTensor, _ y: Tensor) { self.init(.tokens(x), .numbers(y)) }

  /// Token ids `[samples, time]` with token ids or classes to answer, `[samples]` or `[samples, time]`.
  public init(_ x: IntTensor, _ y: IntTensor) { self.init(.tokens(x), .tokens(y)) }

  /// Numbers `[samples, …]` with classes to answer, `[samples]` or `[samples, time]`.
  public init(_ x: Tensor, _ y: IntTensor) { self.init(.numbers(x), .tokens(y)) }

  /// The inputs of a data set of numbers; stops with a sentence where they are token ids.
  public var x: Tensor { inputs.tensor("dataset: x") }

  /// The targets of a data set of numbers; stops with a sentence where they are classes or token ids.
  public var y: Tensor { targets.tensor("dataset: y") }

  /// The number of samples.
  public var count: Int { inputs.count }

  /// Some of the samples, in the given order. Stops with a sentence where an index names no sample.
  public func samples(at indices: IntTensor) -> Dataset {
    Dataset(inputs.samples(at: indices), targets.samples(at: indices))
  }

  /// A run of samples. Stops with a sentence where there are no such samples.
  public func samples(_ range: Range<Int>) -> Dataset {
    Dataset(inputs.samples(range), targets.samples(range))
  }
}

extension Samples {
  fileprivate func tensor(_ what: String) -> Tensor {
    if case .numbers(let tensor) = self { return tensor }
    stop("\(what) are token ids of shape \(shapes), not numbers; they are in inputs and targets")
  }
}
