import Testing

@testable import UnrollFigures

@Suite struct PlotsTests {
  @Test func `series stand side by side between −1 and 1, with what follows at t = n`() throws {
    let figure = Figure.series(
      [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], actual: [0.7, 0.8], predicted: [0.9, 1])
    #expect(figure.panels.count == 2 && figure.columns == 2 && figure.sharesY)
    let panel = figure.panels[1]
    #expect(panel.x.label == "t" && panel.y.label == "x(t)")
    #expect(panel.x.range == 0...4 && panel.y.range == -1...1)
    #expect(
      panel.marks == [
        .horizontalLine(at: 0), .line("Series", y: [0.4, 0.5, 0.6], marker: .dot, colour: .blue),
        .points("Actual", x: [3], y: [0.8], shape: .cross, colour: .vermilion),
        .points("Predicted", x: [3], y: [1], shape: .ring, colour: .ink),
      ])
  }

  @Test func `a forecast of several steps makes room for all of them`() {
    let figure = Figure.forecasts([[0, 0, 0]], actual: [[1, 1]], predicted: [[1, 1, 1, 1]])
    #expect(figure.panels[0].x.range == 0...7)
  }

  @Test func `training loss stands half an epoch left of validation loss`() {
    let figure = Figure.learningCurves(training: [0.04, 0.02], validation: [0.03, 0.01])
    let panel = figure.panels[0]
    #expect(
      panel.marks.map(\.xValues) == [[0.5, 1.5], [1, 2]])
    #expect(panel.y.range == 0...0.05 && panel.x.integerTicks)
    #expect(panel.x.label == "Epochs" && panel.y.label == "Loss")
    #expect(panel.marks.map(\.name) == ["Training loss", "Validation loss"])
  }

  @Test func `the loss axis can be chosen`() {
    func axis(_ loss: Figure.LossAxis) -> Axis {
      Figure.learningCurves(training: [0.5], loss: loss).panels[0].y
    }
    #expect(axis(.automatic).range == nil && axis(.automatic).includesZero)
    #expect(axis(.range(0...2)).range == 0...2)
    #expect(axis(.logarithmic).scale == .log10)
  }

  @Test func `several models are told apart with colour and without`() {
    let plan = FigurePlan(Examples.manyModels)
    let styles = plan.panels[0].styles
    #expect(Set(styles.map { "\($0)" }).count == 9)
    #expect(Set(plan.legend.map { "\($0.style.dash) \($0.sample)" }).count == 9)
  }

  @Test func `marks of one name look alike in all panels`() {
    let panels = [["a", "b"], ["b", "a"], ["c", "b"]].map { names in
      Panel(marks: names.map { .line($0, y: [1]) })
    }
    let styles = FigurePlan(Figure(title: "", panels: panels)).panels.map(\.styles)
    #expect(styles[0] == styles[1].reversed())
    #expect(styles[2][1] == styles[0][1] && !styles[0].contains(styles[2][0]))
  }

  @Test func `bars of two marks share the room at each x`() throws {
    let plan = FigurePlan(Examples.bars).panels[0]
    let (ours, theirs) = (plan.bars(of: 0), plan.bars(of: 1))
    #expect(ours.count == 4 && theirs.count == 4)
    for (bar, neighbour) in zip(ours, theirs) {
      #expect(abs(bar.right - neighbour.left) < 1e-12)
      #expect(bar.bottom == 0 && bar.top > 0)
    }
  }

  @Test func `series and predictions must be equally many`() async {
    await #expect(processExitsWith: .failure) { _ = Figure.series([[1], [2]], actual: [1]) }
  }
}
