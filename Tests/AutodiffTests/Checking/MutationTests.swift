import Testing
import UnrollNumerics

@testable import UnrollAutodiff

/// What became of the mutants of a subject.
private struct Harvest: Sendable {
  var generated = 0
  var killed: [String: Int] = [:]
  var equivalent: [Mutant.Reason: Int] = [:]
  var withoutPullback: Set<String> = []
  var unusedReasons = Set(Mutant.reasons.keys)
  /// In words, what must not happen.
  var failures: [String] = []

  init() {}

  init(_ subject: CheckSubject) {
    for site in MutationSite.all(of: subject) {
      let mutants = site.mutants()
      if mutants.isEmpty { withoutPullback.insert(site.type) }
      for mutant in mutants {
        generated += 1
        switch mutant.outcome() {
        case .killed: killed[site.type, default: 0] += 1
        case .survived(let report): failures.append("\(mutant.title) survived\n\(report)")
        case .equivalent(let reason?):
          equivalent[reason, default: 0] += 1
          if case .stated(let title) = reason { unusedReasons.remove(title) }
        case .equivalent(nil): failures.append("\(mutant.title) is equivalent for no known reason")
        }
      }
    }
  }

  mutating func add(_ other: Harvest) {
    generated += other.generated
    killed.merge(other.killed, uniquingKeysWith: +)
    equivalent.merge(other.equivalent, uniquingKeysWith: +)
    withoutPullback.formUnion(other.withoutPullback)
    unusedReasons.formIntersection(other.unusedReasons)
    failures += other.failures
  }

  var killedCount: Int { killed.values.reduce(0, +) }
  var equivalentCount: Int { equivalent.values.reduce(0, +) }
}

@Suite struct MutationTests {
  @Test func `every mistake in a pullback is rejected`() async {
    let harvest = await withTaskGroup(of: Harvest.self) { group in
      for subject in CheckSubject.operations { group.addTask { Harvest(subject) } }
      return await group.reduce(into: Harvest()) { $0.add($1) }
    }
    for failure in harvest.failures { Issue.record("\(failure)") }

    print(
      """
      Mutants of \(harvest.killed.count) operations: \(harvest.generated) generated, \
      \(harvest.generated - harvest.equivalentCount) differ from the right gradient, \
      \(harvest.killedCount) killed, \(harvest.equivalentCount) equivalent:
        \(harvest.equivalent[.changesNothing] ?? 0) change no number
        \(harvest.equivalent[.isUnused] ?? 0) change what the gradient does not use
        \(harvest.equivalent[.staysOnItsPiece] ?? 0) leave every element on its straight piece
      """)
    for (title, reason) in Mutant.reasons.sorted(by: <) { print("  \(title): \(reason)") }

    #expect(harvest.killedCount == harvest.generated - harvest.equivalentCount)
    #expect(harvest.killedCount >= 250)
    #expect(harvest.unusedReasons == [], "reasons that no mutant needs")
    // A cut and a comparison pass nothing back: there is nothing to change in them.
    #expect(harvest.withoutPullback == ["Detach", "Compare", "NotEqual", "TokensNotEqual"])
    for (type, count) in harvest.killed { #expect(count >= 5, "\(type)") }
  }

  @Test func `a cut that lets the gradient through is rejected`() {
    let x = Tensor([0.5, -1.25, 2], dtype: .float64)
    let report = checkGradients(at: [x]) { v in (v[0] * apply(LeakyDetach(), v[0])).sum() }
    #expect(report.verdict == .wrong)
  }
}

/// `y = x`, as `detach` computes it, but with a gradient.
private struct LeakyDetach: UnaryOperation {
  var name: String { "leakyDetach" }

  func forward(_ x: Tensor) -> Tensor { x }

  func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? { x.map { Number($0.real) } }

  func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy }
}
