import Unroll
import UnrollConsole

/// `unroll bench`: how long a training step takes, and where its time goes.
struct BenchCommand: Command {
  static let layer = Option(
    "layer", "KIND", .choice(["simple", "lstm", "gru"]), default: "simple",
    help: "SimpleRNN, LSTM or GRU.")
  static let layers = Option(
    "layers", "N", .int(in: 1...20), default: 2, help: "How many, one upon the other.")
  static let units = Option(
    "units", "N", .int(in: 1...4096), default: 20, help: "The size of the state.")
  static let batch = Option(
    "batch", "N", .int(in: 1...65536), default: 32, help: "Sequences in a batch.")
  static let steps = Option(
    "steps", "N", .int(in: 1...100_000), default: 50, help: "Time steps of a sequence.")
  static let features = Option(
    "features", "N", .int(in: 1...4096), default: 1, help: "Numbers in a time step.")
  static let threads = Option(
    "threads", "N", .int(in: 1...64), default: 1, help: "Threads, each for a part of the batch.")
  static let profile = Option(
    flag: "profile", help: "Show where the time of a step goes, operation by operation.")

  /// How long each way is measured; a test takes less.
  var seconds = 0.5

  let name = "bench"
  let summary = "Time a training step, and show where its time goes."
  let discussion = """
    A network of recurrent layers and Dense(1) reads random sequences; forward and backward pass are \
    timed on this machine, without an optimiser. Recorded means that every step is written on a tape; a \
    program is a tape that was recorded once and runs again, which is what fit does with these layers.

    The figures belong to this machine and this minute. How they compare with other libraries is \
    measured in the folder Benchmarks.
    """
  var accepts: [any Declaration] {
    [
      Self.layer, Self.layers, Self.units, Self.batch, Self.steps, Self.features, Self.threads,
      Self.profile, Shared.seed, Shared.json,
    ]
  }
  let examples = [
    Example("bench", "The lectures' deep network: 2 × SimpleRNN(20), batch 32, 50 steps."),
    Example("bench --layer lstm --profile", "What in an LSTM takes time?"),
    Example("bench --units 256 --threads 2", "Is a second thread worth it?"),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let model = Self.model(arguments)
    var generator = SeededGenerator(seed: arguments[Shared.seed])
    let sizes = (arguments[Self.batch], arguments[Self.steps], arguments[Self.features])
    let batch = Dataset(
      .uniform([sizes.0, sizes.1, sizes.2], in: -1..<1, using: &generator),
      .uniform([sizes.0, 1], in: -1..<1, using: &generator))
    let threads = arguments[Self.threads]

    console.print(
      """
      \(arguments[Self.layers]) × \(model.layers[0].layer.kind)(\(arguments[Self.units])) + Dense(1), \
      batch \(sizes.0), \(sizes.1) steps, \(threads) thread\(threads == 1 ? "" : "s"): one training step
      """)
    console.print()
    let timing = StepTiming(
      model, on: batch, loss: .meanSquaredError, threads: threads, seconds: seconds)
    guard arguments[Self.profile] else { return try console.report(Self.table(timing), arguments) }
    try console.report(Self.profile(timing), arguments)
    console.print()
    console.say(Self.reading)
  }

  private static func model(_ arguments: ParsedArguments) -> Sequential {
    let (count, units) = (arguments[layers], arguments[units])
    return Sequential(inputShape: [nil, arguments[features]], seed: arguments[Shared.seed]) {
      for index in 1...count {
        let isInner = index < count
        switch arguments[layer] {
        case "lstm": LSTM(units, returnSequences: isInner)
        case "gru": GRU(units, returnSequences: isInner)
        default: SimpleRNN(units, returnSequences: isInner)
        }
      }
      Dense(1)
    }
  }
}

// MARK: - Tables

extension BenchCommand {
  private static let reading = """
    Each kernel call was timed by itself, on one thread. tanhPullback and its like belong to the backward \
    pass; of the matrix products, two in three do. Slices, transposes and most reshapes do not appear, \
    because they only look at numbers in another way.
    """

  private static func table(_ timing: StepTiming) -> Table {
    struct Way: Sendable {
      let name: String
      let seconds: Double
    }
    var ways = [Way(name: "recorded on a tape", seconds: timing.recorded)]
    if let program = timing.program { ways.append(Way(name: "as a program", seconds: program)) }
    let arithmetic = timing.arithmetic
    return Table(
      rows: ways,
      columns: [
        Column("One step", key: "way") { .text($0.name) },
        Column("Milliseconds", key: "milliseconds", .fixed(3)) { .number($0.seconds * 1e3) },
        Column("GFLOP/s", key: "gigaflops", .fixed(1)) {
          .number(arithmetic / $0.seconds * 1e-9)
        },
        Column("Steps a second", key: "stepsPerSecond", .fixed(0)) { .number(1 / $0.seconds) },
      ])
  }

  private static func profile(_ timing: StepTiming) -> Table {
    let total = timing.costs.reduce(0) { $0 + $1.seconds }
    return Table(
      rows: timing.costs,
      columns: [
        Column("Operation", key: "operation") { .text($0.operation) },
        Column("Calls", key: "calls") { .integer($0.calls) },
        Column("Microseconds", key: "microseconds", .fixed(1)) { .number($0.seconds * 1e6) },
        Column("Share", key: "share", .percent(1)) { .number($0.seconds / total) },
        Column("GFLOP/s", key: "gigaflops", .fixed(1)) {
          .optional($0.arithmetic > 0 ? $0.arithmetic / $0.seconds * 1e-9 : nil)
        },
      ])
  }
}
