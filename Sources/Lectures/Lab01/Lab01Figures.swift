import UnrollAutodiff
import UnrollFigures

extension Lab01 {
  /// The lecture's figures for a set of results, each with the name of its file.
  public func figures(_ rows: [Row]) -> [(name: String, figure: Figure)] {
    var figures: [(name: String, figure: Figure)] = []
    for row in rows {
      if let history = row.history, history.epochs > 0 {
        figures.append(
          (
            "lab01-curves-\(row.model.slug)",
            .learningCurves(
              training: history["loss"], validation: history["val_loss"],
              title: "\(row.model.rawValue): learning curves")
          ))
      }
      figures.append(("lab01-forecast-\(row.model.slug)", forecastFigure(row)))
    }
    let trained = rows.filter { ($0.history?.epochs ?? 0) > 0 }
    if trained.count > 1 {
      figures.append(
        (
          "lab01-validation",
          .validationCurves(
            trained.map { ($0.model.rawValue, $0.history?["val_loss"] ?? []) },
            title: "LAB01: validation loss of the models", loss: .logarithmic)
        ))
    }
    return figures
  }

  /// The lecture's `plot_series` for the first validation series: what was seen, what came, what was
  /// forecast.
  private func forecastFigure(_ row: Row) -> Figure {
    let x = data.validation.x
    return .series(
      row.forecasts.indices.map { x[$0, 0..., 0].elements },
      actual: row.forecasts.indices.map { data.validation.y[$0].elements[0] },
      predicted: row.forecasts, title: "\(row.model.rawValue): forecasts")
  }
}

extension Lab01.Model {
  /// The model's name as part of a file's name.
  var slug: String {
    switch self {
    case .naive: "naive"
    case .linear: "linear"
    case .simpleRNN: "simple-rnn"
    case .deepRNN: "deep-rnn"
    case .deepRNNWithDense: "deep-rnn-dense"
    case .leastSquares: "least-squares"
    }
  }
}
