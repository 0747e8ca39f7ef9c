/// One panel as text: where its parts stand, and its headings, axes and tick labels.
struct TerminalPanel {
  let plan: PanelPlan
  let height: Int
  let glyphs: Figure.Glyphs
  private let labelsX, labelsY: Bool
  private let yTicks: [Tick]
  private var xTicks: [Tick] = []
  private(set) var left = 0
  private var axis = 0
  private var plotWidth = 1
  private var titleLines: [String] = []
  private var yHeading: [String] = []
  private var xHeading: [String] = []
  private(set) var categoryKey: String?

  init(_ figure: FigurePlan, index: Int, columns: Int, height: Int, glyphs: Figure.Glyphs) {
    plan = figure.panels[index]
    self.height = height
    self.glyphs = glyphs
    labelsX = !figure.figure.sharesX || index + columns >= figure.panels.count
    labelsY = !figure.figure.sharesY || index % columns == 0
    yTicks = Ticks.ticks(on: plan.y, axis: plan.panel.y, atMost: max(2, min(8, height / 2)))
  }

  /// The columns left of the plot: tick labels and the axis.
  var gutter: Int {
    let widest = yTicks.map { TextWidth.columns(glyphs.spelled($0.label)) }.max() ?? 0
    return (labelsY ? widest + 1 : 0) + 1
  }

  /// A short heading, like x(t), stands left of the title; a longer one below it.
  private var headingBesideTitle: Bool {
    yHeading.count == 1 && !titleLines.isEmpty && TextWidth.columns(yHeading[0]) <= axis - left
  }

  var heightAbove: Int { titleLines.count + (headingBesideTitle ? 0 : yHeading.count) }

  /// Whether the markers of a line stay apart; closer than two and a half columns they would hide
  /// it.
  func showsMarkers(_ points: [Mark.Point]) -> Bool {
    points.lazy.filter { plan.place($0)?.isInside ?? false }.count * 5 <= plotWidth * 2
  }

  mutating func fit(left: Int, gutter: Int, plotWidth: Int, page: TerminalPage) {
    (self.left, self.plotWidth) = (left, plotWidth)
    axis = left + gutter - 1
    titleLines = page.wrapped(plan.panel.title, width: plotWidth)
    yHeading = labelsY ? page.wrapped(plan.panel.y.heading, width: gutter + plotWidth) : []
    xHeading = labelsX ? page.wrapped(plan.panel.x.heading, width: plotWidth) : []
    if let names = plan.panel.x.categories {
      xTicks = Ticks.ticks(on: plan.x, axis: plan.panel.x, atMost: names.count)
      if !fits(xTicks, in: plan.x) {
        xTicks = names.indices.map { Tick(value: Double($0), label: "\($0 + 1)") }
        categoryKey = plan.panel.x.categoryKey
      }
    } else {
      xTicks = fitting(plan.x, plan.panel.x)
    }
  }

  /// Whether a line of this name carries its markers here.
  func marksPoints(of name: String) -> Bool {
    plan.panel.marks.contains { mark in
      guard mark.name == name, case .line(let points, _) = mark.content else { return false }
      return showsMarkers(points)
    }
  }

  /// Draws the panel; `rowTop` is the first line of its row of panels, `top` the first of its plot.
  func draw(rowTop: Int, top: Int, on page: inout TerminalPage) {
    var row = rowTop
    for line in titleLines {
      page.grid.put(line, row: row, column: axis + 1)
      row += 1
    }
    row = top - (headingBesideTitle ? 1 : yHeading.count)
    for line in yHeading {
      page.grid.put(line, row: row, column: left)
      row += 1
    }
    drawAxes(top: top, on: &page)
    if let map = plan.heatMap {
      drawCells(map, row: top, column: axis + 1, width: plotWidth, on: &page)
    }
    page.put(canvas(columns: plotWidth, rows: height), row: top, column: axis + 1)
    row = top + height + 1
    if labelsX {
      drawLabels(xTicks, plan.x, row: row, on: &page)
      row += 1
    }
    for line in xHeading {
      page.grid.put(
        line, row: row, column: axis + 1 + (plotWidth - TextWidth.columns(line)) / 2)
      row += 1
    }
    if let map = plan.heatMap { drawColourBar(map, row: row, on: &page) }
  }

  private func drawAxes(top: Int, on page: inout TerminalPage) {
    let frame = glyphs.frame
    for row in 0..<height { page.grid.put(String(frame.upright), row: top + row, column: axis) }
    for tick in yTicks {
      guard let fraction = plan.y.fraction(of: tick.value), 0...1 ~= fraction else { continue }
      let row = top + height - 1 - Int((fraction * Double(height - 1)).rounded())
      page.grid.put(String(frame.left), row: row, column: axis)
      guard labelsY else { continue }
      let label = glyphs.spelled(tick.label)
      page.grid.put(
        label, row: row, column: axis - 1 - TextWidth.columns(label), colour: TerminalPage.faint)
    }
    page.grid.put(String(frame.corner), row: top + height, column: axis)
    for column in 0..<plotWidth {
      page.grid.put(String(frame.across), row: top + height, column: axis + 1 + column)
    }
    for tick in xTicks {
      guard let place = column(of: tick, plan.x) else { continue }
      page.grid.put(String(frame.below), row: top + height, column: axis + 1 + place)
    }
  }

  private func drawLabels(_ ticks: [Tick], _ domain: Domain, row: Int, on page: inout TerminalPage)
  {
    page.grid.grow(to: row + 1)
    for tick in ticks {
      guard let span = span(of: tick, domain) else { continue }
      page.grid.put(
        glyphs.spelled(tick.label), row: row, column: span.lowerBound, colour: TerminalPage.faint)
    }
  }

  /// The bar, its ends in numbers, and what the colours measure.
  private func drawColourBar(_ map: HeatMap, row: Int, on page: inout TerminalPage) {
    let bar = (0..<plotWidth).map { Double($0) / Double(max(1, plotWidth - 1)) }
    for (column, fraction) in bar.enumerated() {
      page.grid.put(
        page.cell(upper: fraction, lower: fraction), row: row, column: axis + 1 + column)
    }
    drawLabels(fitting(map.domain, Axis()), map.domain, row: row + 1, on: &page)
    for (index, line) in page.wrapped(map.label, width: plotWidth).enumerated() {
      page.grid.put(
        line, row: row + 2 + index,
        column: axis + 1 + (plotWidth - TextWidth.columns(line)) / 2)
    }
  }

  private func column(of tick: Tick, _ domain: Domain) -> Int? {
    guard let fraction = domain.fraction(of: tick.value), -1e-9...1 + 1e-9 ~= fraction else {
      return nil
    }
    return min(plotWidth - 1, Int((fraction * Double(plotWidth - 1)).rounded()))
  }

  /// The columns a label takes: centred below its tick, but not beyond the ends of the panel.
  private func span(of tick: Tick, _ domain: Domain) -> Range<Int>? {
    guard let column = column(of: tick, domain) else { return nil }
    let width = TextWidth.columns(glyphs.spelled(tick.label))
    let start = max(left, min(axis + 1 + column - width / 2, axis + 2 + plotWidth - width))
    return start..<start + width
  }

  private func fits(_ ticks: [Tick], in domain: Domain) -> Bool {
    let spans = ticks.compactMap { span(of: $0, domain) }
    return zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
  }

  private func fitting(_ domain: Domain, _ axis: Axis) -> [Tick] {
    for count in stride(from: max(2, min(10, plotWidth / 6)), to: 1, by: -1) {
      let ticks = Ticks.ticks(on: domain, axis: axis, atMost: count)
      if fits(ticks, in: domain) { return ticks }
    }
    return Ticks.ticks(on: domain, axis: axis, atMost: 1)
  }
}
