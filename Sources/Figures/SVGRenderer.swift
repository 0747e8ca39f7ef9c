extension Figure {
  /// Whether an SVG is light, dark, or follows its reader.
  public enum Appearance: Sendable, Equatable, CaseIterable {
    /// Follows the reader's preference (`prefers-color-scheme`).
    case automatic
    /// Dark on white.
    case light
    /// Light on near black.
    case dark
  }

  /// The figure as an SVG document: one self-contained file without scripts or fonts.
  ///
  /// - Parameters:
  ///   - width: The width of the whole figure in pixels; by default 720, 960 for several columns.
  ///   - plotHeight: The height of each area between axes in pixels; by default it suits the marks.
  ///   - appearance: Light, dark, or as the reader prefers.
  public func svg(
    width: Double? = nil, plotHeight: Double? = nil, appearance: Appearance = .automatic
  ) -> String {
    let plan = FigurePlan(self)
    let layout = SVGLayout(plan, width: width ?? standardWidth(plan), plotHeight: plotHeight)
    var writer = SVGWriter()
    let (size, description) = ("\(SVGWriter.number(layout.width))", altText)
    let identity = Self.identity(of: title + description)
    let height = SVGWriter.number(layout.height.rounded(.up))
    writer.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": .text(size), "height": .text(height),
        "viewBox": "0 0 \(size) \(height)", "role": "img", "class": "unroll-figure",
        "aria-labelledby": "title-\(identity) desc-\(identity)",
        "font-family": .text(SVGStyle.fonts),
      ]
    ) { svg in
      svg.element("title", ["id": "title-\(identity)"], text: title)
      svg.element("desc", ["id": "desc-\(identity)"], text: description)
      svg.element("style", text: "\n" + SVGStyle.sheet(appearance))
      svg.element("rect", ["class": "paper", "width": "100%", "height": "100%"])
      for line in layout.title {
        svg.text(line.text, x: line.x, y: line.baseline, size: SVGMetrics.title, bold: true)
      }
      for line in layout.subtitle {
        svg.text(
          line.text, x: line.x, y: line.baseline, size: SVGMetrics.subtitle, style: "faint")
      }
      for place in layout.legend { SVGLegend.draw(place, into: &svg) }
      for panel in layout.panels {
        svg.element("g") { group in SVGPanel(layout: panel).draw(into: &group) }
      }
      for line in layout.notes {
        svg.text(line.text, x: line.x, y: line.baseline, size: SVGMetrics.note, style: "faint")
      }
    }
    return writer.output
  }

  private func standardWidth(_ plan: FigurePlan) -> Double {
    let sideBySide = min(columns, panels.count)
    if sideBySide > 1 { return 960 }
    return plan.panels.contains { $0.heatMap != nil } ? 520 : 720
  }

  /// A short name that differs between figures on one page, and never between two runs: FNV-1a.
  private static func identity(of text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 36)
  }
}

extension SVGWriter {
  /// How a text stands with respect to its x.
  enum Anchor: String {
    case start, middle, end
  }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double, anchor: Anchor = .start,
    bold: Bool = false, style: String = "plain"
  ) {
    element(
      "text",
      [
        "x": .number(x), "y": .number(y), "font-size": .number(size),
        "text-anchor": .text(anchor.rawValue), "font-weight": bold ? "600" : "400",
        "class": .text(style),
      ], text: text)
  }

  mutating func line(
    _ style: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double),
    width: Double = 1
  ) {
    element(
      "line",
      [
        "class": .text(style), "x1": .number(start.x), "y1": .number(start.y),
        "x2": .number(end.x), "y2": .number(end.y), "stroke-width": .number(width),
      ])
  }
}
