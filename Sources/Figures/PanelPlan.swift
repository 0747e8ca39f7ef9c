/// A panel with every open choice made (ranges, looks), ready for either renderer.
struct PanelPlan {
  let panel: Panel
  var x: Domain
  var y: Domain
  let styles: [MarkStyle]

  /// Where a point lies in the panel; `nil` if one of its coordinates has no place on its axis.
  func place(x: Double, y: Double) -> Place? {
    guard let across = self.x.fraction(of: x), let up = self.y.fraction(of: y) else { return nil }
    return Place(x: across, y: up)
  }

  func place(_ point: Mark.Point) -> Place? { place(x: point.x, y: point.y) }

  /// The marks with their looks, lowest first.
  var styledMarks: [(mark: Mark, style: MarkStyle)] { Array(zip(panel.marks, styles)) }

  var heatMap: HeatMap? {
    for case .heatMap(let map) in panel.marks.map(\.content) { return map }
    return nil
  }
}

/// A figure with every open choice made.
struct FigurePlan {
  let figure: Figure
  var panels: [PanelPlan] = []

  init(_ figure: Figure) {
    self.figure = figure
    var looks = StyleAssignment()
    for panel in figure.panels {
      looks.beginPanel()
      let styles = panel.marks.map { looks.style(of: $0) }
      let isMap = panel.marks.contains { if case .heatMap = $0.content { true } else { false } }
      var y = panel.y
      if panel.marks.contains(where: { if case .bars = $0.content { true } else { false } }) {
        y.includesZero = true
      }
      panels.append(
        PanelPlan(
          panel: panel,
          x: Domain(
            fitting: panel.marks.flatMap(\.xValues), axis: panel.x,
            padding: isMap ? .none : .slight),
          y: Domain(
            fitting: panel.marks.flatMap(\.yValues), axis: y, padding: isMap ? .none : .toTicks),
          styles: styles))
    }
    if figure.sharesX, let shared = Self.shared(panels.map(\.x)) {
      for index in panels.indices { panels[index].x = shared }
    }
    if figure.sharesY, let shared = Self.shared(panels.map(\.y)) {
      for index in panels.indices { panels[index].y = shared }
    }
  }

  private static func shared(_ domains: [Domain]) -> Domain? {
    guard let first = domains.first else { return nil }
    precondition(
      domains.allSatisfy { $0.scale == first.scale },
      "Figure: panels can't share an axis that is linear in one and log10 in another")
    return domains.dropFirst().reduce(first) { $0.union($1) }
  }

  /// What the legend lists: each name with its look once, over all panels.
  var legend: [LegendEntry] {
    var entries: [LegendEntry] = []
    for (mark, style) in panels.flatMap(\.styledMarks) {
      guard let name = mark.name, let sample = LegendEntry.Sample(mark) else { continue }
      let entry = LegendEntry(name: name, style: style, sample: sample)
      if !entries.contains(entry) { entries.append(entry) }
    }
    return entries
  }
}

/// One line of the legend: a sample of the mark, and its name.
struct LegendEntry: Equatable {
  enum Sample: Equatable {
    case line(Mark.Shape?)
    case points(Mark.Shape)
    case band
    case bar

    init?(_ mark: Mark) {
      switch mark.content {
      case .line(_, let shape): self = .line(shape)
      case .points(_, let shape): self = .points(shape)
      case .words: self = .points(.dot)
      case .horizontalLine: self = .line(nil)
      case .band: self = .band
      case .bars: self = .bar
      case .heatMap: return nil
      }
    }
  }

  var name: String
  var style: MarkStyle
  var sample: Sample
}
