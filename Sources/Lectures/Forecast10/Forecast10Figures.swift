import UnrollAutodiff
import UnrollFigures

extension Forecast10 {
  /// The figures for a set of results, each with the name of its file.
  public func figures(_ rows: [Row]) -> [(name: String, figure: Figure)] {
    guard !rows.isEmpty else { return [] }
    let curves = rows.compactMap { row in
      Self.learningCurves(row).map { (name: "forecast10-curves-\(row.way.slug)", figure: $0) }
    }
    return [
      ("forecast10-errors", Self.errorsByStep(rows)), ("forecast10-forecasts", forecasts(rows)),
    ] + curves
  }

  /// How the error grows from the first step to the tenth: what the mean over all ten hides.
  private static func errorsByStep(_ rows: [Row]) -> Figure {
    let steps = (1...horizon).map(Double.init)
    return Figure(
      title: "Ten steps ahead: error by step",
      x: Axis("Steps ahead", range: 0.5...(Double(horizon) + 0.5), integerTicks: true),
      y: Axis("Mean squared error", scale: .log10),
      marks: rows.map { $0.way.line(x: steps, y: $0.errors) })
  }

  /// The first validation series: the last values that were seen, what came, and what each way forecast.
  private func forecasts(_ rows: [Row]) -> Figure {
    let (x, y) = (data.validation.x, data.validation.y)
    let first = max(0, data.steps - 10)
    let future = (data.steps..<(data.steps + Self.horizon)).map(Double.init)
    let panels = (rows.first?.forecasts ?? []).indices.map { series in
      let seen = Mark.line(
        "Seen", x: (first..<data.steps).map(Double.init), y: x[series, first..., 0].elements,
        marker: .dot, colour: .ink)
      let actual = Mark.points(
        "Actual", x: future, y: y[series].elements, shape: .cross, colour: .ink)
      return Panel(
        title: "Series \(series + 1)",
        x: Axis(
          "t", range: Double(first - 1)...Double(data.steps + Self.horizon), integerTicks: true),
        y: Axis("x(t)", range: -1...1),
        marks: [seen, actual]
          + rows.map {
            $0.way.line(x: future, y: $0.forecasts[series], isMarked: false)
          })
    }
    return Figure(
      title: "Ten steps ahead: forecasts", panels: panels, columns: panels.count, sharesY: true)
  }

  /// Loss by epoch; nil for a way that was not trained for a whole epoch.
  private static func learningCurves(_ row: Row) -> Figure? {
    guard let history = row.history, history.epochs > 0 else { return nil }
    let watched = row.way.watchedFigure
    let remark = row.way == .sequence ? " at the last step" : ""
    return .learningCurves(
      training: history[watched], validation: history["val_" + watched],
      title: "\(row.way.rawValue): learning curves\(remark)", loss: .automatic)
  }
}

extension Forecast10.Way {
  /// The way's name as part of a file's name.
  fileprivate var slug: String {
    switch self {
    case .naive: "naive"
    case .leastSquares: "least-squares"
    case .iterated: "iterated"
    case .vector: "vector"
    case .sequence: "sequence"
    }
  }

  /// A line that looks alike in all figures.
  fileprivate func line(x: [Double], y: [Double], isMarked: Bool = true) -> Mark {
    let (colour, dash, marker): (Mark.Colour, Mark.Dash, Mark.Shape) =
      switch self {
      case .naive: (.grey, .solid, .square)
      case .leastSquares: (.gold, .dashed, .ring)
      case .iterated: (.green, .dotted, .cross)
      case .vector: (.blue, .solid, .dot)
      case .sequence: (.vermilion, .longDashed, .triangle)
      }
    return .line(
      rawValue, x: x, y: y, marker: isMarked ? marker : nil, colour: colour, dash: dash)
  }
}
