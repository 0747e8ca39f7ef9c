extension Figure {
  /// What a reader who cannot see the figure is told: the caption, or axes and marks in words.
  ///
  /// `Loss against Epochs (0 to 20). Training loss: 20 values from 0.12 to 0.003, the last 0.003.`
  public var altText: String {
    if let caption { return caption }
    let plan = FigurePlan(self)
    let panels = plan.panels.map { plan in
      let name = plan.panel.title.map { "\($0): " } ?? ""
      return name
        + ([plan.axesInWords] + plan.panel.marks.compactMap(\.inWords)).joined(
          separator: " ")
    }
    return (panels + plan.notes).joined(separator: " ")
  }
}

extension PanelPlan {
  fileprivate var axesInWords: String {
    func words(_ axis: Axis, _ domain: Domain) -> String {
      let heading = axis.heading ?? ""
      if let categories = axis.categories {
        return heading + "(" + categories.joined(separator: ", ") + ")"
      }
      let range = "\(DecimalNumber.label(domain.lower)) to \(DecimalNumber.label(domain.upper))"
      let scale = domain.scale == .log10 ? ", log scale" : ""
      return (heading.isEmpty ? "" : heading + " ") + "(\(range)\(scale))"
    }
    return "\(words(panel.y, y)) against \(words(panel.x, x))."
  }
}

extension Mark {
  fileprivate var inWords: String? {
    let subject: String
    let values: [Double]
    switch content {
    case .line(let points, _):
      (subject, values) = (name ?? "Line", points.map(\.y))
    case .points(let points, _): (subject, values) = (name ?? "Points", points.map(\.y))
    case .words(let points, let words):
      // The words are what is to be seen; where they stand takes two numbers each.
      let places = zip(words, points).map { word, point in
        "\(word) (\(DecimalNumber.label(point.x)), \(DecimalNumber.label(point.y)))"
      }
      return "\(name ?? "Words"): \(places.joined(separator: ", "))."
    case .bars(let points): (subject, values) = (name ?? "Bars", points.map(\.y))
    case .horizontalLine(let y): return "Line at \(DecimalNumber.label(y))."
    case .band(let intervals):
      (subject, values) = (name ?? "Band", intervals.flatMap { [$0.lower, $0.upper] })
    case .heatMap(let map):
      let label = map.label.map { ": \($0)" } ?? ""
      subject = "Heat map of \(map.rows.count) by \(map.columnCount) cells\(label)"
      values = Array(map.rows.joined())
    }
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), let last = finite.last else {
      return "\(subject): no values."
    }
    if values.count == 1 { return "\(subject): \(DecimalNumber.label(low))." }
    let ending: String
    if case .line = content {
      ending = ", the last \(DecimalNumber.label(last))"
    } else {
      ending = ""
    }
    let range = "from \(DecimalNumber.label(low)) to \(DecimalNumber.label(high))"
    return "\(subject): \(values.count) values \(range)\(ending)."
  }
}
