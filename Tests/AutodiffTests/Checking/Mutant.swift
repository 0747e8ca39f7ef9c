@testable import UnrollAutodiff

/// A pullback with a mistake.
struct Mutant {
  let site: MutationSite

  /// The mistake in words.
  let name: String

  /// The mistake, at this site only.
  let mistake: Mistake

  /// NaN in place of what the mistake changes. It makes a NaN of whatever is computed from it.
  var poison: Mistake?

  /// What the mistake has changed.
  let trace: Trace

  final class Trace {
    /// Whether any number has changed that the mistake was shown.
    var hasChanged = false

    /// The inputs as the pullback saw them, where they were changed.
    var inputs: [Int: Tensor] = [:]
  }

  /// The subject, the operation and the mistake.
  var title: String { "\(site.subject.name), \(site.type): \(name)" }

  /// What the check makes of a mutant.
  enum Outcome {
    /// The check called it wrong.
    case killed
    /// The check let it pass.
    case survived(GradientReport)
    /// It gives the right gradient, for a reason; nil where none is known.
    case equivalent(Reason?)
  }

  /// Why a mutant gives the right gradient.
  enum Reason: Hashable {
    /// Proof: the numbers after the change are those before it.
    case changesNothing
    /// Proof: with NaN in its place the gradient is the same, bit for bit.
    case isUnused
    /// Proof: the slope of an operation of straight pieces is one number on each piece, and every
    /// element stays on the piece where it was.
    case staysOnItsPiece
    /// A reason stated in ``reasons``, for the mutant of a title.
    case stated(String)
  }

  /// Mutants that must give the right gradient though they change numbers that are used, and why.
  static let reasons: [String: String] = [
    "broadcast, BroadcastTo: upstream rows rotated":
      "the pullback adds these rows up, and a sum has no order",
    "choose (broadcast), Choose: input 0, off by 1%":
      "only whether the mask is above 0 counts, and a hundredth more or less leaves it",
    "choose, Choose: input 0, off by 1%":
      "only whether the mask is above 0 counts, and a hundredth more or less leaves it",
    "clipPullback, ClipPullback: input 1, off by 1%":
      "only the side of the ends counts, and a hundredth more or less leaves it",
    "matmul (broadcast), BroadcastTo: upstream rows rotated":
      "the pullback adds these rows up, and a sum has no order",
    "matmul (broadcast), MatrixProduct: input 0, rows rotated":
      "the pullback of the broadcast behind it adds these rows up, and a sum has no order",
    "mean, Mean: input 0, averaged":
      "every element has the same share of a mean, so the mean of the shares is that share",
    "reluPullback, ReLUPullback: input 1, off by 1%":
      "only the sign of the argument counts, and a hundredth more or less leaves it",
    "relu, ReLU: input 0, is the output":
      "y > 0 exactly where x > 0, and where y = 0 the slope is taken as 0",
  ]

  func outcome() -> Outcome {
    let claimed = site.gradients(with: mistake)
    if zip(claimed, site.gradients).allSatisfy({ $0.isClose(to: $1) }) {
      return .equivalent(reason)
    }
    let report = site.check.report(claimed: claimed)
    return report.verdict == .wrong && report.problems.isEmpty ? .killed : .survived(report)
  }

  private var reason: Reason? {
    if !trace.hasChanged { return .changesNothing }
    if let poison,
      zip(site.gradients(with: poison), site.gradients).allSatisfy({ $0.isIdentical(to: $1) })
    {
      return .isUnused
    }
    if !trace.inputs.isEmpty, site.staysOnItsPieces(trace.inputs) { return .staysOnItsPiece }
    return Self.reasons[title].map { _ in .stated(title) }
  }
}

// How mutants are made: each changes one thing of the one mechanism, `Mistake`, at one site.

extension Mutant {
  /// What the pullback adds to an input is changed; nil where the change has no meaning for its shape.
  static func contribution(
    _ site: MutationSite, _ input: Int, _ name: String, _ change: (Cotangent) -> Cotangent?
  ) -> Mutant? {
    let trace = Trace()
    var changed: [Cotangent] = []
    for right in site.contributions()[input] ?? [] {
      guard let wrong = change(right) else { return nil }
      if !wrong.isEqual(to: right) { trace.hasChanged = true }
      changed.append(wrong)
    }
    guard !changed.isEmpty else { return nil }
    func mistake(_ wrong: @escaping (Int, Cotangent) -> Cotangent) -> Mistake {
      var mistake = Mistake(name)
      var next = 0
      mistake.contribution = { step, index, right in
        guard step.index == site.index, index == input else { return right }
        defer { next = (next + 1) % changed.count }
        return wrong(next, right)
      }
      return mistake
    }
    return Mutant(
      site: site, name: "input \(input), \(name)", mistake: mistake { next, _ in changed[next] },
      poison: mistake { _, right in right.mapNumbers { $0.map { _ in .nan } } ?? right },
      trace: trace)
  }

  /// The same for changes of the numbers alone.
  static func numbers(
    _ site: MutationSite, _ input: Int, _ name: String, _ change: (Tensor) -> Tensor?
  ) -> Mutant? {
    contribution(site, input, name) { $0.mapNumbers(change) }
  }

  /// The cotangent of the results is changed before the pullback sees it.
  static func cotangent(
    _ site: MutationSite, _ name: String, _ change: @escaping (Tensor) -> Tensor?
  ) -> Mutant? {
    guard site.outputShapes.allSatisfy({ change(.ones($0, dtype: .float64)) != nil }) else {
      return nil
    }
    let trace = Trace()
    var mistake = Mistake(name)
    mistake.cotangent = { step, right in
      guard step.index == site.index, let wrong = change(right.value) else { return right }
      if wrong != right.value { trace.hasChanged = true }
      return Variable(wrong)
    }
    return Mutant(site: site, name: name, mistake: mistake, trace: trace)
  }

  /// The pullback sees another value in place of a result.
  static func output(
    _ site: MutationSite, _ name: String,
    _ change: @escaping (_ right: Tensor, _ step: BackwardStep) -> Tensor
  ) -> Mutant {
    let trace = Trace()
    func mistake(_ change: @escaping (Tensor, BackwardStep) -> Tensor) -> Mistake {
      var mistake = Mistake(name)
      mistake.output = { step, right in
        guard step.index == site.index else { return right }
        return Variable(change(right.value, step))
      }
      return mistake
    }
    return Mutant(
      site: site, name: name,
      mistake: mistake { right, step in
        let wrong = change(right, step)
        if wrong != right { trace.hasChanged = true }
        return wrong
      },
      poison: mistake { right, _ in right.map { _ in .nan } }, trace: trace)
  }

  /// The pullback sees another value in place of an input, or of every input.
  static func input(
    _ site: MutationSite, _ input: Int?, _ name: String,
    _ change: @escaping (_ right: Tensor, _ index: Int, _ step: BackwardStep) -> Tensor
  ) -> Mutant {
    let trace = Trace()
    func mistake(_ change: @escaping (Tensor, Int, BackwardStep) -> Tensor) -> Mistake {
      var mistake = Mistake(name)
      mistake.input = { step, index, right in
        guard step.index == site.index, input == nil || index == input else { return right }
        return Variable(change(right.value, index, step))
      }
      return mistake
    }
    return Mutant(
      site: site, name: input.map { "input \($0), \(name)" } ?? name,
      mistake: mistake { right, index, step in
        let wrong = change(right, index, step)
        trace.inputs[index] = wrong
        if wrong != right { trace.hasChanged = true }
        return wrong
      },
      poison: mistake { right, _, _ in right.map { _ in .nan } }, trace: trace)
  }
}

extension Cotangent {
  /// The same numbers in the same place.
  func isEqual(to other: Cotangent) -> Bool {
    switch (self, other) {
    case (.dense(let a), .dense(let b)): a.value == b.value
    case (.region(let a, let i), .region(let b, let j)): i == j && a.value == b.value
    case (.rows(let a, let i), .rows(let b, let j)): i == j && a.value == b.value
    default: false
    }
  }

  /// Other numbers in the same place.
  func mapNumbers(_ change: (Tensor) -> Tensor?) -> Cotangent? {
    switch self {
    case .dense(let part): change(part.value).map { .dense(Variable($0)) }
    case .region(let part, let region): change(part.value).map { .region(Variable($0), region) }
    case .rows(let rows, let indices): change(rows.value).map { .rows(Variable($0), indices) }
    }
  }
}
