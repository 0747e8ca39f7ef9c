import Testing

@testable import UnrollFigures

/// Looks at the texts of a finished drawing as boxes: none may leave the drawing or touch another.
@Suite struct SVGLayoutTests {
  struct TextBox: CustomStringConvertible {
    var text: String
    var left, right, top, bottom: Double
    var description: String { "“\(text)” (\(left)…\(right), \(top)…\(bottom))" }

    init(_ element: ParsedSVG.Element) {
      text = element.text
      let size = element.number("font-size")
      let width = TextWidth.pixels(
        text, size: size, bold: element.attributes["font-weight"] == "600")
      switch element.attributes["text-anchor"] {
      case "middle": left = element.number("x") - width / 2
      case "end": left = element.number("x") - width
      default: left = element.number("x")
      }
      right = left + width
      // Digits and capitals rise 0.73 of the size above the baseline.
      top = element.number("y") - size * 0.73
      bottom = element.number("y")
    }

    func touches(_ other: TextBox) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  @Test(arguments: Examples.all, [360.0, 720, 960])
  func `no text is cut or lies on another`(figure: Figure, width: Double) throws {
    let parsed = try ParsedSVG(figure.svg(width: width))
    let root = try #require(parsed.elements.first)
    let boxes = parsed.all("text").map(TextBox.init)
    for (index, box) in boxes.enumerated() {
      #expect(box.left >= 0 && box.right <= root.number("width"), "\(box) is cut")
      #expect(box.top >= 0 && box.bottom <= root.number("height"), "\(box) is cut")
      for other in boxes[(index + 1)...] {
        #expect(!box.touches(other), "\(box) lies on \(other)")
      }
    }
  }

  @Test(arguments: Examples.all, [360.0, 720, 960])
  func `no text lies on a plot or in the margin`(figure: Figure, width: Double) throws {
    let frames = SVGLayout(FigurePlan(figure), width: width, plotHeight: nil).panels.map(\.frame)
    for box in try ParsedSVG(figure.svg(width: width)).all("text").map(TextBox.init) {
      #expect(box.left >= SVGMetrics.margin - 0.01, "\(box) lies in the left margin")
      #expect(box.right <= width - SVGMetrics.margin / 2, "\(box) lies in the right margin")
      for frame in frames {
        let isBeside =
          box.right < frame.x || box.left > frame.right || box.bottom < frame.y
          || box.top > frame.bottom
        #expect(isBeside, "\(box) lies on the plot \(frame)")
      }
    }
  }

  @Test func `panels that share an axis label it once a row, and once a column`() throws {
    let panel = Panel(x: Axis("step"), y: Axis("norm"), marks: [.line(y: [0, 1])])
    var figure = Figure(title: "", panels: [panel, panel, panel, panel, panel, panel], columns: 3)
    #expect(try ParsedSVG(figure.svg()).texts.filter { $0 == "norm" }.count == 6)
    figure.sharesX = true
    figure.sharesY = true
    #expect(try ParsedSVG(figure.svg()).texts.filter { $0 == "norm" }.count == 2)
    #expect(try ParsedSVG(figure.svg()).texts.filter { $0 == "step" }.count == 3)
  }

  @Test func `panels that share an axis have the range of all of them`() throws {
    let panels = [[0.0, 1], [5, 9]].map { Panel(marks: [.line(y: $0)]) }
    let plan = FigurePlan(Figure(title: "", panels: panels, sharesY: true))
    #expect(plan.panels[0].y == plan.panels[1].y)
    #expect(plan.panels[0].y.lower <= 0 && plan.panels[0].y.upper >= 9)
  }

  @Test func `names too long to stand side by side are numbered and explained`() throws {
    let texts = try ParsedSVG(Examples.bars.svg(width: 360)).texts
    #expect(texts.contains("3") && !texts.contains("A very long name indeed"))
    #expect(texts.joined(separator: " ").contains("3:\u{A0}A very long name indeed"))
  }
}
