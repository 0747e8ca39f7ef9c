import UnrollFigures

extension Hello {
  /// The losses of both networks, and what they say at each step; each with the name of its file. No curves
  /// where no epoch was completed.
  public static func figures(
    recurrent: HelloResult, memoryless: HelloResult
  ) -> [(name: String, figure: Figure)] {
    let results = [recurrent, memoryless]
    let probabilities = Figure(
      title: "hello: what each network says",
      panels: results.map(panel), columns: results.count)
    let epochs = results.map(\.history.epochs).max() ?? 0
    guard epochs > 0 else { return [("hello-probabilities", probabilities)] }
    func curve(_ result: HelloResult, _ colour: Mark.Colour, _ dash: Mark.Dash) -> Mark {
      .line(result.layers, y: result.history["loss"], colour: colour, dash: dash)
    }
    let floor = Mark.horizontalLine(
      "(2 ln 2)/4, the least without a state", at: HelloWord.smallestLossWithoutState, dash: .dotted
    )
    let losses = Figure(
      title: "hello: loss a character",
      x: Axis("Epochs", range: 0...Double(epochs), integerTicks: true),
      y: Axis("Loss", includesZero: true),
      marks: [
        floor, curve(recurrent, .blue, .solid), curve(memoryless, .vermilion, .dashed),
      ])
    return [("hello-loss", losses), ("hello-probabilities", probabilities)]
  }

  /// The probabilities of one network: a row for each step, the first on top.
  private static func panel(_ result: HelloResult) -> Panel {
    let steps = Array(result.steps.reversed())  // a heat map begins with its lowest row
    return Panel(
      title: result.layers,
      x: Axis("Says", categories: HelloWord.vocabulary.map { String($0) }),
      y: Axis("Reads", categories: steps.map { "\($0.number): \($0.read)" }),
      marks: [
        .heatMap(HeatMap(steps.map(\.probabilities), label: "Probability", range: 0...1))
      ])
  }
}
