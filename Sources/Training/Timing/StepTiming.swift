import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// How long a training step of a model takes, without its optimiser: recorded on a tape anew each time, and
/// as a ``Program``.
public struct StepTiming: Sendable {
  /// Seconds for forward and backward pass, recorded on a tape: the median of several steps.
  public let recorded: Double
  /// The same as a program; nil for a model that can't be one (see ``Layer/isRepeatable``).
  public let program: Double?
  /// Where the program's time goes, the most expensive operation first.
  public let costs: [Program.Cost]
  /// The additions and multiplications of all matrix products of a step, where there is a program.
  public var arithmetic: Double { costs.reduce(0) { $0 + $1.arithmetic } }

  /// Measures steps on a batch, each way for about so many seconds and at least five times.
  public init(
    _ model: any Model, on batch: Dataset, loss: Loss, threads: Int = 1, seconds: Double = 0.5
  ) {
    let step = TrainingStep(model, loss: loss, threads: threads)
    let measure = { (body: () -> Void) in Self.median(of: body, seconds: seconds) }
    (recorded, program, costs) = flushingSubnormals {
      let costs = step.costs(batch)
      return (
        measure { _ = step.recorded(batch) }, costs.isEmpty ? nil : measure { _ = step(batch) },
        costs
      )
    }
  }

  /// The median duration of a piece of work that is repeated for some seconds, after once to warm up.
  private static func median(of body: () -> Void, seconds: Double) -> Double {
    body()
    let clock = ContinuousClock()
    let start = clock.now
    var times: [Double] = []
    while times.count < 5 || start.duration(to: clock.now) < .seconds(seconds) {
      times.append(clock.measure(body) / .seconds(1))
    }
    return times.sorted()[times.count / 2]
  }
}
