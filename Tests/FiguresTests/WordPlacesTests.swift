import Testing

@testable import UnrollFigures

@Suite struct WordPlacesTests {
  private let figure = Figure(
    title: "Words", x: Axis("first"), y: Axis("second"),
    marks: [.words(["king", "queen", "a < b"], x: [0, 1, 2], y: [0.5, 1, 0])])

  @Test func `each word stands beside a dot of its own`() throws {
    let svg = try ParsedSVG(figure.svg())
    for word in ["king", "queen", "a < b"] { #expect(svg.texts.contains(word)) }
    #expect(svg.all("circle").count == 3)
    #expect(figure.svg().contains("Words: king (0, 0.5), queen (1, 1), a &lt; b (2, 0)."))
  }

  @Test func `a terminal shows the words too`() {
    let text = figure.terminal(width: 60, colour: false)
    for word in ["•king", "queen", "a < b"] { #expect(text.contains(word)) }
  }

  @Test func `words keep out of each other's way, and inside the frame`() {
    let frame = WordBox(x: 0, y: 0, width: 400, height: 200)
    // Twelve words on nearly one point, one at the right edge, one at the top.
    var points = (0..<12).map { (x: 200 + Double($0), y: 100 - Double($0 % 3)) }
    points += [(x: 395, y: 150), (x: 100, y: 1)]
    let widths = points.indices.map { 30 + Double($0 % 4) * 5 }
    let boxes = WordBox.places(of: points, widths: widths, height: 14, gap: 6, in: frame)
    for (i, box) in boxes.enumerated() {
      #expect(box.outside(frame) < 1e-9, "word \(i)")
      #expect(box.width == widths[i] && box.height == 14)
      for (j, other) in boxes.enumerated() where j > i {
        #expect(box.overlap(other) == 0, "words \(i) and \(j)")
      }
    }
    let alone = WordBox.places(of: [(x: 50, y: 50)], widths: [20], height: 10, gap: 6, in: frame)
    #expect(alone == [WordBox(x: 56, y: 45, width: 20, height: 10)])
  }

  @Test func `a word without a place is counted in a note`() {
    let figure = Figure(
      title: "", x: Axis(), y: Axis(),
      marks: [.words(["a", "b", "c"], x: [0, .nan, 1], y: [0, 1, 1])])
    #expect(figure.svg().contains("1 value is not finite."))
  }
}
