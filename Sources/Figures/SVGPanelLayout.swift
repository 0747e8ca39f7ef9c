/// Where the parts of one panel stand.
struct SVGPanelLayout {
  let plan: PanelPlan
  /// The area between the axes.
  var frame: Box
  /// Where the panel begins, left of its tick labels.
  var outerLeft = 0.0
  /// The room above the axes, the same for all panels of a row, so that their titles stand in line.
  var rowHeightAbove = 0.0
  private(set) var xTicks: [Tick] = []
  private(set) var yTicks: [Tick] = []
  private(set) var colourTicks: [Tick] = []
  /// The heading of the y axis, broken into lines.
  private(set) var yHeading: [String] = []
  private(set) var xHeading: [String] = []
  private(set) var colourHeading: [String] = []
  private(set) var titleLines: [String] = []
  let labelsX: Bool
  let labelsY: Bool
  private let showsXHeading: Bool
  private let showsYHeading: Bool
  /// What numbers stand for, where the names of categories are too long to stand below the axis.
  private(set) var categoryKey: String?

  init(_ figure: FigurePlan, index: Int, columns: Int, plotHeight: Double) {
    plan = figure.panels[index]
    frame = Box(x: 0, y: 0, width: 0, height: plotHeight)
    let isLowest = index + columns >= figure.panels.count
    let isFirst = index % columns == 0
    labelsX = !figure.figure.sharesX || isLowest
    labelsY = !figure.figure.sharesY || isFirst
    // A heading that repeats the one it shares the axis with would only take room.
    let lowest = figure.panels.indices.last { $0 % columns == index % columns } ?? index
    let first = figure.panels[index - index % columns].panel
    showsXHeading =
      labelsX || plan.panel.x.heading != figure.panels[lowest].panel.x.heading
    showsYHeading = labelsY || plan.panel.y.heading != first.y.heading
    yTicks = Ticks.ticks(
      on: plan.y, axis: plan.panel.y, atMost: max(2, min(9, Int(plotHeight / 32))))
  }

  /// The room for tick labels, on the left.
  var leftMargin: Double {
    let widest = yTicks.map { TextWidth.pixels($0.label, size: SVGMetrics.tick) }.max() ?? 0
    return labelsY ? max(widest + 9, 14) : 6
  }

  /// Half a tick label may reach beyond the end of the x axis.
  var rightMargin: Double {
    if plan.panel.x.categories != nil { return 4 }
    let likely = Ticks.ticks(on: plan.x, axis: plan.panel.x, atMost: 6)
    return max(4, (likely.map { TextWidth.pixels($0.label, size: SVGMetrics.tick) }.max() ?? 0) / 2)
  }

  /// Chooses what depends on the width: the ticks of the x axis and the line breaks of the
  /// headings.
  mutating func fitToWidth() {
    xTicks = Self.fitting(width: frame.width, on: plan.x, axis: plan.panel.x)
    if let names = plan.panel.x.categories, !Self.fits(xTicks, in: plan.x, width: frame.width) {
      xTicks = names.indices.map { Tick(value: Double($0), label: "\($0 + 1)") }
      categoryKey = plan.panel.x.categoryKey
    }
    func wrapped(_ text: String?, _ width: Double, bold: Bool = false) -> [String] {
      TextWidth.wrap(text ?? "", to: width) {
        TextWidth.pixels($0, size: SVGMetrics.label, bold: bold)
      }
    }
    let whole = frame.right - outerLeft
    titleLines = wrapped(plan.panel.title, frame.width, bold: true)
    yHeading = showsYHeading ? wrapped(plan.panel.y.heading, whole) : []
    xHeading = showsXHeading ? wrapped(plan.panel.x.heading, frame.width) : []
    if let map = plan.heatMap {
      colourTicks = Self.fitting(width: frame.width, on: map.domain, axis: Axis())
      colourHeading = wrapped(map.label, frame.width)
    }
  }

  /// A short heading, like x(t), stands left of the title; a longer one below it, in lines of its
  /// own.
  var headingBesideTitle: Bool {
    guard let heading = yHeading.first, yHeading.count == 1, !titleLines.isEmpty else {
      return false
    }
    return TextWidth.pixels(heading, size: SVGMetrics.label) + 6 <= frame.x - outerLeft
  }

  /// The room for title and heading.
  var heightAbove: Double {
    let headingLines = headingBesideTitle ? 0 : yHeading.count
    return Double(titleLines.count) * 19 + Double(headingLines) * 17 + 7
  }

  var heightBelow: Double { colourBarTop + colourBarHeight }

  /// From the plot to the bottom of the x axis' heading.
  private var colourBarTop: Double {
    (labelsX ? 20 : 4) + Double(xHeading.count) * 17
  }

  private var colourBarHeight: Double {
    plan.heatMap == nil ? 0 : 12 + SVGMetrics.barHeight + 20 + Double(colourHeading.count) * 17
  }

  var colourBar: Box {
    Box(
      x: frame.x, y: frame.bottom + colourBarTop + 12, width: frame.width,
      height: SVGMetrics.barHeight)
  }

  /// As many ticks as stand side by side without touching.
  private static func fitting(width: Double, on domain: Domain, axis: Axis) -> [Tick] {
    let most = max(2, min(10, Int(width / 44)))
    for count in stride(from: most, to: 1, by: -1) {
      let ticks = Ticks.ticks(on: domain, axis: axis, atMost: count)
      if fits(ticks, in: domain, width: width) { return ticks }
    }
    return Ticks.ticks(on: domain, axis: axis, atMost: 1)
  }

  private static func fits(_ ticks: [Tick], in domain: Domain, width: Double) -> Bool {
    let spans = ticks.compactMap { tick in
      domain.fraction(of: tick.value).map { fraction in
        let half = TextWidth.pixels(tick.label, size: SVGMetrics.tick) / 2
        return (start: fraction * width - half, end: fraction * width + half)
      }
    }
    return zip(spans, spans.dropFirst()).allSatisfy { $0.end + 8 <= $1.start }
      && spans.allSatisfy { $0.end - $0.start <= width }
  }
}
