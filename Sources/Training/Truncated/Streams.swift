import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Long sequences side by side, with a target at every step, that are read window by window.
///
/// One text is cut into several streams, so that a batch has several rows: stream b holds the part that
/// follows stream b − 1, and a state carried over windows stays with its stream.
///
/// ```swift
/// let streams = Streams(tokens: characters, streams: 16)   // each step's target is the next token
/// try model.fit(streams, window: 50, optimizer: Adam(), loss: .sparseCategoricalCrossentropy(fromLogits: true))
/// ```
public struct Streams: Sendable {
  /// Inputs and targets, `[streams, steps, …]` both.
  public let data: Dataset
  /// The number of streams.
  public var count: Int { data.count }
  /// The number of steps of each stream.
  public let steps: Int

  /// Streams with a target at every step; stops with a sentence where inputs and targets do not have equally
  /// many steps, at least one.
  public init(_ data: Dataset) {
    let (inputs, targets) = (data.inputs.stepCount, data.targets.stepCount)
    guard let inputs, inputs == targets, inputs > 0 else {
      stop(
        """
        Streams: got inputs of shape \(data.inputs.shapes) and targets of shape \(data.targets.shapes); \
        expected [streams, steps, …] for both, with equally many steps and at least one
        """)
    }
    self.data = data
    steps = inputs
  }

  /// Tokens with the next token as the target of each, cut into streams of equal length; what is left over at
  /// the end is not read. Stops with a sentence where there are fewer than `streams + 1` tokens.
  public init(tokens: some RandomAccessCollection<Int>, streams: Int) {
    require(streams > 0, "Streams: got \(streams) streams; expected at least 1")
    let steps = (tokens.count - 1) / streams
    require(
      steps > 0,
      """
      Streams: \(tokens.count) tokens are too few for \(streams) \(streams == 1 ? "stream" : "streams"); \
      expected at least \(streams + 1)
      """)
    let all = Array(tokens.prefix(steps * streams + 1))
    let shape: Shape = [streams, steps]
    self.init(
      Dataset(
        IntTensor(all.dropLast(), shape: shape), IntTensor(all.dropFirst(), shape: shape)))
  }

  /// Some steps of all streams; stops with a sentence where there are no such steps.
  public func window(_ range: Range<Int>) -> Dataset {
    Dataset(data.inputs.steps(range), data.targets.steps(range))
  }
}

extension Samples {
  /// The number of time steps; nil where there is no such axis.
  var stepCount: Int? {
    switch self {
    case .numbers(let x): x.shape.count > 1 ? x.shape[1] : nil
    case .tokens(let x): x.shape.count > 1 ? x.shape[1] : nil
    case .several: nil
    }
  }

  /// Some steps of the second axis.
  func steps(_ range: Range<Int>) -> Samples {
    switch self {
    case .numbers(let x): .numbers(x[0..., range])
    case .tokens(let x): .tokens(x.columns(range))
    case .several(let parts): .several(parts.map { $0.steps(range) })
    }
  }
}
