import Unroll
import UnrollConsole

/// `unroll check`: the gradient of every operation, loss and layer, against an exact one.
struct CheckCommand: Command {
  static let operations = Option(
    repeated: "operation", "NAME", .text,
    help: "Only this operation, loss or layer with its variants, for example matmul.")

  /// What is checked; a test brings something wrong.
  var subjects =
    CheckSubject.operations + CheckSubject.losses + CheckSubject.wordVectors + CheckSubject.layers

  let name = "check"
  let summary = "Check the gradient of every operation, loss and layer."
  let discussion = """
    Gradients computed by the tape are compared, element by element, with exact ones: complex steps \
    through the formulas of the forward pass, without any backward pass. Order 1 is the gradient, \
    order 2 the gradient of the gradient's projection on a fixed direction.

    The largest error is relative to the element it is in, however small that is. Above 1e-9 (order 1) \
    or 1e-7 (order 2), beyond what rounding is measured to do there, it is called wrong. The seed \
    decides the point at which gradients are checked.

    Begin with the topmost wrong row: what stands below is often built of it.
    """
  var accepts: [any Declaration] { [Self.operations, Shared.seed, Shared.json] }
  let examples = [
    Example("check", "Everything."),
    Example("check --operation tanh", "One operation."),
    Example("check --operation SimpleRNN --seed 7", "A layer with its variants, at another point."),
  ]

  func advice(on word: String) -> String? {
    if word == "--in" { return "To check an exercise, write unroll check-exercise 01 --in DIR." }
    return word.hasPrefix("-") ? nil : "To check an exercise, write unroll check-exercise \(word)."
  }

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let subjects = try chosen(arguments[Self.operations])
    console.interrupt.listen()
    var rows: [Row] = []
    for subject in subjects {
      for order in [1, 2] {
        if console.interrupt.isRequested { throw CommandFailure.interrupted() }
        let report = subject.report(order: order, seed: arguments[Shared.seed])
        rows.append(Row(subject: subject.name, order: order, report: report))
      }
    }
    try console.report(Self.table(rows), arguments)
    let wrong = rows.filter { $0.report.verdict == .wrong }
    let first = wrong.filter { $0.order == 1 }
    for row in first.isEmpty ? wrong : first {
      console.print()
      console.print(console.style(.bold, "\(row.subject), order \(row.order)"))
      console.print(row.report.description)
    }
    if !first.isEmpty && first.count < wrong.count {
      console.print()
      console.print("Order 2 is computed from order 1, so only order 1 is shown in detail.")
    }
    console.print()
    console.print("\(rows.count - wrong.count) of \(rows.count) gradients are right.")
    if !wrong.isEmpty {
      throw CommandFailure.checkFailed("\(wrong.count) of \(rows.count) gradients are wrong")
    }
  }

  private struct Row: Sendable {
    let subject: String
    let order: Int
    let report: GradientReport
  }

  /// The subjects with the given names: `matmul` stands for `matmul (batched)` and the others too, and
  /// `meanSquaredError` for the loss of that name as well.
  func chosen(_ names: [String]) throws -> [CheckSubject] {
    if names.isEmpty { return subjects }
    return try names.flatMap { name -> [CheckSubject] in
      let found = subjects.filter { subject in
        let titles = [subject.name, subject.family, Self.withoutPrefix(subject.family)]
        return titles.contains { $0.lowercased() == name.lowercased() }
      }
      guard !found.isEmpty else {
        var families: [String] = []
        for subject in subjects where !families.contains(Self.withoutPrefix(subject.family)) {
          families.append(Self.withoutPrefix(subject.family))
        }
        let guess = didYouMean(name, families)
        throw CommandFailure(
          .wrongUsage,
          "there is no operation, loss or layer \(quoted(name))."
            + (guess.isEmpty ? " There are \(families.joined(separator: ", "))." : guess)
            + "\nSee 'unroll check --help'.")
      }
      return found
    }
  }

  /// `Loss.meanSquaredError` is also known by its last word.
  private static func withoutPrefix(_ family: String) -> String {
    family.split(separator: ".").last.map(String.init) ?? family
  }

  private static func table(_ rows: [Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Subject", key: "subject") { .text($0.subject) },
        Column("Order", key: "order") { .integer($0.order) },
        Column("Largest error", key: "largestRelativeError", .scientific(1)) {
          .number($0.report.largestDifference)
        },
        Column("Verdict", key: "verdict", tint: { $0.report.verdict.tint }) {
          .text($0.report.verdict.rawValue)
        },
      ])
  }
}

extension GradientVerdict {
  var tint: Style.Tint {
    switch self {
    case .correct, .zero: .green
    case .undecidable, .kink: .yellow
    case .wrong: .red
    }
  }
}
