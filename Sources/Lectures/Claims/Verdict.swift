/// What recomputing a claim of the lectures has shown.
public enum Verdict: String, Sendable, CaseIterable {
  /// The claim holds; a published training result is met within a factor of 1.3 either way.
  case reproduced = "reproduced"
  /// The error is below the published one by more than a factor of 1.3.
  case betterThanPublished = "better than published"
  /// The claim does not hold; the finding gives the reason and the right value.
  case refuted = "refuted"
  /// The claim can be recomputed only with a file that is not here; the finding names it.
  case needsData = "needs data"
  /// What was measured does not decide; the finding gives it.
  case undecided = "can't be told"
  /// The claim should have come out and did not: a failure of ours.
  case failed = "failed"

  /// The verdict on a training result: other random weights than the lecture's may move it by 1.3.
  public static func onTraining(_ ours: Double, published: Double) -> Verdict {
    guard ours <= published * 1.3 else { return .failed }  // also where either is not a number
    return ours < published / 1.3 ? .betterThanPublished : .reproduced
  }

  /// The verdict on a statement that either holds or does not.
  static func holds(_ condition: Bool) -> Verdict { condition ? .reproduced : .failed }
}
