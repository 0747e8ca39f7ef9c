/// The result of one workload: who took how long, and who did not take part.
struct Comparison: Codable {
  /// One side's result.
  struct Side: Codable {
    let competitor: String
    let library: String
    /// Milliseconds a step, the median of the rounds.
    let milliseconds: Double
    /// The fastest and the slowest round.
    let fastest, slowest: Double
    let compileSeconds: Double?
    let peakMegabytes, baseMegabytes: Double
  }

  let workload: String
  let title: String
  let threads: Int
  let operations: Double?
  var sides: [Side] = []
  /// Why the others are not here, by name.
  var absent: [String: String] = [:]

  /// This library's side.
  var ours: Side? { sides.first { $0.competitor == Competitor.ours.name } }

  /// The fastest of the others.
  var bestPeer: Side? {
    sides.filter { $0.competitor != Competitor.ours.name }.min { $0.milliseconds < $1.milliseconds }
  }

  /// How many times faster we are than another side.
  func ratio(to side: Side?) -> Double? {
    guard let ours, let side else { return nil }
    return side.milliseconds / ours.milliseconds
  }

  /// The same, against the fastest peer, from the fastest round of both: what is left where the machine
  /// does other work and stretches some rounds.
  var ratioOfFastestRounds: Double? {
    let best = sides.filter { $0.competitor != Competitor.ours.name }.map(\.fastest).min()
    guard let ours, let best else { return nil }
    return best / ours.fastest
  }

  func side(_ name: String) -> Side? { sides.first { $0.competitor == name } }
}

extension Comparison {
  /// Measures a workload on all sides in turn: ours, peer A, peer B, …, and again, round after round.
  ///
  /// All processes are started first and wait; only one of them computes at a time. So a slow minute of
  /// the machine meets all sides, and compilation is paid once.
  static func run(
    _ workload: Workload, _ competitors: [Competitor], threads: Int, rounds: Int, seconds: Double
  ) throws -> Comparison {
    var result = Comparison(
      workload: workload.name, title: workload.title, threads: threads,
      operations: workload.operations)
    var contestants: [Contestant] = []
    defer { for contestant in contestants { contestant.dismiss() } }
    for competitor in competitors {
      let contestant = try Contestant(
        competitor, workload: workload.name, threads: threads, seconds: seconds)
      let obstacle = contestant.greeting.missing ?? disagreement(contestant, contestants.first)
      if let obstacle {
        result.absent[competitor.name] = obstacle
        contestant.dismiss()
      } else {
        contestants.append(contestant)
      }
    }
    for _ in 0..<rounds { for contestant in contestants { try contestant.takeTurn() } }
    result.sides = contestants.map(Side.init)
    return result
  }

  /// Why two sides can't be compared: their numbers differ by more than a thousandth, so they do not
  /// compute the same.
  private static func disagreement(_ one: Contestant, _ reference: Contestant?) -> String? {
    guard let reference, let a = one.greeting.values, let b = reference.greeting.values else {
      return nil
    }
    let worst = zip(a, b).map { abs($0 - $1) / max(abs($1), 1e-12) }.max() ?? .infinity
    if a.count == b.count && worst <= 1e-3 { return nil }
    return "REFUSED: its losses \(a) are not ours, \(b)"
  }
}

extension Comparison.Side {
  init(_ contestant: Contestant) {
    let times = contestant.measurements.map(\.milliseconds)
    self.init(
      competitor: contestant.competitor.name, library: contestant.greeting.library ?? "",
      milliseconds: median(times), fastest: times.min() ?? .nan, slowest: times.max() ?? .nan,
      compileSeconds: contestant.greeting.compileSeconds,
      peakMegabytes: contestant.measurements.map(\.peakMegabytes).max() ?? .nan,
      baseMegabytes: contestant.measurements.first?.baseMegabytes ?? .nan)
  }
}
