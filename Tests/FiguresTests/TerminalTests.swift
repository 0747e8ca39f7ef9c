import Testing

@testable import UnrollFigures

@Suite struct TerminalTests {
  static func withoutColour(_ text: String) -> String {
    text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
  }

  @Test(arguments: Examples.all, [1, 20, 60, 80, 120])
  func `every line is exactly as wide as asked for`(figure: Figure, width: Int) {
    for glyphs in Figure.Glyphs.allCases {
      for colour in [false, true] {
        let text = figure.terminal(width: width, height: 8, colour: colour, glyphs: glyphs)
        for line in Self.withoutColour(text).split(
          separator: "\n", omittingEmptySubsequences: false)
        where !(figure.panels.isEmpty && line.isEmpty) {
          #expect(TextWidth.columns(line) == width, "“\(line)”")
        }
      }
    }
  }

  @Test(arguments: Examples.all)
  func `ASCII means ASCII, and no colour means no escape`(figure: Figure) {
    let plain = figure.terminal(width: 60, colour: false, glyphs: .ascii)
    #expect(plain.allSatisfy { $0.isASCII && ($0 == "\n" || (" "..."~") ~= $0) })
    #expect(!figure.terminal(width: 60, colour: false).contains("\u{1B}"))
  }

  @Test(arguments: Examples.all)
  func `the same figure gives the same text`(figure: Figure) {
    #expect(figure.terminal(width: 60) == figure.terminal(width: 60))
  }

  @Test func `axes, tick labels and legend are there`() {
    let text = Examples.learning.terminal(width: 60, colour: false)
    for part in ["Learning curves", "Training loss", "Validation loss", "Epochs", "0.05 ┤", "20"] {
      #expect(text.contains(part))
    }
  }

  @Test func `panels stand side by side where there is room and below each other where not`() {
    func rowsWithTitle(_ width: Int) -> [Substring] {
      Examples.series.terminal(width: width, colour: false).split(separator: "\n").filter {
        $0.contains("Series 1") || $0.contains("Series 2") || $0.contains("Series 3")
      }
    }
    #expect(rowsWithTitle(120).count == 1)
    #expect(rowsWithTitle(60).count == 3)
  }

  @Test func `a power of ten is spelled with e in ASCII`() {
    #expect(Figure.Glyphs.ascii.spelled("10⁻³") == "1e-3")
    #expect(Figure.Glyphs.ascii.spelled("−2.5×10⁻¹²") == "-2.5e-12")
    #expect(Figure.Glyphs.ascii.spelled("norm × 10") == "norm x 10")
    #expect(Figure.Glyphs.ascii.spelled("예측") == "??")
    #expect(Figure.Glyphs.braille.spelled("10⁻³") == "10⁻³")
  }

  @Test func `a line is drawn from corner to corner`() throws {
    var canvas = BrailleCanvas(columns: 3, rows: 2, glyphs: .braille)
    let ink = BrailleCanvas.Ink(colour: nil, letter: "*")
    canvas.draw(line: [Place(x: 0, y: 0), Place(x: 1, y: 1)], ink)
    // From (0, 0) to (5, 7) the dots are (0, 0) (1, 1) (1, 2) | (2, 3) (3, 4) | (4, 5) (4, 6) (5,
    // 7).
    #expect(try #require(canvas.cell(row: 1, column: 0)).character == "⡰")
    #expect(try #require(canvas.cell(row: 0, column: 2)).character == "⠎")
    #expect(canvas.cell(row: 0, column: 0) == nil)
  }

  @Test func `a gap in a line is a gap in the text`() throws {
    let figure = Figure(
      title: "gap", x: Axis(range: 0...20), y: Axis(range: 0...1),
      marks: [.line(y: (0...20).map { 8...12 ~= $0 ? .nan : 0.5 })])
    let row = try #require(
      figure.terminal(width: 60, height: 5, colour: false, glyphs: .ascii)
        .split(separator: "\n").first { $0.contains("...") })
    #expect(row.contains(#/\.{10,} {10,}\.{10,}/#))
  }

  @Test func `a control character in a name cannot reach the terminal`() {
    let figure = Figure(title: "\u{1B}[2J", x: Axis(), y: Axis(), marks: [.line("\u{7}", y: [1])])
    #expect(!figure.terminal(colour: false).contains("\u{1B}"))
    #expect(!figure.terminal(colour: false).contains("\u{7}"))
  }
}
