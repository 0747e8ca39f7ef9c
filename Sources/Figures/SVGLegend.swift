/// The legend, one sample and name after the other above the panels, where it can't cover any data.
enum SVGLegend {
  static func width(of sample: LegendEntry.Sample) -> Double {
    switch sample {
    case .line: 34
    case .points: 12
    case .band, .bar: 22
    }
  }

  static func draw(_ place: SVGLayout.LegendPlace, into svg: inout SVGWriter) {
    let (x, y) = (place.x, place.baseline - SVGMetrics.label * 0.34)
    let style = place.entry.style
    let width = width(of: place.entry.sample)
    let middle = (x: x + width / 2, y: y)
    switch place.entry.sample {
    case .line(let shape):
      svg.polyline([(x, y), (x + width, y)], style, width: 1.8)
      if let shape { svg.shape(shape, at: middle, size: 3, style) }
    case .points(let shape): svg.shape(shape, at: middle, size: 5, style)
    case .band, .bar:
      svg.element(
        "rect",
        [
          "class": "f-\(style.colour)",
          "fill-opacity": place.entry.sample == .band ? "0.22" : "1", "x": .number(x),
          "y": .number(y - 6),
          "width": .number(width), "height": "12",
        ])
    }
    svg.text(
      place.entry.name, x: x + width + 8, y: place.baseline, size: SVGMetrics.label)
  }
}
