/// A7: what the slide says of remedies against unstable gradients, each beside SGD and beside Adam (003:222).
enum RemedyFindings {
  /// What some remedies of one kind come to together: it helps where one of them does, and nothing can be told
  /// where none does and of one it can't be told.
  static func together(_ verdicts: [RemedyVerdict]) -> RemedyVerdict {
    if verdicts.contains(.helps) { return .helps }
    return verdicts.isEmpty || verdicts.contains(.undecided) ? .undecided : .doesNotHelp
  }

  /// The finding on remedies of one kind.
  static func finding(_ comparisons: [RemedyComparison]) -> Claim.Finding {
    let verdicts = comparisons.compactMap(\.verdict)
    guard let slide = comparisons.first?.result.remedy.slide, verdicts.count == comparisons.count
    else { return Claim.Finding(.text("training was stopped"), .failed) }
    let words = comparisons.map { comparison in
      let (ours, without) = (comparison.result, comparison.without)
      return "\(ours.remedy.name(ours.base)) \(comparison.verdict?.rawValue ?? "") "
        + "(\(ours.median.significant(2)), without \(without.median.significant(2)))"
    }
    let agrees = together(verdicts).agrees(with: slide)
    return Claim.Finding(
      .text(words.joined(separator: "; ")),
      agrees.map { $0 ? .reproduced : .refuted } ?? .undecided)
  }

  /// The statements of the slide, each with the remedies that it speaks of.
  static let kinds: [(id: String, statement: String, remedies: [Remedy])] = [
    ("A7", "ReLU does not help against unstable gradients", [.relu]),
    ("A7b", "Nor where its recurrent weights begin as the identity", [.reluWithIdentity]),
    ("A7c", "Batch normalization does not help against unstable gradients", [.batchNormalization]),
    ("A7d", "Good parameter initialization helps", [.orthogonal, .identity]),
    ("A7e", "Faster optimizers help", [.momentum, .rmsprop, .adam]),
    ("A7f", "Dropout helps", [.dropout, .recurrentDropout]),
  ]
}

extension Claim {
  /// The claims on remedies, the networks trained once for all of them.
  static let remedies: [Claim] = RemedyFindings.kinds.map { kind in
    let slide = kind.remedies.first?.slide ?? .helps
    return Claim(
      kind.id, kind.statement, source: slide == .helps ? "003:223" : "003:222",
      lecture: .text(slide.rawValue), command: "unroll remedies"
    ) { lab in
      let pairs = Remedy.Base.allCases.flatMap { base in
        kind.remedies.filter(Remedy.compared(with: base).contains).map { ($0, base) }
      }
      return RemedyFindings.finding(
        pairs.map {
          RemedyComparison(result: lab.remedy($0, $1), without: lab.remedy(.none, $1))
        })
    }
  }
}
