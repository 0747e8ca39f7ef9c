import Foundation

/// Everything that one run of the suite found, with what it was found on.
struct Report: Codable {
  let command: String
  let machine: String
  let date: String
  var loadBefore: Double
  var loadAfter: Double
  var peaks: [Peak] = []
  var comparisons: [Comparison] = []
}

extension Report {
  /// Milliseconds a step on every side.
  func times(threads: Int) -> TextGrid {
    let names = competitors(threads)
    var grid = TextGrid(titles: ["milliseconds a step"] + names)
    for comparison in comparisons where comparison.threads == threads {
      let cells = names.map { comparison.side($0)?.milliseconds.short ?? "–" }
      grid.rows.append([comparison.workload] + cells)
    }
    return grid
  }

  /// How many times faster we are, against each peer, the fastest, and the goal.
  func ratios(threads: Int) -> TextGrid {
    let names = competitors(threads).filter { $0 != Competitor.ours.name }
    var grid = TextGrid(
      titles: ["times faster than"] + names
        + ["best peer", "in fastest rounds", "goal", "reached", "stretch"])
    for comparison in comparisons where comparison.threads == threads {
      let cells = names.map { comparison.ratio(to: comparison.side($0))?.short ?? "–" }
      let best = comparison.ratio(to: comparison.bestPeer)?.short ?? "–"
      let fastest = comparison.ratioOfFastestRounds?.short ?? "–"
      grid.rows.append([comparison.workload] + cells + [best, fastest] + goalCells(comparison))
    }
    return grid
  }

  /// The goal, whether it is reached, and the stretch goal. With two threads the goal is to be as fast
  /// as the best peer.
  private func goalCells(_ comparison: Comparison) -> [String] {
    let workload = allWorkloads.first { $0.name == comparison.workload }
    let isSingle = comparison.threads == 1
    guard let goal = isSingle ? workload?.goal : Goal(ratio: 1, stretch: 1) else {
      return ["–", "–", "–"]
    }
    let rival = goal.peer.map(comparison.side) ?? comparison.bestPeer
    let reached = comparison.ratio(to: rival).map { $0 >= goal.ratio ? "yes" : "no" } ?? "–"
    let against = goal.peer.map { " (\($0))" } ?? ""
    return [goal.ratio.short + against, reached, isSingle ? goal.stretch.short : "–"]
  }

  /// The arithmetic of each workload and its share of the machine's peak.
  func roofline(threads: Int) -> TextGrid {
    var grid = TextGrid(titles: [
      "roofline", "MFLOP a step", "ours, GFLOP/s", "of peak", "best peer, GFLOP/s", "of peak",
    ])
    guard let peak = peaks.first(where: { $0.threads == threads })?.registers else { return grid }
    for comparison in comparisons where comparison.threads == threads {
      guard let operations = comparison.operations else { continue }
      let cells = [comparison.ours, comparison.bestPeer].flatMap { side -> [String] in
        guard let side else { return ["–", "–"] }
        let speed = operations / (side.milliseconds * 1e-3)
        return [(speed * 1e-9).short, (100 * speed / peak).short + " %"]
      }
      grid.rows.append([comparison.workload, (operations * 1e-6).short] + cells)
    }
    return grid
  }

  /// Real memory: the most that was held, and how much of that was there before the workload.
  func memory(threads: Int) -> TextGrid {
    let names = competitors(threads)
    var grid = TextGrid(titles: ["peak MB (of it for the workload)"] + names)
    for comparison in comparisons where comparison.threads == threads {
      let cells = names.map { name -> String in
        guard let side = comparison.side(name) else { return "–" }
        return "\(side.peakMegabytes.short) (\((side.peakMegabytes - side.baseMegabytes).short))"
      }
      grid.rows.append([comparison.workload] + cells)
    }
    return grid
  }

  /// Seconds of compilation before the first step, which no other table contains.
  func compilation(threads: Int) -> TextGrid {
    var grid = TextGrid(titles: ["seconds of compilation", "jax", "keras"])
    for comparison in comparisons where comparison.threads == threads {
      let cells = ["jax", "keras"].map { comparison.side($0)?.compileSeconds?.short ?? "–" }
      if cells != ["–", "–"] { grid.rows.append([comparison.workload] + cells) }
    }
    return grid
  }

  /// All tables for a number of threads that have rows.
  func tables(threads: Int) -> [TextGrid] {
    [
      times(threads: threads), ratios(threads: threads), roofline(threads: threads),
      memory(threads: threads), compilation(threads: threads),
    ].filter { !$0.rows.isEmpty }
  }

  /// The names of all who took part at least once, in the order of the tables.
  private func competitors(_ threads: Int) -> [String] {
    let present = Set(
      comparisons.filter { $0.threads == threads }.flatMap(\.sides).map(\.competitor))
    return ([.ours] + Competitor.peers).map(\.name).filter(present.contains)
  }
}
