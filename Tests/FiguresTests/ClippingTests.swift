import Testing

@testable import UnrollFigures

@Suite struct ClippingTests {
  @Test func `a line inside stays one piece, corner by corner`() {
    let line = [Place(x: 0, y: 0), Place(x: 0.5, y: 1), Place(x: 1, y: 0.25)]
    #expect(clipped(line: line) == [line])
  }

  @Test func `a line that leaves ends at the frame and comes back as a second piece`() {
    let line = [Place(x: 0, y: 0.5), Place(x: 0.25, y: 1.5), Place(x: 0.75, y: 0.5)]
    #expect(
      clipped(line: line) == [
        [Place(x: 0, y: 0.5), Place(x: 0.125, y: 1)],
        [Place(x: 0.5, y: 1), Place(x: 0.75, y: 0.5)],
      ])
  }

  @Test func `a line outside leaves nothing`() {
    #expect(clipped(line: [Place(x: -1, y: 0.5), Place(x: -0.5, y: 2)]).isEmpty)
    #expect(clipped(line: [Place(x: 2, y: 2)]).isEmpty)
  }

  @Test func `a line through the whole panel is cut on both sides`() {
    #expect(
      clipped(line: [Place(x: -1, y: 0.25), Place(x: 3, y: 0.25)])
        == [[Place(x: 0, y: 0.25), Place(x: 1, y: 0.25)]])
  }

  @Test func `a polygon larger than the panel becomes the panel`() {
    let corners = [(-1.0, -1.0), (2, -1), (2, 2), (-1, 2)].map { Place(x: $0.0, y: $0.1) }
    let inside = clipped(polygon: corners)
    #expect(inside.count == 4)
    #expect(inside.allSatisfy { [0, 1].contains($0.x) && [0, 1].contains($0.y) })
  }

  @Test func `a gap cuts a sequence in two`() {
    #expect(stretches(of: [1, 2, -1, 3, -1, -1]) { $0 > 0 ? $0 : nil } == [[1, 2], [3]])
  }
}
