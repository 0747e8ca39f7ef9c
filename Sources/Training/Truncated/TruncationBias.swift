import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// How much of the true gradient truncated backpropagation keeps, measured on a model and its data.
///
/// The true gradient is that of the mean loss over whole streams. With windows of k steps everything that
/// would come back from further is missing, so the sum over windows is another vector: `gₖ`.
///
/// ```swift
/// let bias = TruncationBias(model, streams, loss: .meanSquaredError, windows: [1, 5, 20, 100])
/// for row in bias.rows { print(row.window, row.cosine, row.relativeNorm) }
/// ```
public struct TruncationBias: Sendable {
  /// The gradient with windows of one size, beside the true one.
  public struct Row: Sendable {
    /// The number of steps k that a gradient reaches back at the most.
    public let window: Int
    /// `gₖ·g / (‖gₖ‖ ‖g‖)`: 1 where the direction is the true one.
    public let cosine: Double
    /// `‖gₖ‖ / ‖g‖`: below 1 where the truncated gradient is shorter.
    public let relativeNorm: Double
    /// `‖gₖ − g‖ / ‖g‖`: what is wrong, direction and length together.
    public let error: Double
  }

  /// A row for each size of window.
  public let rows: [Row]
  /// The norm of the true gradient.
  public let norm: Double

  /// Measures a model with stateful layers; its weights and states stay as they are. Stops with a sentence
  /// where a recurrent layer is not stateful, or a window is below 1.
  public init(_ model: any Model, _ streams: Streams, loss: Loss, windows: [Int]) {
    model.requireGoingOn("TruncationBias")
    let step = TrainingStep(
      model, loss: loss, threads: 1, optimizer: nil, countsLastSteps: true)
    func gradient(_ window: Int) -> [Double] {
      let spans = StreamWindows(
        steps: streams.steps, window: window, stride: window, "TruncationBias"
      ).spans
      var sum: [Double]?
      model.withFreshState {
        for span in spans {
          // The loss of a window is a mean over its steps; of the whole it is this share.
          let share = Double(span.counted.count) / Double(streams.steps)
          let found = step(streams.batch(span)).gradients.flatMap(\.elements).map { share * $0 }
          sum = sum.map { zip($0, found).map(+) } ?? found
        }
      }
      return sum ?? []
    }
    let whole = gradient(streams.steps)
    let norm = Self.norm(whole)
    self.norm = norm
    rows = windows.map { window in
      let truncated = gradient(window)
      let product = zip(truncated, whole).map(*).reduce(0, +)
      return Row(
        window: window, cosine: product / (Self.norm(truncated) * norm),
        relativeNorm: Self.norm(truncated) / norm,
        error: Self.norm(zip(truncated, whole).map(-)) / norm)
    }
  }

  private static func norm(_ x: [Double]) -> Double {
    x.map { $0 * $0 }.reduce(0, +).squareRoot()
  }
}
