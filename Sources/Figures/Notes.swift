/// How many values of a mark could not be drawn, and why.
struct Undrawn: Equatable {
  var notFinite = 0
  var notPositive = 0
  var outside = 0
  /// The y of the lowest and the highest value outside.
  var lowest = Double.infinity
  var highest = -Double.infinity

  mutating func count(_ point: Mark.Point, in plan: PanelPlan) {
    if !point.x.isFinite || !point.y.isFinite {
      notFinite += 1
    } else if let place = plan.place(point) {
      if !place.isInside { countOutside(point.y) }
    } else {
      notPositive += 1
    }
  }

  mutating func countOutside(_ value: Double) {
    outside += 1
    lowest = min(lowest, value)
    highest = max(highest, value)
  }

  /// `3 values are not finite, 1 value lies outside the axes (0.12)`; `nil` if everything was
  /// drawn.
  func sentence(outside frame: String) -> String? {
    func phrase(_ count: Int, _ one: String, _ many: String) -> String? {
      count == 0 ? nil : count == 1 ? "1 value \(one)" : "\(count) values \(many)"
    }
    let (low, high) = (DecimalNumber.label(lowest), DecimalNumber.label(highest))
    let extent = low == high ? "(\(low))" : "(\(low) to \(high))"
    let phrases = [
      phrase(notFinite, "is not finite", "are not finite"),
      phrase(
        notPositive, "is not positive and has no place on a log axis",
        "are not positive and have no place on a log axis"),
      phrase(outside, "lies outside \(frame) \(extent)", "lie outside \(frame) \(extent)"),
    ].compactMap(\.self)
    return phrases.isEmpty ? nil : phrases.joined(separator: ", ")
  }
}

extension FigurePlan {
  /// What the figure could not draw, one sentence a mark:
  /// nothing is dropped silently.
  var notes: [String] {
    panels.enumerated().flatMap { index, plan in
      plan.styledMarks.compactMap { mark, _ in
        note(on: mark, in: plan).map { note in
          // The panel is named only where there are several.
          let panel = plan.panel.title ?? "panel \(index + 1)"
          let subject = [panels.count > 1 ? panel : nil, mark.name].compactMap(\.self)
          return (subject.isEmpty ? "" : subject.joined(separator: ", ") + ": ") + note + "."
        }
      }
    }
  }

  private func note(on mark: Mark, in plan: PanelPlan) -> String? {
    if mark.yValues.isEmpty { return "no values" }
    var undrawn = Undrawn()
    switch mark.content {
    case .line(let points, _), .points(let points, _), .words(let points, _):
      for point in points { undrawn.count(point, in: plan) }
    case .bars(let points):
      for point in points { undrawn.count(point, in: plan) }
    case .band(let intervals):
      for interval in intervals {
        undrawn.count(Mark.Point(x: interval.x, y: interval.lower), in: plan)
        undrawn.count(Mark.Point(x: interval.x, y: interval.upper), in: plan)
      }
    case .horizontalLine(let y):
      let middle = plan.x.value(at: 0.5)
      undrawn.count(Mark.Point(x: middle, y: y), in: plan)
    case .heatMap(let map):
      let domain = map.domain
      for value in map.rows.joined() {
        if !value.isFinite {
          undrawn.notFinite += 1
        } else if let fraction = domain.fraction(of: value) {
          if !(-1e-9...1 + 1e-9 ~= fraction) { undrawn.countOutside(value) }
        } else {
          undrawn.notPositive += 1
        }
      }
      return undrawn.sentence(outside: "the range of the colours")
    }
    return undrawn.sentence(outside: "the axes")
  }
}
