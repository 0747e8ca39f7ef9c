import UnrollFigures

extension RemedyStudy {
  /// The error of every seed, a panel for each base; a training that diverged stands at the right edge.
  public static func figure(_ results: [RemedyResult]) -> Figure {
    let bases = Remedy.Base.allCases.filter { base in results.contains { $0.base == base } }
    let finite = results.flatMap(\.errors).filter(\.isFinite)
    let (low, high) = (min(0.001, (finite.min() ?? 1) / 2), 10.0)
    let panels = bases.map { base in
      let own = Array(results.filter { $0.base == base }.reversed())
      func points(_ choose: (RemedyResult) -> [Double]) -> (errors: [Double], rows: [Double]) {
        let all = own.enumerated().flatMap { row, result in
          choose(result).map { (min($0, high), Double(row)) }
        }
        return (all.map(\.0), all.map(\.1))
      }
      let (seeds, medians) = (points(\.errors), points { [$0.median] })
      return Panel(
        title: "trained with \(base.rawValue)",
        x: Axis("Error, 1 = always the same answer", range: low...high, scale: .log10),
        y: Axis(categories: own.map(\.remedy.rawValue)),
        marks: [
          .points("one seed", x: seeds.errors, y: seeds.rows, shape: .ring, colour: .blue),
          .points("median", x: medians.errors, y: medians.rows, shape: .dot, colour: .vermilion),
        ])
    }
    return Figure(
      title: "One thing changed at a time", panels: panels, columns: 1, sharesX: true)
  }
}
