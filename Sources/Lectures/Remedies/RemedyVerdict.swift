import UnrollNumerics

/// Whether a remedy helps, from the errors of a few seeds with it and without.
///
/// A difference counts where the ranges lie apart and the medians differ by more than a factor of 1.3, which is
/// what the course allows other random weights. Three errors that all lie below three others do so by
/// chance once in twenty times, 3! 3! / 6!.
public enum RemedyVerdict: String, CaseIterable, Sendable {
  /// Every seed's error is below every error without, and the median by more than 1.3.
  case helps = "helps"
  /// The medians differ by no more than 1.3.
  case doesNotHelp = "does not help"
  /// Every seed's error is above every error without, and the median by more than 1.3.
  case hurts = "hurts"
  /// The medians differ by more than 1.3, but the ranges overlap.
  case undecided = "can't be told"

  /// The verdict on errors with a remedy beside those without; a training that diverged has an infinite one.
  public init(_ errors: [Double], beside others: [Double]) {
    guard let (low, high) = Self.range(errors), let (otherLow, otherHigh) = Self.range(others)
    else {
      self = .undecided
      return
    }
    let (ours, theirs) = (RemedyVerdict.median(errors), RemedyVerdict.median(others))
    if ours == theirs || (ours <= theirs * 1.3 && theirs <= ours * 1.3) {
      self = .doesNotHelp
    } else if high < otherLow {
      self = .helps
    } else if low > otherHigh {
      self = .hurts
    } else {
      self = .undecided
    }
  }

  /// Whether the slide says the same; nil where nothing can be told. What hurts does not help.
  public func agrees(with slide: Remedy.Slide) -> Bool? {
    self == .undecided ? nil : (self == .helps) == (slide == .helps)
  }

  /// The middle error, of two in the middle their mean.
  static func median(_ errors: [Double]) -> Double {
    let sorted = errors.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private static func range(_ errors: [Double]) -> (low: Double, high: Double)? {
    guard let low = errors.min(), let high = errors.max(), !errors.contains(where: \.isNaN) else {
      return nil
    }
    return (low, high)
  }
}
