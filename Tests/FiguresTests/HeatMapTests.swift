import Testing

@testable import UnrollFigures

@Suite struct HeatMapTests {
  @Test func `the lowest row is drawn lowest, and cells are centred on whole numbers`() throws {
    let map = HeatMap([[0, 0, 0], [1, 1, 1]], xStart: 2)
    let figure = Figure(title: "", x: Axis(), y: Axis(), marks: [.heatMap(map)])
    let plan = FigurePlan(figure).panels[0]
    #expect(plan.x == Domain(lower: 1.5, upper: 4.5, scale: .linear))
    #expect(plan.y == Domain(lower: -0.5, upper: 1.5, scale: .linear))
    let cells = try ParsedSVG(figure.svg()).all("path").filter { $0.attributes["fill"] != "none" }
    #expect(cells.map { $0.attributes["fill"] } == ["#440154", "#fde725"])
  }

  @Test func `cells may have any size`() {
    let map = HeatMap([[0, 1, 2], [3, 4, 5]], xStart: 4, yStart: -2, xStep: 0.5, yStep: 0.1)
    let plan = FigurePlan(Figure(title: "", x: Axis(), y: Axis(), marks: [.heatMap(map)])).panels[0]
    #expect(plan.x == Domain(lower: 3.75, upper: 5.25, scale: .linear))
    #expect(abs(plan.y.lower + 2.05) < 1e-12 && abs(plan.y.upper + 1.85) < 1e-12)
    let text = Figure(title: "", x: Axis(), y: Axis(), marks: [.heatMap(map)])
      .terminal(width: 40, colour: false)
    let line = text.split(separator: "\n").first { $0.contains("@@@") } ?? ""
    let runs = ["*", "%", "@"].map { level in line.count { "\($0)" == level } }
    #expect((runs.min() ?? 0) >= 10 && (runs.max() ?? 0) <= 12, "columns are equally wide: \(runs)")
  }

  @Test func `a colour bar names the ends and the quantity`() throws {
    let texts = try ParsedSVG(Examples.triangle.svg()).texts
    #expect(texts.contains("10⁻⁴") && texts.contains("10⁰") && texts.contains("norm"))
  }

  @Test func `cells without a value are left empty and counted`() throws {
    let map = HeatMap([[1, 0, .nan], [0.1, -1], [0.01]], scale: .log10)
    let parsed = try ParsedSVG(
      Figure(title: "", x: Axis(), y: Axis(), marks: [.heatMap(map)]).svg())
    #expect(parsed.all("path").contains { $0.attributes["class"] == "empty" })
    let note = "1 value is not finite, 2 values are not positive and have no place on a log axis."
    #expect(parsed.texts.joined(separator: " ").contains(note))
  }

  @Test func `colours grow lighter from low to high`() {
    let lightness = (0...20).map { PaletteTests.luminance(HeatMap.colour(at: Double($0) / 20)) }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `a map without cells, and one of one cell, can be drawn`() throws {
    for rows in [[], [[]], [[3.0]]] {
      let figure = Figure(title: "", x: Axis(), y: Axis(), marks: [.heatMap(HeatMap(rows))])
      _ = try ParsedSVG(figure.svg())
      _ = figure.terminal(width: 40)
    }
  }

  @Test func `without colour the terminal shows a ramp of characters`() {
    let text = Examples.triangle.terminal(width: 60, height: 12, colour: false)
    #expect(text.contains("@@@@") && text.contains("...."))
  }
}
