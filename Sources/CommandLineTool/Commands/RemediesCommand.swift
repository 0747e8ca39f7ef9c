import Unroll
import UnrollConsole

/// `unroll remedies`: what helps against unstable gradients, why clipping does, and why a sum does.
struct RemediesCommand: Command {
  static let only = Option(
    repeated: "only", "PART", .choice(Part.allCases.map(\.rawValue)),
    help: "Only this part; may be given several times.")
  static let search = Option(
    flag: "search",
    help: "Look for the best learning rate of each remedy again, which takes minutes.")

  /// What is shown.
  enum Part: String, CaseIterable {
    case table, cliff, track
  }

  /// The study with a seed, and the remedies; a test takes less of both.
  var study: @Sendable (_ seed: UInt64) -> RemedyStudy = { RemedyStudy(seed: $0) }
  var remedies = Remedy.allCases

  let name = "remedies"
  let summary = "Try what is said to help against unstable gradients, one thing at a time."
  let discussion = """
    A SimpleRNN has to remember a number through 49 steps of noise. Trained with SGD it mostly fails. The \
    table changes one thing at a time, trains with three seeds, and says whether that helps, beside what the \
    slide says (003:222); then the same with Adam in place of SGD.

    The cliff is the loss of a single unit after fifty steps, over its two weights: plain descent is thrown \
    off at the wall, clipped descent is not. The track compares the gradient along a sum with that along \
    tanh. Takes about half a minute. Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] { [Self.only, Self.search] + Shared.all }
  let examples = [
    Example("remedies", "The tables, and the figures in unroll-out/."),
    Example("remedies --only cliff --only track", "What needs no training."),
    Example("remedies --json remedies.json", "The table for another program."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let names = arguments[Self.only]
    let parts = Part.allCases.filter { names.isEmpty || names.contains($0.rawValue) }
    var figures: [(name: String, figure: Figure)] = []
    for part in parts where !console.interrupt.isRequested || part != .table {
      // The report has one table: that of the first part shown.
      let show = { (table: Table) in
        if part == parts[0] { return try console.report(table, arguments) }
        console.print(table.text(width: console.windowWidth, style: console.style))
      }
      switch part {
      case .table: figures += try showTable(arguments, console, show)
      case .cliff: figures += try showCliff(console, show)
      case .track: figures += try showTrack(arguments, console, show)
      }
      console.print()
    }
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figures)
    console.print(folder.whereabouts(ofFigures: figures.count))
    if console.interrupt.isRequested {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }

  private typealias Figures = [(name: String, figure: Figure)]
  private typealias Show = (Table) throws -> Void

  // MARK: - The parts

  private func showTable(
    _ arguments: ParsedArguments, _ console: Console, _ show: Show
  ) throws -> Figures {
    let study = study(arguments[Shared.seed])
    var results: [RemedyResult] = []
    for base in Remedy.Base.allCases {
      for remedy in Remedy.compared(with: base)
      where remedies.contains(remedy) && !console.interrupt.isRequested {
        console.print(console.style(.dim, "Training with \(base.rawValue): \(remedy.rawValue)"))
        let watch = { (_: UInt64) in
          TrainingWatch(observers: [StopWhen { console.interrupt.isRequested }])
        }
        results.append(
          arguments[Self.search]
            ? study.search(remedy, base, watch: watch) : study.run(remedy, base, watch: watch))
      }
    }
    let comparisons = RemedyComparison.all(results)
    console.print()
    try show(Self.table(comparisons))
    console.print()
    print([Self.reading] + RemedyComparison.sentences(comparisons), console)
    return [("remedies", RemedyStudy.figure(results))]
  }

  private func showCliff(_ console: Console, _ show: Show) throws -> Figures {
    let cliff = Cliff()
    let thrown = cliff.descent()
    let clipped = cliff.descent(clipping: .norm(cliff.bound))
    let rows =
      Cliff.landmarks(thrown).map { CliffRow(path: "not clipped", landmark: $0) }
      + Cliff.landmarks(clipped).map { CliffRow(path: "clipped by norm", landmark: $0) }
    try show(Self.table(rows))
    console.print()
    print([cliff.sentence(thrown: thrown, clipped: clipped)], console)
    return [("cliff", cliff.figure(thrown: thrown, clipped: clipped))]
  }

  private func showTrack(
    _ arguments: ParsedArguments, _ console: Console, _ show: Show
  ) throws -> Figures {
    let curves = AddingTrack(seed: arguments[Shared.seed]).curves()
    try show(Self.table(curves))
    return [("remedies-track", AddingTrack.figure(curves))]
  }

  private func print(_ sentences: [String], _ console: Console) {
    for sentence in sentences {
      console.say(sentence)
    }
  }

  /// What a newcomer should see in the table.
  private static let reading = """
    Errors are shares of the answers' variance: 1 is no better than always the same answer, ∞ a training that \
    diverged. Explosions are steps whose gradient was above ten times the median; reach is ‖∂L/∂h₁‖ beside \
    ‖∂L/∂h₅₀‖. A remedy helps where all its errors are below all with nothing done and the \
    median by a factor of more than 1.3; all below all comes by chance once in twenty times. Every row has the learning rate it does best with.
    """
}

// MARK: - The tables

extension RemediesCommand {
  private static func table(_ comparisons: [RemedyComparison]) -> Table {
    Table(
      rows: comparisons,
      columns: [
        Column("With", key: "base") { .text($0.result.base.rawValue) },
        Column("Remedy", key: "remedy") { .text($0.result.remedy.rawValue) },
        Column("Weights", key: "parameters") { .integer($0.result.parameters) },
        Column("Rate", key: "rate", .upTo(3)) { .number($0.result.rate) },
        Column("Error", key: "median", .significant(3)) { .number($0.result.median) },
        Column("from", key: "lowest", .significant(3)) { .optional($0.result.errors.min()) },
        Column("to", key: "highest", .significant(3)) { .optional($0.result.errors.max()) },
        Column("Explosions", key: "explosions", .upTo(4)) {
          .number($0.result.median { Double($0.explosions) })
        },
        Column("Reach before", key: "reachBefore", .scientific(0)) {
          .number($0.result.median(\.reachBefore))
        },
        Column("after", key: "reachAfter", .scientific(0)) {
          .number($0.result.median(\.reachAfter))
        },
        Column("Verdict", key: "verdict", tint: { $0.tint }) { .optional($0.words) },
        Column("Slide", key: "slide") { .optional($0.result.remedy.slide?.rawValue) },
        Column("Agrees", key: "agrees") { $0.agreesWithSlide.map(Cell.bool) ?? .none },
      ])
  }

  private struct CliffRow {
    let path: String
    let landmark: (name: String, point: Cliff.Point)
  }

  private static func table(_ rows: [CliffRow]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Descent", key: "path") { .text($0.path) },
        Column("Where", key: "place") { .text($0.landmark.name) },
        Column("Step", key: "step") { .integer($0.landmark.point.step) },
        Column("w", key: "w", .fixed(3)) { .number($0.landmark.point.weights.w) },
        Column("b", key: "b", .fixed(3)) { .number($0.landmark.point.weights.b) },
        Column("Loss", key: "loss", .scientific(1)) { .number($0.landmark.point.loss) },
        Column("‖gradient‖", key: "gradientNorm", .scientific(1)) {
          .number($0.landmark.point.gradientNorm)
        },
      ])
  }

  private static func table(_ curves: [AddingTrack.Curve]) -> Table {
    Table(
      rows: curves,
      columns: [Column("State", key: "equation") { .text($0.equation) }]
        + [1, 10, 50, 100].map { distance in
          Column("\(distance) back", key: "back\(distance)", .scientific(1)) {
            .number($0.norms[distance])
          }
        })
  }
}

extension RemedyComparison {
  fileprivate var words: String? { result.wasStopped ? "stopped" : verdict?.rawValue }

  fileprivate var tint: Style.Tint? {
    switch verdict {
    case .helps: .green
    case .hurts: .red
    case .undecided: .yellow
    case .doesNotHelp, nil: nil
    }
  }
}
