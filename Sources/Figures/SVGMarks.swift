extension SVGPanel {
  /// Draws the mark at an index of the panel.
  func drawMark(_ index: Int, into svg: inout SVGWriter) {
    let style = plan.styles[index]
    switch plan.panel.marks[index].content {
    case .line(let points, let shape):
      for stretch in stretches(of: points, { plan.place($0) }) {
        // A value alone between two gaps has no line; without a dot it would vanish.
        if stretch.count == 1, shape == nil {
          drawShapes(stretch, .dot, style, into: &svg)
        }
        for piece in clipped(line: stretch) where piece.count > 1 {
          svg.polyline(piece.map(frame.point), style, width: 1.8)
        }
      }
      if let shape { drawShapes(points.compactMap { plan.place($0) }, shape, style, into: &svg) }
    case .points(let points, let shape):
      drawShapes(points.compactMap { plan.place($0) }, shape, style, size: 5, into: &svg)
    case .words: drawWords(index, style, into: &svg)
    case .horizontalLine(let y):
      guard let fraction = plan.y.fraction(of: y), 0...1 ~= fraction else { return }
      let ends = [Place(x: 0, y: fraction), Place(x: 1, y: fraction)]
      svg.polyline(ends.map(frame.point), style, width: 1)
    case .band(let intervals):
      for outline in plan.outlines(of: intervals) {
        svg.element(
          "path",
          [
            "class": "f-\(style.colour)", "fill-opacity": "0.22",
            "d": .text(SVGWriter.path(outline.map(frame.point)) + "Z"),
          ])
      }
    case .bars:
      for bar in plan.bars(of: index) {
        let (left, top) = frame.point(Place(x: bar.left, y: bar.top))
        svg.element(
          "rect",
          [
            "class": "f-\(style.colour)", "x": .number(left), "y": .number(top),
            "width": .number((bar.right - bar.left) * frame.width),
            "height": .number((bar.top - bar.bottom) * frame.height),
          ])
      }
    case .heatMap(let map): drawCells(map, into: &svg)
    }
  }

  private func drawShapes(
    _ places: [Place], _ shape: Mark.Shape, _ style: MarkStyle, size: Double = 2.6,
    into svg: inout SVGWriter
  ) {
    for place in places where place.isInside {
      svg.shape(shape, at: frame.point(place), size: size, style)
    }
  }

  /// Draws the cells, one path for each of 64 colours, neighbours of one colour in one go: a map of
  /// 200 × 200 cells is a few hundred kilobytes instead of several megabytes.
  private func drawCells(_ map: HeatMap, into svg: inout SVGWriter) {
    let domain = map.domain
    let levels = 64
    var paths = [String](repeating: "", count: levels)
    var empty = ""
    for row in map.rows.indices {
      let colours = (0..<map.columnCount).map { column -> Int? in
        map.fraction(row: row, column: column, in: domain).map {
          min(levels - 1, Int($0 * Double(levels)))
        }
      }
      var start = 0
      while start < colours.count {
        let end = colours[start...].firstIndex { $0 != colours[start] } ?? colours.count
        let cells = rectangle(map, row: row, columns: start..<end)
        if let level = colours[start] { paths[level] += cells } else { empty += cells }
        start = end
      }
    }
    func draw(_ path: String, _ paint: (key: String, value: String)) {
      guard !path.isEmpty else { return }
      svg.element(
        "path",
        paint.key == "class"
          ? ["class": .text(paint.value), "shape-rendering": "crispEdges", "d": .text(path)]
          : ["fill": .text(paint.value), "shape-rendering": "crispEdges", "d": .text(path)])
    }
    draw(empty, ("class", "empty"))
    for (level, path) in paths.enumerated() {
      draw(path, ("fill", HeatMap.colour(at: Double(level) / Double(levels - 1)).css))
    }
  }

  private func rectangle(_ map: HeatMap, row: Int, columns: Range<Int>) -> String {
    func inside(_ fraction: Double?) -> Double { min(1, max(0, fraction ?? 0)) }
    let left = inside(plan.x.fraction(of: map.x(edge: columns.lowerBound)))
    let right = inside(plan.x.fraction(of: map.x(edge: columns.upperBound)))
    let low = inside(plan.y.fraction(of: map.y(edge: row)))
    let high = inside(plan.y.fraction(of: map.y(edge: row + 1)))
    guard left < right, low < high else { return "" }
    let (start, top) = frame.point(Place(x: left, y: high))
    let (end, bottom) = frame.point(Place(x: right, y: low))
    let n = SVGWriter.number
    return "M\(n(start)) \(n(top))H\(n(end))V\(n(bottom))H\(n(start))Z"
  }
}

extension SVGWriter {
  static func path(_ points: [(x: Double, y: Double)]) -> String {
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
    }.joined()
  }

  mutating func polyline(
    _ points: [(x: Double, y: Double)], _ style: MarkStyle, width: Double
  ) {
    let dashes = style.dash.pixels.map(String.init).joined(separator: " ")
    element(
      "path",
      [
        "class": "s-\(style.colour)", "fill": "none", "stroke-width": .number(width),
        "stroke-linejoin": "round", "stroke-dasharray": .text(dashes.isEmpty ? "none" : dashes),
        "d": .text(Self.path(points)),
      ])
  }

  mutating func shape(
    _ shape: Mark.Shape, at point: (x: Double, y: Double), size: Double, _ style: MarkStyle
  ) {
    let (x, y) = point
    switch shape {
    case .dot:
      element(
        "circle",
        [
          "class": "f-\(style.colour)", "cx": .number(x), "cy": .number(y), "r": .number(size),
        ])
    case .ring:
      element(
        "circle",
        [
          "class": "paper s-\(style.colour)", "cx": .number(x), "cy": .number(y),
          "r": .number(size), "stroke-width": .number(max(1.4, size * 0.4)),
        ])
    case .cross:
      let corners = [(-size, -size), (size, size), (-size, size), (size, -size)]
        .map { (x: x + $0.0, y: y + $0.1) }
      element(
        "path",
        [
          "class": "s-\(style.colour)", "fill": "none",
          "stroke-width": .number(max(1.4, size * 0.45)), "stroke-linecap": "round",
          "d": .text(Self.path(Array(corners[..<2])) + Self.path(Array(corners[2...]))),
        ])
    case .square:
      let side = size * 1.8
      element(
        "rect",
        [
          "class": "f-\(style.colour)", "x": .number(x - side / 2), "y": .number(y - side / 2),
          "width": .number(side), "height": .number(side),
        ])
    case .triangle:
      let corners = [(0, -1.3), (1.15, 0.85), (-1.15, 0.85)]
        .map { (x: x + $0.0 * size, y: y + $0.1 * size) }
      element("path", ["class": "f-\(style.colour)", "d": .text(Self.path(corners) + "Z")])
    }
  }
}
