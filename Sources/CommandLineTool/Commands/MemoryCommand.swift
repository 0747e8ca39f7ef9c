import Unroll
import UnrollConsole

/// `unroll memory`: how far back recurrent cells can remember, on tasks that were made to find out.
struct MemoryCommand: Command {
  static let task = Option(
    "task", "NAME", .choice(MemoryTasks.all.map(\.name)), default: "adding",
    help: "What has to be remembered.")
  static let lengths = Option(
    "lengths", "N,N", .ints(in: MemoryTasks.shortest...1000), default: MemoryStudy.lengths,
    help: "Over how many steps.")
  static let cells = Option(
    "cells", "NAME,NAME", .choices(MemoryCell.allCases.map(\.slug)),
    default: MemoryCell.allCases.map(\.slug), help: "Which cells are trained.")
  static let budget = Option(
    "budget", "STEPS", .positiveInt, default: MemoryStudy.budget,
    help: "The most steps that a training takes, each on 32 new sequences.")

  /// The learning rates that are tried; a test tries one.
  var learningRates = MemoryStudy.learningRates

  let name = "memory"
  let summary = "Find out how far back SimpleRNN, LSTM and GRU remember."
  let discussion = """
    Three tasks of the literature that need memory and nothing else. adding: two of T numbers are marked, \
    and their sum is asked for. copying: ten symbols are to be written down T steps after they were read. \
    order: in which order did X and Y come among other symbols?

    All cells have 32 units and see the same sequences, never one twice. Each is trained with three \
    learning rates, and its best training counts; all stop when the task is solved or the budget used up. \
    SimpleRNN begins in two ways: with a recurrent kernel like other kernels, and with an orthogonal one.

    Takes about a minute for adding, several for copying and order. Ctrl-C ends the training and keeps \
    what was learnt.
    """
  var accepts: [any Declaration] {
    [Self.task, Self.lengths, Self.cells, Self.budget] + Shared.all
  }
  let examples = [
    Example("memory", "The adding problem: the table, and the figure in unroll-out/."),
    Example("memory --task order --lengths 10,100", "Another task, two lengths."),
    Example(
      "memory --cells simple,orthogonal --lengths 100 --budget 40000",
      "Is it gates that SimpleRNN lacks, or patience?"),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let task = MemoryTasks.all.first { $0.name == arguments[Self.task] } ?? AddingProblem()
    var study = MemoryStudy(task, budget: arguments[Self.budget])
    study.learningRates = learningRates
    console.print(console.style(.bold, "\(task.name): \(task.question)"))
    let results = Self.train(study, arguments, console)
    if results.isEmpty { throw CommandFailure.interrupted() }

    console.print()
    for line in wrap(
      "The error is the \(task.measure) on sequences the network had not seen; lower is better.",
      width: console.width)
    { console.print(line) }
    console.print()
    try console.report(Self.table(results), arguments)
    console.print()
    if !console.interrupt.isRequested {
      for sentence in MemorySummary.sentences(results, budget: study.budget) {
        console.say(sentence)
      }
    }
    try Self.writeFigure(study.figure(results), task, arguments, console)
    if console.interrupt.isRequested {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }

  /// Trains each cell at each length, from the shortest on, and says how it went.
  private static func train(
    _ study: MemoryStudy, _ arguments: ParsedArguments, _ console: Console
  ) -> [MemoryResult] {
    let cells = MemoryCell.allCases.filter { arguments[Self.cells].contains($0.slug) }
    var results: [MemoryResult] = []
    for length in Set(arguments[Self.lengths]).sorted() {
      for cell in cells where !console.interrupt.isRequested {
        let result = study.run(
          cell, length: length, seed: arguments[Shared.seed], watch: console.watch())
        console.print(
          "T = \(length), \(cell.rawValue): \(result.verdict), error \(result.error.significant(3)) "
            + "after \(result.steps.grouped) steps")
        results.append(result)
      }
    }
    return results
  }

  private static func table(_ results: [MemoryResult]) -> Table {
    Table(
      rows: results,
      columns: [
        Column("Task", key: "task") { .text($0.task) },
        Column("Cell", key: "cell") { .text($0.cell.rawValue) },
        Column("T", key: "length") { .integer($0.length) },
        Column("Weights", key: "parameters") { .integer($0.parameters) },
        Column("Error", key: "error", .fixed(4)) { .number($0.error) },
        Column("Chance", key: "chance", .fixed(4)) { .number($0.chance) },
        Column("Solved below", key: "goal", isPrinted: false) { .number($0.goal) },
        Column("Rate", key: "learningRate", .upTo(3)) { .number($0.learningRate) },
        Column("Steps", key: "steps") { .integer($0.steps) },
        Column("Verdict", key: "verdict", tint: { $0.isSolved ? .green : .yellow }) {
          .text($0.verdict)
        },
      ])
  }

  private static func writeFigure(
    _ figure: Figure, _ task: any MemoryTask, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figure.svg(), as: "memory-\(task.name).svg")
    console.draw(figure, height: 20)
    console.print()
    console.print(folder.whereabouts(ofFigures: 1))
  }
}
