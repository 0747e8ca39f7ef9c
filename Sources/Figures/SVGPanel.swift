/// Draws one panel: headings and grid below, marks above, axes and tick labels last.
struct SVGPanel {
  let layout: SVGPanelLayout
  var frame: Box { layout.frame }
  var plan: PanelPlan { layout.plan }

  func draw(into svg: inout SVGWriter) {
    drawHeadings(into: &svg)
    if plan.heatMap == nil { drawGrid(into: &svg) }
    for index in plan.panel.marks.indices { drawMark(index, into: &svg) }
    drawAxes(into: &svg)
    if let map = plan.heatMap { drawColourBar(map, into: &svg) }
  }

  private func drawHeadings(into svg: inout SVGWriter) {
    var baseline = frame.y - layout.rowHeightAbove + 14
    for line in layout.titleLines {
      svg.text(line, x: frame.x, y: baseline, size: SVGMetrics.label, bold: true)
      baseline += 19
    }
    let headingLines = layout.headingBesideTitle ? 1 : layout.yHeading.count
    baseline = frame.y - 12 - 17 * Double(headingLines - 1)
    for line in layout.yHeading {
      svg.text(line, x: layout.outerLeft, y: baseline, size: SVGMetrics.label)
      baseline += 17
    }
    baseline = frame.bottom + (layout.labelsX ? 34 : 17)
    for line in layout.xHeading {
      svg.text(
        line, x: frame.x + frame.width / 2, y: baseline, size: SVGMetrics.label, anchor: .middle)
      baseline += 17
    }
  }

  private func drawGrid(into svg: inout SVGWriter) {
    if plan.panel.x.categories == nil {
      for x in positions(layout.xTicks, plan.x) {
        let pixel = frame.x + x * frame.width
        svg.line("grid", from: (pixel, frame.y), to: (pixel, frame.bottom))
      }
    }
    for y in positions(layout.yTicks, plan.y) {
      let pixel = frame.bottom - y * frame.height
      svg.line("grid", from: (frame.x, pixel), to: (frame.right, pixel))
    }
  }

  private func drawAxes(into svg: inout SVGWriter) {
    svg.line("axis", from: (frame.x, frame.bottom), to: (frame.right, frame.bottom))
    svg.line("axis", from: (frame.x, frame.y), to: (frame.x, frame.bottom))
    for tick in layout.xTicks {
      guard let fraction = plan.x.fraction(of: tick.value) else { continue }
      let x = frame.x + fraction * frame.width
      svg.line("axis", from: (x, frame.bottom), to: (x, frame.bottom + 4))
      guard layout.labelsX else { continue }
      svg.text(
        tick.label, x: x, y: frame.bottom + 17, size: SVGMetrics.tick, anchor: .middle,
        style: "faint")
    }
    for tick in layout.yTicks {
      guard let fraction = plan.y.fraction(of: tick.value) else { continue }
      let y = frame.bottom - fraction * frame.height
      svg.line("axis", from: (frame.x - 4, y), to: (frame.x, y))
      guard layout.labelsY else { continue }
      svg.text(
        tick.label, x: frame.x - 7, y: y + SVGMetrics.tick * 0.35, size: SVGMetrics.tick,
        anchor: .end, style: "faint")
    }
    for value in Ticks.minor(on: plan.x) {
      guard let fraction = plan.x.fraction(of: value) else { continue }
      let x = frame.x + fraction * frame.width
      svg.line("axis", from: (x, frame.bottom), to: (x, frame.bottom + 2), width: 0.5)
    }
    for value in Ticks.minor(on: plan.y) {
      guard let fraction = plan.y.fraction(of: value) else { continue }
      let y = frame.bottom - fraction * frame.height
      svg.line("axis", from: (frame.x - 2, y), to: (frame.x, y), width: 0.5)
    }
  }

  private func drawColourBar(_ map: HeatMap, into svg: inout SVGWriter) {
    let bar = layout.colourBar
    let steps = 64
    for step in 0..<steps {
      let x = bar.x + bar.width * Double(step) / Double(steps)
      svg.element(
        "rect",
        [
          // Half a pixel wider than its share, so that no seams show between the steps.
          "x": .number(x), "y": .number(bar.y),
          "width": .number(min(bar.width / Double(steps) + 0.5, bar.right - x)),
          "height": .number(bar.height),
          "fill": .text(HeatMap.colour(at: Double(step) / Double(steps - 1)).css),
        ])
    }
    let domain = map.domain
    for tick in layout.colourTicks {
      guard let fraction = domain.fraction(of: tick.value) else { continue }
      let x = bar.x + fraction * bar.width
      svg.line("axis", from: (x, bar.bottom), to: (x, bar.bottom + 4))
      svg.text(
        tick.label, x: x, y: bar.bottom + 17, size: SVGMetrics.tick, anchor: .middle,
        style: "faint")
    }
    for (index, line) in layout.colourHeading.enumerated() {
      svg.text(
        line, x: bar.x + bar.width / 2, y: bar.bottom + 34 + 17 * Double(index),
        size: SVGMetrics.label, anchor: .middle)
    }
  }

  private func positions(_ ticks: [Tick], _ domain: Domain) -> [Double] {
    ticks.compactMap { domain.fraction(of: $0.value) }.filter { 0...1 ~= $0 }
  }
}
