extension TerminalPanel {
  /// The marks of the panel in dots.
  func canvas(columns: Int, rows: Int) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: rows, glyphs: glyphs)
    for (index, (mark, style)) in plan.styledMarks.enumerated() {
      let ink = BrailleCanvas.Ink(style, glyphs)
      switch mark.content {
      case .line(let points, let shape):
        for stretch in stretches(of: points, { plan.place($0) }) {
          if stretch.count == 1, shape == nil {
            canvas.put(glyphs.letter(.dot), at: stretch[0], ink)
          }
          for piece in clipped(line: stretch) { canvas.draw(line: piece, ink) }
        }
        if let shape, showsMarkers(points) {
          for place in points.compactMap({ plan.place($0) }) {
            canvas.put(glyphs.letter(shape), at: place, ink)
          }
        }
      case .points(let points, let shape):
        for place in points.compactMap({ plan.place($0) }) {
          canvas.put(glyphs.letter(shape), at: place, ink)
        }
      case .words: drawWords(index, ink, &canvas)
      case .horizontalLine(let y):
        guard let fraction = plan.y.fraction(of: y), 0...1 ~= fraction else { continue }
        canvas.draw(line: [Place(x: 0, y: fraction), Place(x: 1, y: fraction)], ink)
      case .band(let intervals):
        for outline in plan.outlines(of: intervals) { fill(outline, ink, &canvas) }
      case .bars:
        for bar in plan.bars(of: index) { draw(bar, style, ink, &canvas) }
      case .heatMap: continue
      }
    }
    return canvas
  }

  /// Fills a polygon with loose dots: column by column, between every second pair of crossings of
  /// its outline.
  private func fill(_ outline: [Place], _ ink: BrailleCanvas.Ink, _ canvas: inout BrailleCanvas) {
    guard let last = outline.last else { return }
    let edges = Array(zip([last] + outline.dropLast(), outline))
    for x in 0..<canvas.dotsAcross {
      // Between two dots, so that no corner is met exactly and counted twice.
      let place = (Double(x) + 0.001) / Double(max(1, canvas.dotsAcross - 1))
      let crossings = edges.filter { ($0.x <= place) != ($1.x <= place) }.map { start, end in
        start.toward(end, (place - start.x) / (end.x - start.x)).y
      }.sorted()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let low = canvas.dot(at: Place(x: place, y: crossings[pair])).y
        let high = canvas.dot(at: Place(x: place, y: crossings[pair + 1])).y
        for y in low...max(low, high) where glyphs == .ascii || (x % 2 == 0 && y % 2 == 0) {
          canvas.draw(dot: (x, y), BrailleCanvas.Ink(colour: ink.colour, letter: ":"))
        }
      }
    }
  }

  /// Draws a bar in whole characters; its end in eighths, where the terminal has them.
  private func draw(
    _ bar: BarPlace, _ style: MarkStyle, _ ink: BrailleCanvas.Ink, _ canvas: inout BrailleCanvas
  ) {
    let start = Int((bar.left * Double(canvas.columns)).rounded())
    let end = max(start + 1, Int((bar.right * Double(canvas.columns)).rounded()))
    let fill = glyphs.letter(style.colour, fill: true)
    let eighths = Array(" ▁▂▃▄▅▆▇█")
    for row in 0..<canvas.rows {
      let floor = Double(canvas.rows - 1 - row) / Double(canvas.rows)
      let covered =
        (min(bar.top, floor + 1 / Double(canvas.rows)) - max(bar.bottom, floor))
        * Double(canvas.rows)
      let letter: Character
      if fill == "█", bar.bottom <= floor, covered < 1 {
        letter = eighths[max(0, Int((covered * 8).rounded()))]
      } else {
        letter = covered >= 0.5 ? fill : " "
      }
      guard letter != " " else { continue }
      for column in start..<end { canvas.put(letter, row: row, column: column, ink) }
    }
  }

  /// Draws the cells of a heat map: two rows of cells a line in colour, one without.
  func drawCells(_ map: HeatMap, row: Int, column: Int, width: Int, on page: inout TerminalPage) {
    let lines = page.showsHalves ? height * 2 : height
    let domain = map.domain
    let across = (0..<width).map {
      cells($0, of: width, plan.x, start: map.xStart, step: map.xStep)
    }
    let up = (0..<lines).map { cells($0, of: lines, plan.y, start: map.yStart, step: map.yStep) }
    func mean(_ line: Int, _ column: Int) -> Double? {
      let fractions = up[line].flatMap { row in
        across[column].compactMap { map.fraction(row: row, column: $0, in: domain) }
      }
      return fractions.isEmpty ? nil : fractions.reduce(0, +) / Double(fractions.count)
    }
    for line in 0..<height {
      for place in 0..<width {
        let below = page.showsHalves ? lines - 2 - 2 * line : lines - 1 - line
        let lower = mean(below, place)
        let upper = page.showsHalves ? mean(below + 1, place) : lower
        guard lower != nil || upper != nil else { continue }
        page.grid.put(
          page.cell(upper: upper, lower: lower), row: row + line, column: column + place)
      }
    }
  }

  /// The rows or columns of a map that one character shows: those whose middle it covers, or else
  /// the nearest.
  private func cells(_ index: Int, of count: Int, _ domain: Domain, start: Double, step: Double)
    -> [Int]
  {
    let low = (domain.value(at: Double(index) / Double(count)) - start) / step
    let high = (domain.value(at: Double(index + 1) / Double(count)) - start) / step
    let covered = Int(low.rounded(.up))..<max(Int(low.rounded(.up)), Int(high.rounded(.up)))
    return covered.isEmpty ? [Int(((low + high) / 2).rounded())] : Array(covered)
  }
}

extension TerminalPage {
  /// Whether a character shows two colours, one above the other.
  var showsHalves: Bool { colour && glyphs == .braille }

  /// A character that shows one or two places on the colour bar.
  func cell(upper: Double?, lower: Double?) -> TextGrid.Cell {
    func colour(_ fraction: Double?) -> Int? { fraction.map { HeatMap.colour(at: $0).inTerminal } }
    if showsHalves {
      if upper == nil { return TextGrid.Cell(character: "▄", colour: colour(lower)) }
      return TextGrid.Cell(character: "▀", colour: colour(upper), background: colour(lower))
    }
    let ramp = Figure.Glyphs.ramp
    guard let fraction = lower else { return TextGrid.Cell() }
    let level = min(ramp.count - 1, Int(fraction * Double(ramp.count)))
    return TextGrid.Cell(character: ramp[level], colour: self.colour ? colour(fraction) : nil)
  }
}
