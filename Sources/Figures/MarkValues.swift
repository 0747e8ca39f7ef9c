extension Mark {
  /// The values an x axis must hold to show the mark.
  var xValues: [Double] {
    switch content {
    case .line(let points, _), .points(let points, _), .words(let points, _): points.map(\.x)
    case .horizontalLine: []
    case .band(let intervals): intervals.map(\.x)
    case .bars(let points):
      points.flatMap { [$0.x - Mark.spacing(points) / 2, $0.x + Mark.spacing(points) / 2] }
    case .heatMap(let map): [map.x(edge: 0), map.x(edge: map.columnCount)]
    }
  }

  /// The values a y axis must hold to show the mark.
  var yValues: [Double] {
    switch content {
    case .line(let points, _), .points(let points, _), .words(let points, _), .bars(let points):
      points.map(\.y)
    case .horizontalLine(let y): [y]
    case .band(let intervals): intervals.flatMap { [$0.lower, $0.upper] }
    case .heatMap(let map): [map.y(edge: 0), map.y(edge: map.rows.count)]
    }
  }

  /// The smallest distance between bars; 1 if there is only one.
  static func spacing(_ bars: [Point]) -> Double {
    let places = bars.map(\.x).filter(\.isFinite).sorted()
    return zip(places.dropFirst(), places).map { $0 - $1 }.filter { $0 > 0 }.min() ?? 1
  }
}

/// A bar as a rectangle between fractions of the two axes.
struct BarPlace: Equatable {
  var left, right, bottom, top: Double
}

extension PanelPlan {
  /// The rectangles of the bars of one mark; several marks of bars share the room at each x.
  func bars(of index: Int) -> [BarPlace] {
    let groups = panel.marks.indices.filter {
      if case .bars = panel.marks[$0].content { true } else { false }
    }
    guard case .bars(let points) = panel.marks[index].content,
      let slot = groups.firstIndex(of: index)
    else { return [] }
    let room = Mark.spacing(points) * 0.8
    let width = room / Double(groups.count)
    return points.compactMap { point in
      let left = point.x - room / 2 + width * Double(slot)
      guard let start = x.fraction(of: left), let end = x.fraction(of: left + width),
        let height = y.fraction(of: point.y)
      else { return nil }
      let base = y.scale == .linear ? y.fraction(of: 0) ?? 0 : 0
      func inside(_ fraction: Double) -> Double { min(1, max(0, fraction)) }
      return BarPlace(
        left: inside(start), right: inside(end), bottom: inside(min(base, height)),
        top: inside(max(base, height)))
    }
  }

  /// The outline of a band, one closed polygon for each stretch without gaps.
  func outlines(of intervals: [Mark.Interval]) -> [[Place]] {
    let edges = intervals.map { interval in
      (low: place(x: interval.x, y: interval.lower), high: place(x: interval.x, y: interval.upper))
    }
    return stretches(of: edges) { edge in
      guard let low = edge.low, let high = edge.high else { return nil }
      return (low, high)
    }.map { (stretch: [(low: Place, high: Place)]) in
      clipped(polygon: stretch.map(\.high) + stretch.reversed().map(\.low))
    }.filter { !$0.isEmpty }
  }
}
