import UnrollFigures

extension Forecast {
  /// How many test rows a forecast figure shows at the most: more of them would be a solid band.
  private static let shownRows = 120

  /// The figures for a result, each with the name of its file.
  public func figures(_ result: Result) -> [(name: String, figure: Figure)] {
    var figures = [
      (name: "forecast-series", figure: seriesFigure()),
      (name: "forecast-test", figure: testFigure(result)),
    ]
    if horizon > 1 { figures.append(("forecast-errors", errorsFigure(result))) }
    if result.history.epochs > 0 {
      figures.append(
        (
          "forecast-curves",
          .learningCurves(
            training: result.history["loss"], validation: result.history["val_loss"],
            title: "\(target.name): learning curves", loss: .logarithmic)
        ))
    }
    return figures
  }

  /// The whole series, each part in a colour of its own.
  private func seriesFigure() -> Figure {
    func line(_ name: String, _ rows: Range<Int>, _ colour: Mark.Colour) -> Mark {
      // Up to the next part's first row, so that the parts touch.
      let rows = rows.lowerBound..<min(rows.upperBound + 1, target.values.count)
      return .line(name, x: rows.map(Self.number), y: Array(target.values[rows]), colour: colour)
    }
    return Figure(
      title: "\(target.name): the rows that train, validate and test", x: Axis("Row"),
      y: Axis(target.name),
      marks: [
        line("Training", split.train, .blue), line("Validation", split.validation, .vermilion),
        line("Test", split.test, .ink),
      ])
  }

  /// What came on the last test rows, and what was forecast for them `horizon` rows earlier.
  private func testFigure(_ result: Result) -> Figure {
    let first = max(0, result.starts.count - Self.shownRows)
    // Of each window the last step, the one farthest ahead.
    let rows = result.starts[first...].map { Self.number($0 + horizon - 1) }
    func lastSteps(_ forecasts: [[Double]]) -> [Double] {
      forecasts[first...].map { $0[horizon - 1] }
    }

    var marks: [Mark] = [.line("What came", x: rows, y: lastSteps(result.truth), colour: .ink)]
    for (model, colour, dash) in [
      (Model.naive, Mark.Colour.vermilion, Mark.Dash.dotted), (.network, .blue, .dashed),
    ] {
      guard let row = result.rows.first(where: { $0.model == model }) else { continue }
      let name = model == .network ? "Network" : model.name
      marks.append(.line(name, x: rows, y: lastSteps(row.forecasts), colour: colour, dash: dash))
    }
    return Figure(
      title: "\(target.name): forecast \(rowsAhead(horizon)), test rows",
      subtitle: first == 0
        ? nil : "The last \(Self.shownRows) of \(result.starts.count) windows",
      x: Axis("Row"), y: Axis(target.name), marks: marks)
  }

  /// The mean squared error of each model for each step ahead.
  private func errorsFigure(_ result: Result) -> Figure {
    let steps = (1...horizon).map(Double.init)
    let shapes = Mark.Shape.allCases
    return Figure(
      title: "\(target.name): test error by rows ahead",
      x: Axis("Rows ahead", integerTicks: true),
      y: Axis("Mean squared error", includesZero: true),
      marks: result.rows.enumerated().map { index, row in
        .line(
          row.model.name, x: steps, y: row.mseByStep, marker: shapes[index % shapes.count])
      })
  }

  /// Rows as a reader counts them, from 1.
  private static func number(_ row: Int) -> Double { Double(row + 1) }
}

/// `1 row ahead`, `12 rows ahead`.
private func rowsAhead(_ count: Int) -> String { "\(count) \(count == 1 ? "row" : "rows") ahead" }
