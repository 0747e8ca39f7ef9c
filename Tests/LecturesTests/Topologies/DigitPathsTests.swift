import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

@Suite struct DigitPathsTests {
  private typealias Point = DigitPaths.Point

  private static func isNear(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  @Test func `points lie at equal distances around a corner, both ends included`() {
    // Three to the right and one up: four lengths, five points.
    let points = DigitPaths.points(5, through: [Point(0, 0), Point(3, 0), Point(3, 1)])
    #expect(Self.isNear(points.map(\.x), [0, 1, 2, 3, 3]))
    #expect(Self.isNear(points.map(\.y), [0, 0, 0, 0, 1]))
    let uneven = DigitPaths.points(3, through: [Point(0, 0), Point(1, 0), Point(1, 3)])
    #expect(Self.isNear(uneven.map(\.x), [0, 1, 1]))
    #expect(Self.isNear(uneven.map(\.y), [0, 1, 3]))
  }

  @Test func `no digit loses a point to rounding`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let turns = DigitPaths.sample(using: &generator)
      let points = DigitPaths.points(DigitPaths.steps, through: turns)
      #expect(points.count == 16)
      #expect(points.first == turns.first)
      #expect((points.last?.distance(to: turns[turns.count - 1]) ?? 1) < 1e-9)
    }
  }

  @Test func `a vertical stroke inks one column of pixels, the topmost first`() {
    // Down the middle of the sixth column, from the middle of the second row to that of the seventh.
    let pixel = 1.0 / 12
    let turns = [Point(0.5 * pixel, 4.5 * pixel), Point(0.5 * pixel, -0.5 * pixel)]
    let picture = DigitPaths.inputs([turns])
    #expect(picture.shape == [1, 120])
    for row in 0..<12 {
      for column in 0..<10 {
        let ink = picture.elements[row * 10 + column]
        let isOnStroke = column == 5 && (1...6).contains(row)
        #expect(isOnStroke ? ink > 0.9 && ink <= 1 : ink < 1e-5, "row \(row), column \(column)")
      }
    }
    #expect(abs(picture.elements[1 * 10 + 5] - 1) < 1e-6)
  }

  @Test func `ink fades with the distance from the pen`() {
    // Along the border between two rows: half a pixel from both.
    let turns = [Point(-0.2, 0), Point(0.2, 0)]
    let ink = DigitPaths.inputs([turns]).elements
    for column in 3...6 {
      #expect(abs(ink[5 * 10 + column] - 0.5) < 0.02)
      #expect(abs(ink[6 * 10 + column] - 0.5) < 0.02)
      #expect(ink[4 * 10 + column] == 0)
    }
  }

  @Test func `paths are points in turn, to the right and upwards`() {
    let path = DigitPaths.targets([
      [Point(0, 0.3), Point(0.15, 0.3)], [Point(0, 0), Point(0, -0.3)],
    ])
    #expect(path.shape == [2, 16, 2])
    #expect(Self.isNear(path[0, 0].elements, [0, 0.3]))
    #expect(Self.isNear(path[0, 1].elements, [0.01, 0.3]))
    #expect(Self.isNear(path[0, 15].elements, [0.15, 0.3]))
    #expect(Self.isNear(path[1, 15].elements, [0, -0.3]))
  }

  @Test func `ten digits are drawn on four by six squares, and seldom leave the picture`() {
    #expect(DigitPaths.turns.count == 10)
    for turn in DigitPaths.turns.joined() {
      #expect((0...4).contains(turn.x) && (0...6).contains(turn.y))
    }
    var generator = SeededGenerator(seed: 2)
    let points = (0..<300).flatMap { _ in DigitPaths.sample(using: &generator) }
    let inside = points.count { abs($0.x) <= 10.0 / 24 && abs($0.y) <= 0.5 }
    #expect(Double(inside) > 0.97 * Double(points.count))
  }
}
