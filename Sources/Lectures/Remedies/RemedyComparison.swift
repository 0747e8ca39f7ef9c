/// A remedy beside the base network, and what follows.
public struct RemedyComparison: Sendable {
  /// With the remedy.
  public let result: RemedyResult
  /// Without.
  public let without: RemedyResult

  /// Whether it helps; nil of the base itself, and where a training was stopped.
  public var verdict: RemedyVerdict? {
    if result.remedy == .none || result.wasStopped || without.wasStopped { return nil }
    return RemedyVerdict(result.errors, beside: without.errors)
  }

  /// Whether the slide says the same; nil where it says nothing, and where nothing can be told.
  public var agreesWithSlide: Bool? {
    result.remedy.slide.flatMap { verdict?.agrees(with: $0) }
  }

  /// Each result beside the one with nothing done, trained with the same optimiser.
  public static func all(_ results: [RemedyResult]) -> [RemedyComparison] {
    results.compactMap { result in
      results.first { $0.remedy == .none && $0.base == result.base }
        .map { RemedyComparison(result: result, without: $0) }
    }
  }
}

extension RemedyComparison {
  /// What the comparisons say, in sentences that follow from the numbers.
  public static func sentences(_ all: [RemedyComparison]) -> [String] {
    Remedy.Base.allCases.compactMap { sentence($0, all) }
      + [gatedSentence(all), slideSentence(all)].compactMap { $0 }
  }

  private static func sentence(_ base: Remedy.Base, _ all: [RemedyComparison]) -> String? {
    let clauses = RemedyVerdict.allCases.compactMap { verdict -> String? in
      let names = all.filter { $0.result.base == base && $0.verdict == verdict }
        .map(\.result.remedy.rawValue)
      return names.isEmpty ? nil : "\(verdict.plural): \(names.joined(separator: ", "))"
    }
    return clauses.isEmpty ? nil : "With \(base.rawValue) \(clauses.joined(separator: "; "))."
  }

  /// An LSTM begins with gates through which little comes back, and has to learn to keep them open.
  private static func gatedSentence(_ all: [RemedyComparison]) -> String? {
    func lstm(_ base: Remedy.Base) -> RemedyResult? {
      all.first { $0.result.remedy == .lstm && $0.result.base == base }?.result
    }
    guard let sgd = lstm(.sgd), let adam = lstm(.adam) else { return nil }
    let (before, closed, open) = (
      sgd.median(\.reachBefore), sgd.median(\.reachAfter), adam.median(\.reachAfter)
    )
    guard before < 0.01, closed < 0.01, open > 0.1 else { return nil }
    return
      "An untrained LSTM forgets: its reach is \(before.significant(2)). Adam teaches it to "
      + "remember (\(open.significant(2)) after training), SGD does not in as many steps (\(closed.significant(2)))."
  }

  private static func slideSentence(_ all: [RemedyComparison]) -> String? {
    let named = all.filter { $0.verdict != nil && $0.result.remedy.slide != nil }
    guard !named.isEmpty else { return nil }
    let (same, other) = (
      named.count { $0.agreesWithSlide == true }, named.count { $0.agreesWithSlide == false }
    )
    return
      "Of \(named.count) rows that the slide speaks of, \(same) agree with it, \(other) do not, and of "
      + "\(named.count - same - other) it can't be told."
  }
}

extension RemedyVerdict {
  fileprivate var plural: String {
    switch self {
    case .helps: "these help"
    case .doesNotHelp: "these do not"
    case .hurts: "these hurt"
    case .undecided: "of these it can't be told"
    }
  }
}
