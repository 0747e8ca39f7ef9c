/// A rectangle of the drawing, y downwards as in SVG.
struct Box: Equatable {
  var x, y, width, height: Double
  var right: Double { x + width }
  var bottom: Double { y + height }

  /// The pixel at which a place of the panel lies.
  func point(_ place: Place) -> (x: Double, y: Double) {
    (x + place.x * width, bottom - place.y * height)
  }
}

/// Sizes of the drawing, in pixels.
enum SVGMetrics {
  static let margin = 20.0
  static let title = 17.0
  static let subtitle = 13.5
  static let label = 13.0
  static let tick = 12.0
  static let note = 12.0
  static let columnGap = 20.0
  static let rowGap = 22.0
  static let barHeight = 10.0
}

/// Where everything stands, computed from the widths of the labels before anything is drawn.
struct SVGLayout {
  struct Line: Equatable {
    var text: String
    var x, baseline: Double
  }

  struct LegendPlace {
    var entry: LegendEntry
    var x, baseline: Double
  }

  let width: Double
  private(set) var height: Double = 0
  private(set) var title: [Line] = []
  private(set) var subtitle: [Line] = []
  private(set) var legend: [LegendPlace] = []
  private(set) var panels: [SVGPanelLayout] = []
  private(set) var notes: [Line] = []

  init(_ plan: FigurePlan, width: Double, plotHeight: Double?) {
    self.width = width
    height = SVGMetrics.margin - 4
    title = lines(plan.figure.title, size: SVGMetrics.title, bold: true)
    if let text = plan.figure.subtitle {
      height += 2
      subtitle = lines(text, size: SVGMetrics.subtitle)
    }
    height += 8
    placeLegend(plan.legend)
    placePanels(plan, plotHeight: plotHeight)
    height += 6
    let keys = panels.compactMap(\.categoryKey)
    for note in keys + plan.notes {
      notes += lines(note, size: SVGMetrics.note)
    }
    height += SVGMetrics.margin - 6
  }

  private mutating func lines(_ text: String, size: Double, bold: Bool = false) -> [Line] {
    let room = width - 2 * SVGMetrics.margin
    return TextWidth.wrap(text, to: room) {
      TextWidth.pixels($0, size: size, bold: bold)
    }.map { text in
      height += size * 1.35
      return Line(text: text, x: SVGMetrics.margin, baseline: height - size * 0.3)
    }
  }

  private mutating func placeLegend(_ entries: [LegendEntry]) {
    guard !entries.isEmpty else { return }
    var x = SVGMetrics.margin
    height += 16
    for entry in entries {
      let room =
        SVGLegend.width(of: entry.sample) + 8 + TextWidth.pixels(entry.name, size: SVGMetrics.label)
      if x > SVGMetrics.margin, x + room > width - SVGMetrics.margin {
        x = SVGMetrics.margin
        height += 20
      }
      legend.append(LegendPlace(entry: entry, x: x, baseline: height))
      x += room + 22
    }
    height += 12
  }

  private mutating func placePanels(_ plan: FigurePlan, plotHeight: Double?) {
    let columns = min(plan.figure.columns, max(1, plan.panels.count))
    var drafts = plan.panels.indices.map { index in
      SVGPanelLayout(
        plan, index: index, columns: columns,
        plotHeight: plotHeight ?? standardHeight(of: plan.panels[index], columns: columns))
    }
    // Plots of one figure are equally wide; what is left of the labels is shared among them.
    let inColumn = (0..<columns).map { column in
      drafts.indices.filter { $0 % columns == column }.map { drafts[$0] }
    }
    let left = inColumn.map { $0.map(\.leftMargin).max() ?? 0 }
    let right = inColumn.map { $0.map(\.rightMargin).max() ?? 0 }
    let taken =
      left.reduce(0, +) + right.reduce(0, +) + Double(columns - 1) * SVGMetrics.columnGap
    let plotWidth = max(40, (width - 2 * SVGMetrics.margin - taken) / Double(columns))

    for row in stride(from: 0, to: drafts.count, by: columns) {
      let indices = row..<min(row + columns, drafts.count)
      var x = SVGMetrics.margin
      for (column, index) in indices.enumerated() {
        drafts[index].frame.x = x + left[column]
        drafts[index].frame.width = plotWidth
        drafts[index].outerLeft = x
        x += left[column] + plotWidth + right[column] + SVGMetrics.columnGap
        drafts[index].fitToWidth()
      }
      let above = indices.map { drafts[$0].heightAbove }.max() ?? 0
      for index in indices {
        drafts[index].frame.y = height + above
        drafts[index].rowHeightAbove = above
      }
      height +=
        above + (indices.map { drafts[$0].frame.height + drafts[$0].heightBelow }.max() ?? 0)
      if indices.upperBound < drafts.count { height += SVGMetrics.rowGap }
    }
    panels = drafts
  }

  /// Curves are wider than high; a heat map has nearly square cells.
  private func standardHeight(of plan: PanelPlan, columns: Int) -> Double {
    guard let map = plan.heatMap, map.columnCount > 0 else { return columns == 1 ? 300 : 210 }
    let plotWidth = (width - 2 * SVGMetrics.margin) / Double(columns) - 60
    let square = plotWidth * Double(map.rows.count) / Double(map.columnCount)
    return min(max(square, 120), plotWidth * 1.25)
  }
}
