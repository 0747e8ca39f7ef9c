import UnrollTraining

/// A schedule of the learning rate as lines of Python, which compute a `factor` after so many `steps` and `epochs`.
enum LearningRateText {
  /// The lines; throws where the rule is a user's own, or measured in minutes.
  static func lines(_ schedule: LearningRateSchedule) throws(ExportError) -> [String] {
    guard let lines = lines(schedule.rule) else {
      throw ExportError.schedule(schedule.description)
    }
    return lines
  }

  /// The formulas of ``LearningRateSchedule/Rule``.
  private static func lines(_ rule: LearningRateSchedule.Rule) -> [String]? {
    switch rule {
    case .cosine(let span, let alpha):
      return spans(span).map {
        ["factor = \(alpha) + (1 - \(alpha)) * (1 + math.cos(math.pi * min(1, \($0)))) / 2"]
      }
    case .exponential(let span, let rate, let staircase):
      return spans(span).map {
        ["factor = \(rate) ** \(staircase ? "math.floor(\($0))" : "(\($0))")"]
      }
    case .polynomial(let span, let end, let power):
      return spans(span).map {
        ["factor = \(end) + (1 - \(end)) * (1 - min(1, \($0))) ** \(power)"]
      }
    case .piecewise(let pieces):
      var lines = ["factor = 1.0"]
      for (after, factor) in pieces {
        guard let spans = spans(after) else { return nil }
        lines += ["if \(spans) > 1:", "    factor = \(factor)"]
      }
      return lines
    case .warmedUp(let rule, let span):
      guard let inner = lines(rule), let spans = spans(span) else { return nil }
      return inner + ["factor *= min(1, \(spans))"]
    case .own: return nil
    }
  }

  /// How many spans are over; nil where they are minutes.
  private static func spans(_ span: LearningRateSchedule.Span) -> String? {
    switch span {
    case .steps(let number): "steps / \(number)"
    case .epochs(let number): "epochs / \(number)"
    case .minutes: nil
    }
  }
}
