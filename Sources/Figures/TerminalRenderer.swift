extension Figure {
  /// The figure as text, every line exactly `width` columns wide.
  ///
  /// Panels that would be narrower than about 30 columns stand below each other. With markers too
  /// close to be told apart, a line is drawn without them. Stops where width or height is below 1.
  ///
  /// - Parameters:
  ///   - width: The columns of the terminal.
  ///   - height: The lines of each area between axes.
  ///   - colour: Whether to use the terminal's colours; without, lines differ in their dashes.
  ///   - glyphs: Braille dots, or plain ASCII.
  public func terminal(
    width: Int = 80, height: Int = 14, colour: Bool = true, glyphs: Glyphs = .braille
  ) -> String {
    precondition(width > 0, "terminal: a width of \(width) columns; at least 1 is needed")
    precondition(height > 0, "terminal: a height of \(height) lines; at least 1 is needed")
    let plan = FigurePlan(self)
    var page = TerminalPage(width: width, glyphs: glyphs, colour: colour)
    page.write(title)
    if let subtitle { page.write(subtitle, colour: TerminalPage.faint) }
    let panels = page.layout(plan, height: height)
    page.writeLegend(plan.legend, of: panels)
    page.draw(panels)
    for note in panels.compactMap(\.categoryKey) + plan.notes {
      page.write(note, colour: TerminalPage.faint)
    }
    return page.grid.text(colour: colour)
  }
}

/// A sheet that is filled from top to bottom.
struct TerminalPage {
  static let faint = 244
  let glyphs: Figure.Glyphs
  let colour: Bool
  var grid: TextGrid

  init(width: Int, glyphs: Figure.Glyphs, colour: Bool) {
    grid = TextGrid(width: width)
    self.glyphs = glyphs
    self.colour = colour
  }

  /// Adds a paragraph, broken between words.
  mutating func write(_ text: String, colour: Int? = nil) {
    for line in wrapped(text, width: grid.width) {
      grid.put(line, row: grid.rows.count, column: 0, colour: colour)
    }
  }

  func wrapped(_ text: String?, width: Int) -> [String] {
    TextWidth.wrap(glyphs.spelled(text ?? ""), to: Double(max(1, width))) {
      Double(TextWidth.columns($0))
    }
  }

  mutating func writeLegend(_ entries: [LegendEntry], of panels: [TerminalPanel]) {
    guard !entries.isEmpty else { return }
    var (row, column) = (grid.rows.count, 0)
    for entry in entries {
      let name = glyphs.spelled(entry.name)
      let sample = sample(of: entry, in: panels)
      let room = sample.columns + 1 + TextWidth.columns(name)
      if column > 0, column + room > grid.width { (row, column) = (row + 1, 0) }
      put(sample, row: row, column: column)
      grid.put(name, row: row, column: column + sample.columns + 1)
      column += room + 3
    }
  }

  private func sample(of entry: LegendEntry, in panels: [TerminalPanel]) -> BrailleCanvas {
    let ink = BrailleCanvas.Ink(entry.style, glyphs)
    let middle = Place(x: 0.5, y: 0.4)
    func canvas(_ columns: Int) -> BrailleCanvas {
      BrailleCanvas(columns: columns, rows: 1, glyphs: glyphs)
    }
    switch entry.sample {
    case .line(let shape):
      var canvas = canvas(5)
      canvas.draw(line: [Place(x: 0, y: 0.4), Place(x: 1, y: 0.4)], ink)
      let isMarked = panels.contains { $0.marksPoints(of: entry.name) }
      if let shape, isMarked { canvas.put(glyphs.letter(shape), at: middle, ink) }
      return canvas
    case .points(let shape):
      var canvas = canvas(1)
      canvas.put(glyphs.letter(shape), at: middle, ink)
      return canvas
    case .band, .bar:
      var canvas = canvas(3)
      let fill = entry.sample == .bar ? glyphs.letter(entry.style.colour, fill: true) : ":"
      for place in 0..<3 { canvas.put(fill, row: 0, column: place, ink) }
      return canvas
    }
  }

  mutating func put(_ canvas: BrailleCanvas, row: Int, column: Int) {
    for line in 0..<canvas.rows {
      for place in 0..<canvas.columns {
        if let cell = canvas.cell(row: line, column: place) {
          grid.put(cell, row: row + line, column: column + place)
        }
      }
    }
  }

  /// Decides where the panels stand, as many side by side as fit.
  func layout(_ plan: FigurePlan, height: Int) -> [TerminalPanel] {
    let columns = max(1, min(plan.figure.columns, plan.panels.count, (grid.width + 2) / 32))
    var panels = plan.panels.indices.map {
      TerminalPanel(plan, index: $0, columns: columns, height: height, glyphs: glyphs)
    }
    let gutters = (0..<columns).map { column in
      panels.indices.filter { $0 % columns == column }.map { panels[$0].gutter }.max() ?? 0
    }
    let room = grid.width - gutters.reduce(0, +) - 2 * (columns - 1) - 1
    let plotWidth = max(1, room / columns)
    for index in panels.indices {
      let column = index % columns
      let left = gutters[..<column].reduce(0, +) + column * (plotWidth + 2)
      panels[index].fit(left: left, gutter: gutters[column], plotWidth: plotWidth, page: self)
    }
    return panels
  }

  mutating func draw(_ panels: [TerminalPanel]) {
    var start = 0
    while start < panels.count {
      let end = panels[(start + 1)...].firstIndex { $0.left == 0 } ?? panels.count
      let rowTop = grid.rows.count
      let top = rowTop + (panels[start..<end].map(\.heightAbove).max() ?? 0)
      for panel in panels[start..<end] { panel.draw(rowTop: rowTop, top: top, on: &self) }
      if end < panels.count { grid.grow(to: grid.rows.count + 1) }
      start = end
    }
  }
}

extension BrailleCanvas.Ink {
  init(_ style: MarkStyle, _ glyphs: Figure.Glyphs) {
    self.init(
      colour: style.colour.inTerminal, letter: glyphs.letter(style.colour, fill: false),
      dash: glyphs == .braille ? style.dash.dots : [])
  }
}
