import UnrollNumerics

/// How an optimiser's learning rate changes while it trains: a factor for each moment.
///
/// Steps that are large find the valley, and steps that shrink come to rest in it. The functions are Keras's
/// (`CosineDecay`, `ExponentialDecay`, `PolynomialDecay`, `PiecewiseConstantDecay`); a span is in steps, as there,
/// or in epochs or minutes.
///
/// ```swift
/// Adam(learningRate: 0.003, schedule: .cosineDecay(over: .epochs(30)))
/// ```
///
/// The factor follows from where the training is, so one that is resumed goes on with the rate that it had.
public struct LearningRateSchedule: Sendable, CustomStringConvertible {
  /// Where a training is before a step.
  public struct Moment: Sendable {
    /// The number of steps taken.
    public var steps: Int
    /// How often the data were gone through; 2.5 is amid the third time.
    public var epochs: Double
    /// The seconds that the training has taken.
    public var seconds: Double

    /// A moment; before the first step unless said otherwise.
    public init(steps: Int = 0, epochs: Double = 0, seconds: Double = 0) {
      self.steps = steps
      self.epochs = epochs
      self.seconds = seconds
    }
  }

  /// A part of a training, by what it is measured in.
  public enum Span: Sendable, Equatable {
    /// So many steps of the optimiser.
    case steps(Int)
    /// So many times through the data.
    case epochs(Double)
    /// So many minutes of training; its numbers then depend on how fast the machine is.
    case minutes(Double)
  }

  /// By what rule the rate changes.
  package let rule: Rule

  /// A rule of your own: what the learning rate is multiplied by at a moment.
  public init(_ description: String, factor: @escaping @Sendable (Moment) -> Double) {
    rule = .own(description, factor)
  }

  private init(_ rule: Rule) { self.rule = rule }

  /// What it does, in words: a training is resumed with the same.
  public var description: String { rule.description }

  /// What the learning rate is multiplied by at a moment: 0 or more.
  public func factor(at moment: Moment) -> Double { rule.factor(at: moment) }
}

extension LearningRateSchedule {
  /// Down along half a cosine, fast in the middle: `α + (1 − α) (1 + cos πs) / 2`, where s goes from 0 to 1 over
  /// a span and stays there (Loshchilov & Hutter 2017).
  ///
  /// Stops with a sentence where the span is not above 0, or α is not from 0 to 1.
  public static func cosineDecay(over span: Span, alpha: Double = 0) -> LearningRateSchedule {
    span.requirePositive("cosineDecay")
    require(
      (0...1).contains(alpha), "cosineDecay: got an alpha of \(alpha); expected one from 0 to 1")
    return LearningRateSchedule(.cosine(over: span, alpha: alpha))
  }

  /// By the same factor in each span: `rateˢ`, where s counts spans; with a `staircase` whole ones only.
  ///
  /// Stops with a sentence where the span is not above 0 or the rate is negative.
  public static func exponentialDecay(
    every span: Span, rate: Double, staircase: Bool = false
  ) -> LearningRateSchedule {
    span.requirePositive("exponentialDecay")
    requireFactor(rate, "exponentialDecay: got a rate")
    return LearningRateSchedule(.exponential(every: span, rate: rate, staircase: staircase))
  }

  /// From 1 to `end` over a span: `end + (1 − end) (1 − s)ᵖ` with the power p, a straight line unless it is
  /// given.
  ///
  /// Stops with a sentence where span or power is not above 0, or `end` is negative.
  public static func polynomialDecay(
    over span: Span, end: Double = 0, power: Double = 1
  ) -> LearningRateSchedule {
    span.requirePositive("polynomialDecay")
    requireFactor(end, "polynomialDecay: got an end")
    require(
      power > 0 && power.isFinite,
      "polynomialDecay: got a power of \(power); expected one above 0")
    return LearningRateSchedule(.polynomial(over: span, end: end, power: power))
  }

  /// 1 at first, and another factor after each of some spans, which all count from the beginning:
  /// `.piecewiseConstant([(.epochs(10), 0.1), (.epochs(20), 0.01)])`.
  ///
  /// They are given in their order, and the last one that is over counts. Stops with a sentence where a
  /// span is not above 0 or a factor is negative.
  public static func piecewiseConstant(
    _ pieces: [(after: Span, factor: Double)]
  ) -> LearningRateSchedule {
    for piece in pieces {
      piece.after.requirePositive("piecewiseConstant")
      requireFactor(piece.factor, "piecewiseConstant: got a factor")
    }
    return LearningRateSchedule(.piecewise(pieces))
  }

  /// The same, multiplied by what rises from 0 to 1 in a straight line over a span at the beginning.
  ///
  /// Stops with a sentence where the span is not above 0.
  public func warmedUp(over span: Span) -> LearningRateSchedule {
    span.requirePositive("warmedUp")
    return LearningRateSchedule(.warmedUp(rule, over: span))
  }

  private static func requireFactor(_ factor: Double, _ what: String) {
    require(factor >= 0 && factor.isFinite, "\(what) of \(factor); expected 0 or more")
  }
}

extension LearningRateSchedule.Span: CustomStringConvertible {
  /// As it is written: `.steps(100)`.
  public var description: String {
    switch self {
    case .steps(let number): ".steps(\(number))"
    case .epochs(let number): ".epochs(\(number))"
    case .minutes(let number): ".minutes(\(number))"
    }
  }

  /// How many such spans are over at a moment.
  func share(at moment: LearningRateSchedule.Moment) -> Double {
    switch self {
    case .steps(let number): Double(moment.steps) / Double(number)
    case .epochs(let number): moment.epochs / number
    case .minutes(let number): moment.seconds / (60 * number)
    }
  }

  fileprivate func requirePositive(_ schedule: String) {
    let isPositive =
      switch self {
      case .steps(let number): number > 0
      case .epochs(let number), .minutes(let number): number > 0 && number.isFinite
      }
    require(isPositive, "\(schedule): got a span of \(self); expected one above 0")
  }
}

extension Optimizer {
  /// The optimiser with the learning rate of a moment.
  func scheduled(at moment: LearningRateSchedule.Moment) -> any Optimizer {
    guard let schedule else { return self }
    let factor = schedule.factor(at: moment)
    require(
      factor >= 0 && factor.isFinite,
      "\(schedule): gave a factor of \(factor) at step \(moment.steps); expected 0 or more")
    var scheduled = self
    scheduled.learningRate *= factor
    return scheduled
  }
}
