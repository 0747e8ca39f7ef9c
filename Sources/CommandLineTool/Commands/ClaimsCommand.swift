import Foundation
import Unroll
import UnrollConsole

/// `unroll claims`: every statement of the lectures that the project recomputes, with its verdict.
struct ClaimsCommand: Command {
  static let ids = Argument(
    repeated: "ID", .text, help: "Only these claims, for example K12; all where none is named.")

  static let data = Option(
    "data", "PATH", .text, isSingle: true,
    help: """
      The film reviews that H6 to H8, H12, H13 and W3 are about, as for unroll imdb; for H7 with \
      glove.6B.50d.txt or the like beside them.
      """)

  let name = "claims"
  let summary = "Recompute the lectures' claims and state a verdict on each."
  let discussion = """
    The five lectures make claims: equations, parameter counts, errors of trained networks. Each is \
    computed anew and found reproduced, better than published, or refuted with the reason; some need \
    data that has to be fetched first. The networks of LAB01, two that forecast ten steps ahead and several \
    small ones are trained on the way, which takes about a minute. Claims about film reviews need the file \
    they name, and are computed where --data or UNROLL_DATA says where it is; that takes another half minute.

    A slide is given as lecture:line, so 000:745 is line 745 of lecture 000. A letter behind a claim's \
    name marks a second statement of the same slide; K13 stands for K13 and K13b.
    """
  var accepts: [any Declaration] { [Self.ids, Self.data, Shared.seed, Shared.json] }
  let examples = [
    Example("claims", "All claims."),
    Example("claims K12 S5", "Two of them."),
    Example("claims H6 W3 --data aclImdb", "What the lectures measured on film reviews."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let claims = try Self.chosen(arguments[Self.ids])
    console.interrupt.listen()
    let laboratory = ClaimLaboratory(
      seed: arguments[Shared.seed], data: arguments[Self.data] ?? Self.reviewsOnDisk
    ) { model, seed in
      console.print(console.style(.dim, "Training \(model), seed \(seed)"))
      return console.watch()
    }
    var rows: [Row] = []
    for claim in claims {
      let finding = try claim.check(laboratory)
      if console.interrupt.isRequested { break }
      rows.append(Row(claim: claim, finding: finding))
    }
    if rows.isEmpty { throw CommandFailure.interrupted() }
    try console.report(Self.table(rows), arguments)
    if console.interrupt.isRequested {
      console.print("Ended early, as asked, after \(rows.count) of \(claims.count) claims.")
    }
    let failed = rows.filter { $0.finding.verdict == .failed }.map(\.claim.id)
    if !failed.isEmpty {
      throw CommandFailure.checkFailed(
        "claims that did not come out: \(failed.joined(separator: ", "))")
    }
  }

  /// The folder that the environment variable UNROLL_DATA names, if the film reviews are in it.
  private static var reviewsOnDisk: String? {
    guard let folder = ProcessInfo.processInfo.environment["UNROLL_DATA"] else { return nil }
    let hasReviews = ["imdb_train.tsv", "aclImdb"].contains {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)")
    }
    return hasReviews ? folder : nil
  }

  struct Row: Sendable {
    let claim: Claim
    let finding: Claim.Finding
  }

  /// The claims with the given ids; `K13` stands for K13 and K13b.
  static func chosen(_ ids: [String]) throws -> [Claim] {
    if ids.isEmpty { return Claim.all }
    var seen: Set<String> = []
    return try ids.flatMap { id -> [Claim] in
      let found = Claim.all.filter {
        $0.id.lowercased().hasPrefix(id.lowercased())
          && $0.id.dropFirst(id.count).allSatisfy(\.isLetter)
      }
      guard !found.isEmpty else {
        throw CommandFailure(
          .wrongUsage,
          "there is no claim \(id); the claims are \(Claim.all.map(\.id).joined(separator: ", "))")
      }
      return found.filter { seen.insert($0.id).inserted }
    }
  }

  static func table(_ rows: [Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Claim", key: "id") { .text($0.claim.id) },
        Column("Statement", key: "statement") { .text($0.claim.statement) },
        Column("Slide", key: "slide") { .text($0.claim.source) },
        Column("Lecture", key: "lecture", .upTo(5), alignment: .left) { $0.claim.lecture.cell },
        Column("Ours", key: "ours", .upTo(5), alignment: .left) { $0.finding.ours.cell },
        Column("Verdict", key: "verdict", tint: { $0.finding.verdict.tint }) {
          .text($0.finding.verdict.rawValue)
        },
        Column("Shown by", key: "command", isPrinted: false) { .text($0.claim.command) },
      ])
  }
}

extension Claim.Value {
  var cell: Cell {
    switch self {
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    }
  }
}
