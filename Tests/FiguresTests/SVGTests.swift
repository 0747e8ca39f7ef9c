import Testing

@testable import UnrollFigures

@Suite struct SVGTests {
  @Test(arguments: Examples.all)
  func `every figure is valid XML without a script or anything from outside`(figure: Figure) throws
  {
    for appearance in Figure.Appearance.allCases {
      let svg = figure.svg(appearance: appearance)
      let parsed = try ParsedSVG(svg)
      #expect(parsed.elements.first?.name == "svg")
      #expect(parsed.all("script").isEmpty)
      #expect(!svg.contains("href") && !svg.contains("@import") && !svg.contains("url("))
      #expect(!svg.contains("nan") && !svg.contains("inf\""))
    }
  }

  @Test(arguments: Examples.all)
  func `the same figure gives the same bytes`(figure: Figure) {
    #expect(figure.svg() == figure.svg())
  }

  @Test func `text is escaped, and control characters are replaced`() throws {
    let title = "a < b & \"c\" > 'd'\u{1B}\u{0}"
    let figure = Figure(
      title: title, x: Axis("<x>"), y: Axis("y&"), marks: [.line("]]>", y: [1, 2])])
    let svg = figure.svg()
    #expect(!svg.contains("<x>") && !svg.contains("\u{1B}"))
    let texts = try ParsedSVG(svg).texts
    #expect(texts.contains("a < b & \"c\" > 'd'"))
    #expect(texts.contains("<x>") && texts.contains("y&") && texts.contains("]]>"))
  }

  @Test func `a reader who cannot see is told what the figure shows`() throws {
    let parsed = try ParsedSVG(Examples.learning.svg())
    let root = try #require(parsed.elements.first)
    #expect(root.attributes["role"] == "img")
    let title = try #require(parsed.all("title").first)
    let description = try #require(parsed.all("desc").first)
    #expect(title.text == "Learning curves")
    #expect(description.text.contains("Training loss: 20 values from 0.00405 to 0.094"))
    let labels = [title, description].compactMap { $0.attributes["id"] }.joined(separator: " ")
    #expect(root.attributes["aria-labelledby"] == labels)
  }

  @Test func `a caption takes the place of the description`() throws {
    var figure = Examples.learning
    figure.caption = "Both losses fall."
    #expect(try ParsedSVG(figure.svg()).all("desc").map(\.text) == ["Both losses fall."])
  }

  @Test func `the legend names each mark once, over all panels`() throws {
    let texts = try ParsedSVG(Examples.series.svg()).texts
    for name in ["Series", "Actual", "Predicted"] {
      #expect(texts.filter { $0 == name }.count == 1)
    }
  }

  @Test func `a NaN cuts a line in two`() throws {
    let whole = Figure(title: "", x: Axis(), y: Axis(), marks: [.line("a", y: [1, 2, 3, 4, 5])])
    var values = [1.0, 2, .nan, 4, 5]
    let cut = Figure(title: "", x: Axis(), y: Axis(), marks: [.line("a", y: values)])
    #expect(try ParsedSVG(whole.svg()).lines("blue").count == 1)
    #expect(try ParsedSVG(cut.svg()).lines("blue").count == 2)
    #expect(try ParsedSVG(cut.svg()).texts.contains("a: 1 value is not finite."))
    values[2] = .infinity
    #expect(
      try ParsedSVG(Figure(title: "", x: Axis(), y: Axis(), marks: [.line("a", y: values)]).svg())
        .lines("blue").count == 2)
  }

  @Test func `a NaN in x cuts a line as one in y does`() throws {
    let figure = Figure(
      title: "", x: Axis(), y: Axis(),
      marks: [.line("a", x: [0, 1, .nan, 3, 4], y: [1, 2, 3, 4, 5])])
    #expect(try ParsedSVG(figure.svg()).lines("blue").count == 2)
  }

  @Test func `a value alone between two gaps is drawn as a dot`() throws {
    let figure = Figure(
      title: "", x: Axis(), y: Axis(), marks: [.line(y: [1, 2, .nan, 4, .nan, 6, 7])])
    #expect(try ParsedSVG(figure.svg()).all("circle").count == 1)
  }

  @Test func `zeros on a log axis leave a gap and are counted in a note`() throws {
    let figure = Figure(
      title: "", x: Axis(), y: Axis(scale: .log10),
      marks: [.line("norm", y: [1, 0.1, 0, -2, 0.01, 0.001])])
    let parsed = try ParsedSVG(figure.svg())
    #expect(parsed.lines("blue").count == 2)
    #expect(
      parsed.texts.contains("norm: 2 values are not positive and have no place on a log axis."))
  }

  @Test func `an empty series is drawn as empty axes and said to be empty`() throws {
    let figure = Figure(title: "Nothing", x: Axis("x"), y: Axis("y"), marks: [.line("a", y: [])])
    let parsed = try ParsedSVG(figure.svg())
    #expect(parsed.lines("blue").isEmpty)
    #expect(parsed.texts.contains("a: no values."))
    #expect(parsed.texts.contains("0.5") || parsed.texts.contains("0.4"))
  }

  @Test func `what lies outside a range that was asked for is counted`() throws {
    let figure = Figure.learningCurves(training: [0.3, 0.06, 0.04, 0.03])
    #expect(
      try ParsedSVG(figure.svg()).texts.contains(
        "Training loss: 2 values lie outside the axes (0.06 to 0.3)."))
  }

  @Test func `lines differ without colour`() throws {
    let figure = Figure(
      title: "", x: Axis(), y: Axis(),
      marks: (0..<5).map { index in .line("line \(index)", y: [0, Double(index)]) })
    let dashes = try ParsedSVG(figure.svg()).all("path").compactMap {
      $0.attributes["stroke-dasharray"]
    }
    #expect(Set(dashes).count == 5)
  }

  @Test func `numbers have two decimals at most and a point`() {
    #expect(SVGWriter.number(1) == "1")
    #expect(SVGWriter.number(-0.5) == "-0.5")
    #expect(SVGWriter.number(2.005001) == "2.01")
    #expect(SVGWriter.number(3.04) == "3.04")
    #expect(SVGWriter.number(-0.001) == "0")
  }

  @Test func `dark colours follow the reader's preference only if nothing else was asked for`() {
    let query = "prefers-color-scheme: dark"
    #expect(Examples.learning.svg().contains(query))
    #expect(!Examples.learning.svg(appearance: .dark).contains(query))
    #expect(Examples.learning.svg(appearance: .dark).contains(SVGStyle.darkPaper.css))
    #expect(!Examples.learning.svg(appearance: .light).contains(SVGStyle.darkPaper.css))
  }
}
