/// What a wrong gradient's error looks like, in a sentence that tells where to look.
///
/// Two kinds of evidence are weighed. A mistake in the backward pass, made on purpose, may lead to
/// exactly the numbers that were claimed; and the wrong gradients by themselves may be related to the
/// right ones in a known way. One explanation for everything is stated; several are listed; and where
/// different inputs need different ones, each is given its own, as candidates.
struct Diagnosis {
  let sentences: [String]

  /// The diagnosis for gradients that were claimed, or for the tape's own.
  init(_ rows: [GradientReport.Row], _ recording: Recording, isClaimed: Bool) {
    let wrong = rows.indices.filter { rows[$0].verdict == .wrong }
    guard !wrong.isEmpty else {
      sentences = []
      return
    }
    let signatures = Dictionary(uniqueKeysWithValues: wrong.map { ($0, Signature.of(rows[$0])) })

    if !isClaimed {
      sentences = Self.wrongEntries(recording.tape)
      return
    }

    // The same plain relation in all of several wrong gradients says it best.
    if let shared = Self.shared(wrong.map { signatures[$0] ?? nil }),
      wrong.count > 1 || rows.count == 1
    {
      let names = wrong.map { rows[$0].name }.joined(separator: ", ")
      let whole = wrong.count == rows.count ? "every gradient" : "each gradient for \(names)"
      sentences = ["This looks as if \(whole) \(shared)."]
      return
    }

    let alone = wrong.count == 1 ? signatures[wrong[0]] ?? nil : nil
    let mistakes = Self.matches(rows, wrong, recording, triesTime: alone?.isDefinite != true)
    let explanations =
      mistakes.filter { $0.explained == Set(rows.indices) }.map(\.name)
      + (alone.map { ["the gradient for \(rows[wrong[0]].name) \($0.text)"] } ?? [])
    if explanations.count == 1 {
      sentences = ["This is what comes out when \(explanations[0])."]
    } else if !explanations.isEmpty {
      sentences = ["This may be one of several mistakes:"] + explanations.map { "- \($0)" }
    } else {
      sentences = Self.candidates(rows, wrong, signatures.compactMapValues { $0?.text }, mistakes)
    }
  }

  /// The tape's own gradient is wrong: the entries whose pullback or value is, checked one by one.
  private static func wrongEntries(_ tape: Tape) -> [String] {
    let failed = tape.checkEntries().filter { !$0.passed }
    guard let first = failed.first else {
      return ["Every entry is right by itself; look for what is missing between them."]
    }
    let others = failed.count > 1 ? ", and \(failed.count - 1) more" : ""
    return ["The first wrong entry: \(first)\(others)."]
  }

  /// A mistake and the inputs for which it leads to the claimed numbers.
  private struct Match {
    let name: String
    let explained: Set<Int>
  }

  /// The mistakes that lead to the claimed numbers for at least one wrong input. Those that concern one
  /// time step are many, and tried only where none that concerns all explains everything.
  private static func matches(
    _ rows: [GradientReport.Row], _ wrong: [Int], _ recording: Recording, triesTime: Bool
  ) -> [Match] {
    let structure = RecurrentStructure(recording.tape, recording.sources)
    let right = recording.gradients()
    func tried(_ mistakes: [Mistake]) -> [Match] {
      mistakes.compactMap { mistake in
        let gradients = recording.tape.gradient(
          of: recording.target, for: recording.sources, with: mistake)
        if gradients == right { return nil }  // changes nothing here, so it explains nothing
        let explained = Set(rows.indices.filter { isEqual(rows[$0], gradients[$0]) })
        return explained.isDisjoint(with: wrong)
          ? nil : Match(name: mistake.name, explained: explained)
      }
    }
    let everywhere = tried(structure.mistakesEverywhere(recording.tape))
    let isExplained = everywhere.contains { $0.explained == Set(rows.indices) }
    if isExplained || !triesTime { return everywhere }
    return everywhere + tried(structure.mistakesInTime(recording.tape))
  }

  /// Whether a claimed gradient is what a mistake gives, up to rounding; a mistake that changes no more
  /// than the claim is off by explains nothing.
  private static func isEqual(_ row: GradientReport.Row, _ gradient: Tensor) -> Bool {
    let relative = row.verdict == .wrong ? min(1e-7, row.largestRelativeError / 10) : 1e-7
    return zip(zip(row.analytic.elements, gradient.elements), row.spread.elements).allSatisfy {
      pair, spread in
      (pair.0 - pair.1).magnitude <= relative * pair.1.magnitude + 8 * spread
    }
  }

  /// No single explanation: what each wrong input looks like by itself.
  private static func candidates(
    _ rows: [GradientReport.Row], _ wrong: [Int], _ signatures: [Int: String], _ matches: [Match]
  ) -> [String] {
    let lines = wrong.compactMap { index -> String? in
      let names = matches.filter { $0.explained.contains(index) }.map(\.name)
      let all = (signatures[index].map { ["it \($0)"] } ?? []) + names
      return all.isEmpty
        ? nil : "- \(rows[index].name): \(all.prefix(4).joined(separator: "; or "))"
    }
    guard !lines.isEmpty else {
      if wrong.allSatisfy({ rows[$0].isNearlyRight }) {
        return [
          "What is wrong is right to five digits. Did it, or the point, pass through float32?"
        ]
      }
      return [
        """
        No known mistake explains this. Begin with the first wrong input, and with the element shown.
        """
      ]
    }
    return ["No single mistake explains this; there may be several. Candidates:"] + lines
  }

  /// The relation that all wrong gradients have, if they have one.
  private static func shared(_ signatures: [Signature?]) -> String? {
    guard let first = signatures.first??.text else { return nil }
    return signatures.allSatisfy { $0?.text == first } ? first : nil
  }
}
