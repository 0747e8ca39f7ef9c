import Testing

@testable import UnrollFigures

@Suite struct SparklineTests {
  @Test func `heights follow the values`() {
    #expect(Sparkline([0, 1, 2, 3, 4, 5, 6, 7]).description == "▁▂▃▄▅▆▇█")
    #expect(Sparkline([1, 0.1, 0.01], scale: .log10).description == "█▅▁")
    #expect(Sparkline([0, 7], glyphs: .ascii).description == "_#")
  }

  @Test func `what has no place is a blank`() {
    #expect(Sparkline([0, .nan, 1]).description == "▁ █")
    #expect(Sparkline([1, 0, 10], scale: .log10).description == "▁ █")
    #expect(Sparkline([]).description == "")
  }

  @Test func `a constant series lies in the middle`() {
    #expect(Sparkline([3, 3]).description == "▅▅")
  }

  @Test(arguments: [1, 7, 20])
  func `a long series is shortened to the width`(width: Int) {
    #expect(Sparkline((0..<100).map(Double.init), width: width).description.count == width)
  }

  @Test func `neighbours are averaged`() {
    #expect(Sparkline([0, 0, 7, 7], width: 2).description == "▁█")
  }
}
