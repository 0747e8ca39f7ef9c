import UnrollAutodiff
import UnrollFigures

extension Cliff {
  /// The surface with two descents on it, from afar and near the place where they part.
  public func figure(thrown: [Point], clipped: [Point]) -> Figure {
    Figure(
      title: "The cliff", subtitle: "Loss after \(steps) steps of hₜ = σ(w·hₜ₋₁ + b)",
      panels: [
        panel("two descents from one start", w: 4.2...4.9, b: -2.45 ... -1.95, thrown, clipped),
        panel("where they part", w: 4.4...4.54, b: -2.3 ... -2.2, thrown, clipped),
      ])
  }

  private func panel(
    _ title: String, w: ClosedRange<Double>, b: ClosedRange<Double>, _ thrown: [Point],
    _ clipped: [Point]
  ) -> Panel {
    func line(_ name: String, _ path: [Point], _ colour: Mark.Colour) -> Mark {
      .line(
        name, x: path.map(\.weights.w), y: path.map(\.weights.b), marker: .dot, colour: colour)
    }
    return Panel(
      title: title, x: Axis("w", range: w), y: Axis("b", range: b),
      marks: [
        .heatMap(surface(w: w, b: b, columns: 141, rows: 101)),
        line("clipped by norm", clipped, .ink), line("not clipped", thrown, .vermilion),
      ])
  }

  /// The loss over a grid of w and b, all of it in one go; what is below 1e-5 counts as 1e-5.
  func surface(
    w: ClosedRange<Double>, b: ClosedRange<Double>, columns: Int, rows: Int
  ) -> HeatMap {
    func places(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
      (0..<count).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
      }
    }
    let (ws, bs) = (places(w, columns), places(b, rows))
    let loss = loss(
      Variable(Tensor(ws, shape: [1, columns], dtype: .float64)),
      Variable(Tensor(bs, shape: [rows, 1], dtype: .float64)))
    let values = loss.value.elements.map { max($0, 1e-5) }
    return HeatMap(
      (0..<rows).map { Array(values[($0 * columns)..<(($0 + 1) * columns)]) },
      xStart: w.lowerBound, yStart: b.lowerBound, xStep: ws[1] - ws[0], yStep: bs[1] - bs[0],
      label: "loss", scale: .log10, range: 1e-5...1)
  }
}
