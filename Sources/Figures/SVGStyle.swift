/// The colours of an SVG figure, as CSS inside the file: it needs nothing from outside.
enum SVGStyle {
  static let fonts =
    "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, 'DejaVu Sans', sans-serif"

  /// The style sheet. With `.automatic` the reader's own preference for light or dark decides.
  static func sheet(_ appearance: Figure.Appearance) -> String {
    switch appearance {
    case .light: rules(isDark: false, indent: "")
    case .dark: rules(isDark: true, indent: "")
    case .automatic:
      rules(isDark: false, indent: "") + "@media (prefers-color-scheme: dark) {\n"
        + rules(isDark: true, indent: "  ") + "}\n"
    }
  }

  static let lightPaper = RGB(0xFFFFFF)
  static let darkPaper = RGB(0x0D1117)

  /// Classes: s-COLOUR strokes, f-COLOUR fills; `paper` fills with the background.
  private static func rules(isDark: Bool, indent: String) -> String {
    let paper = isDark ? darkPaper : lightPaper
    let ink = isDark ? RGB(0xE6EDF3) : RGB(0x1F2328)
    let faint = isDark ? RGB(0x9BA5B0) : RGB(0x59636E)
    let grid = isDark ? RGB(0x2A313A) : RGB(0xE4E8EC)
    let axis = isDark ? RGB(0x6B7580) : RGB(0x8C959F)
    let empty = isDark ? RGB(0x21262D) : RGB(0xEEF0F3)
    var rules = [
      ".paper { fill: \(paper.css); }",
      "text { fill: \(ink.css); }",
      "text.faint { fill: \(faint.css); }",
      ".grid { stroke: \(grid.css); }",
      ".axis { stroke: \(axis.css); }",
      ".empty { fill: \(empty.css); }",
    ]
    for colour in Mark.Colour.allCases {
      let value = isDark ? colour.onDark : colour.onLight
      rules.append(".s-\(colour) { stroke: \(value.css); }")
      rules.append(".f-\(colour) { fill: \(value.css); }")
    }
    // Prefixed, so that a figure pasted into a page leaves the page alone.
    return rules.map { "\(indent).unroll-figure \($0)\n" }.joined()
  }
}
