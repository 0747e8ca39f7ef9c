import UnrollFigures
import UnrollTraining

extension ReviewResult {
  /// The learning curves of all networks, and the answers of the best; each with the name of its file.
  public static func figures(_ results: [ReviewResult]) -> [(name: String, figure: Figure)] {
    let trained = results.filter { $0.history.epochs > 0 }
    guard !trained.isEmpty else { return [] }
    var figures = [
      (name: "imdb-accuracy", figure: accuracyFigure(trained)),
      (name: "imdb-loss", figure: lossFigure(trained)),
    ]
    if let best = best(trained) { figures.append(("imdb-confusion", best.confusionFigure)) }
    return figures
  }

  /// The result with the highest accuracy on the reviews that validate: chosen without the test.
  public static func best(_ results: [ReviewResult]) -> ReviewResult? {
    results.max { $0.validationAccuracy < $1.validationAccuracy }
  }

  private static func accuracyFigure(_ results: [ReviewResult]) -> Figure {
    let shapes = Mark.Shape.allCases
    let epochs = results.map(\.history.epochs).max() ?? 1
    return Figure(
      title: "Reviews: accuracy on the validation reviews",
      x: Axis("Epochs", range: 0...Double(epochs), integerTicks: true), y: Axis("Accuracy"),
      marks: results.enumerated().map { index, result in
        let values = result.history["val_accuracy"]
        return .line(
          result.network.layers, x: values.indices.map { Double($0) + 1 }, y: values,
          marker: shapes[(index + index / Mark.Dash.allCases.count) % shapes.count])
      })
  }

  /// A panel for each network: the loss while it trains, and on reviews that it does not train on.
  private static func lossFigure(_ results: [ReviewResult]) -> Figure {
    Figure(
      title: "Reviews: learning curves",
      panels: results.compactMap { result in
        Figure.learningCurves(
          training: result.history["loss"], validation: result.history["val_loss"],
          loss: .automatic
        ).panels.first.map { panel in
          var panel = panel
          panel.title = result.network.layers
          return panel
        }
      }, columns: min(3, results.count), sharesY: true)
  }

  /// How many reviews of each kind were taken for which: the truth in rows.
  private var confusionFigure: Figure {
    let rows = [[test.goodAsBad, test.goodAsGood], [test.badAsBad, test.badAsGood]]
    func cell(_ name: String, _ count: Int) -> String { "\(name) \(count.grouped)" }
    return Figure(
      title: "\(network.layers): answers on \(test.count.grouped) test reviews",
      subtitle: [
        cell("Good as good", test.goodAsGood), cell("bad as bad", test.badAsBad),
        cell("good as bad", test.goodAsBad), cell("bad as good", test.badAsGood),
      ].joined(separator: ", "),
      panels: [
        Panel(
          x: Axis("Taken for", categories: ["bad", "good"]),
          y: Axis("Is", categories: ["good", "bad"]),
          marks: [
            .heatMap(
              HeatMap(
                rows.map { $0.map(Double.init) }, label: "Reviews",
                range: 0...Double(max(1, rows.joined().max() ?? 1))))
          ])
      ])
  }
}
