import Foundation
import UnrollNumerics

extension LearningRateSchedule {
  /// What a schedule is, so that it can be told to another library too.
  package indirect enum Rule: Sendable {
    /// `α + (1 − α) (1 + cos πs) / 2`, where s goes from 0 to 1 over a span and stays there.
    case cosine(over: Span, alpha: Double)
    /// `rateˢ`, where s counts spans; with a staircase whole ones only.
    case exponential(every: Span, rate: Double, staircase: Bool)
    /// `end + (1 − end) (1 − s)ᵖ`, where s goes from 0 to 1 over a span and stays there.
    case polynomial(over: Span, end: Double, power: Double)
    /// The factor of the last span that is over, 1 before the first.
    case piecewise([(after: Span, factor: Double)])
    /// Another rule, multiplied by what rises from 0 to 1 over a span.
    case warmedUp(Rule, over: Span)
    /// What a user made, with a description.
    case own(String, @Sendable (Moment) -> Double)

    /// What the learning rate is multiplied by at a moment.
    func factor(at moment: Moment) -> Double {
      switch self {
      case .cosine(let span, let alpha):
        let share = min(1, span.share(at: moment))
        return alpha + (1 - alpha) * (1 + cos(Double.pi * share)) / 2
      case .exponential(let span, let rate, let staircase):
        let spans = span.share(at: moment)
        return Double.power(rate, staircase ? spans.rounded(.down) : spans)
      case .polynomial(let span, let end, let power):
        return end + (1 - end) * Double.power(1 - min(1, span.share(at: moment)), power)
      case .piecewise(let pieces):
        return pieces.last { $0.after.share(at: moment) > 1 }?.factor ?? 1
      case .warmedUp(let rule, let span):
        return min(1, span.share(at: moment)) * rule.factor(at: moment)
      case .own(_, let factor):
        return factor(moment)
      }
    }
  }
}

extension LearningRateSchedule.Rule: CustomStringConvertible {
  /// As it is made: `cosineDecay(over: .epochs(30.0), alpha: 0.0)`.
  package var description: String {
    switch self {
    case .cosine(let span, let alpha):
      return "cosineDecay(over: \(span), alpha: \(alpha))"
    case .exponential(let span, let rate, let staircase):
      return "exponentialDecay(every: \(span), rate: \(rate), staircase: \(staircase))"
    case .polynomial(let span, let end, let power):
      return "polynomialDecay(over: \(span), end: \(end), power: \(power))"
    case .piecewise(let pieces):
      let words = pieces.map { "after \($0.after): \($0.factor)" }.joined(separator: ", ")
      return "piecewiseConstant(\(words))"
    case .warmedUp(let rule, let span): return "\(rule).warmedUp(over: \(span))"
    case .own(let description, _): return description
    }
  }
}
