/// The plots of the lectures, under the lectures' names.
extension Figure {
  /// Series side by side, as the lecture's `plot_series` draws them: points joined by lines over t
  /// = 0, 1, …, the value to be predicted as a cross at t = n, and the prediction as a ring there.
  /// Stops where there is not a value for each series.
  ///
  /// - Parameters:
  ///   - series: One series a panel.
  ///   - actual: For each series, the value that follows it.
  ///   - predicted: For each series, what a model expects to follow it.
  ///   - range: The y axis; the lecture's is −1 to 1.
  public static func series(
    _ series: [[Double]], actual: [Double]? = nil, predicted: [Double]? = nil,
    title: String = "Time series", range: ClosedRange<Double>? = -1...1
  ) -> Figure {
    forecasts(
      series, actual: actual?.map { [$0] }, predicted: predicted?.map { [$0] }, title: title,
      range: range)
  }

  /// Series side by side, each followed by several values at t = n, n + 1, …, actual and predicted.
  ///
  /// Stops where there is not a list of values for each series.
  public static func forecasts(
    _ series: [[Double]], actual: [[Double]]?, predicted: [[Double]]?,
    title: String = "Forecasts", range: ClosedRange<Double>? = -1...1
  ) -> Figure {
    for (name, values) in [("actual", actual), ("predicted", predicted)] {
      precondition(
        values.map { $0.count == series.count } ?? true,
        "plot of series: \(series.count) series, but \(name) has \(values?.count ?? 0) entries")
    }
    let panels = series.indices.map { index in
      let count = series[index].count
      var marks: [Mark] = [
        .horizontalLine(at: 0),
        .line("Series", y: series[index], marker: .dot, colour: .blue),
      ]
      var last = count
      for (name, values, shape, colour) in [
        ("Actual", actual?[index], Mark.Shape.cross, Mark.Colour.vermilion),
        ("Predicted", predicted?[index], .ring, .ink),
      ] {
        guard let values else { continue }
        let x = values.indices.map { Double(count + $0) }
        last = max(last, count + values.count - 1)
        marks.append(.points(name, x: x, y: values, shape: shape, colour: colour))
      }
      return Panel(
        title: series.count > 1 ? "Series \(index + 1)" : nil,
        x: Axis("t", range: 0...Double(last + 1), integerTicks: true),
        y: Axis("x(t)", range: range), marks: marks)
    }
    return Figure(
      title: title, panels: panels, columns: min(3, max(1, panels.count)), sharesY: true)
  }

  /// How the loss axis of a learning curve is chosen.
  public enum LossAxis: Sendable, Equatable {
    /// From 0 to 0.05, the lecture's.
    case lecture
    /// From 0 to the largest loss.
    case automatic
    /// Between two given values.
    case range(ClosedRange<Double>)
    /// Logarithmic, fitting the losses.
    case logarithmic

    var axis: Axis {
      switch self {
      case .lecture: Axis("Loss", range: 0...0.05)
      case .automatic: Axis("Loss", includesZero: true)
      case .range(let range): Axis("Loss", range: range)
      case .logarithmic: Axis("Loss", scale: .log10)
      }
    }
  }

  /// Training and validation loss over the epochs, as the lecture's `plot_learning_curves` draws
  /// them.
  ///
  /// The training loss is a mean over an epoch while the weights still change, the validation loss
  /// is measured at its end: the training curve therefore stands half an epoch to the left, at 0.5,
  /// 1.5, …, the validation curve at 1, 2, … The lecture's axis begins at 1 and hides the first
  /// half epoch; here it begins at 0.
  public static func learningCurves(
    training: [Double], validation: [Double]? = nil, title: String = "Learning curves",
    loss: LossAxis = .lecture
  ) -> Figure {
    var marks: [Mark] = [
      .line(
        "Training loss", x: training.indices.map { Double($0) + 0.5 }, y: training, marker: .dot,
        colour: .blue, dash: .dashed)
    ]
    if let validation {
      marks.append(
        .line(
          "Validation loss", x: validation.indices.map { Double($0) + 1 }, y: validation,
          marker: .ring, colour: .vermilion))
    }
    return Figure(
      title: title, x: epochs(max(training.count, validation?.count ?? 0)), y: loss.axis,
      marks: marks)
  }

  /// The validation losses of several models over the epochs, in one panel.
  public static func validationCurves(
    _ models: [(name: String, losses: [Double])], title: String = "Validation loss",
    loss: LossAxis = .automatic
  ) -> Figure {
    let shapes = Mark.Shape.allCases
    let marks = models.enumerated().map { index, model in
      Mark.line(
        model.name, x: model.losses.indices.map { Double($0) + 1 }, y: model.losses,
        // Dashes repeat after five models; the shapes then move on by one, so that no pair repeats.
        marker: shapes[(index + index / Mark.Dash.allCases.count) % shapes.count])
    }
    return Figure(
      title: title, x: epochs(models.map(\.losses.count).max() ?? 0), y: loss.axis, marks: marks)
  }

  private static func epochs(_ count: Int) -> Axis {
    Axis("Epochs", range: 0...Double(max(1, count)), integerTicks: true)
  }
}
