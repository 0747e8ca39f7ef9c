import UnrollAutodiff
import UnrollNumerics

/// Digits that a pen writes in one stroke: the way it goes, and the picture it leaves.
///
/// Every digit is written anew: larger or smaller, slanted, and out of the middle. Lengths are in heights of
/// the picture, counted from its middle to the right and upwards.
public enum DigitPaths {
  /// A place on the paper.
  public struct Point: Sendable, Hashable {
    /// To the right.
    public let x: Double
    /// Upwards.
    public let y: Double

    init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }

    func distance(to other: Point) -> Double {
      ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }
  }

  /// The number of points of a path, at equal distances from the first to the last.
  public static let steps = 16

  /// The size of a picture, in pixels.
  public static let (rows, columns) = (12, 10)

  /// Where the pen turns, writing 0 … 9 on paper ruled in 4 · 6 squares; from the lower left corner.
  static let turns: [[(x: Double, y: Double)]] = [
    [
      (2, 6), (0.6, 5.4), (0, 4), (0, 2), (0.6, 0.6), (2, 0), (3.4, 0.6), (4, 2), (4, 4),
      (3.4, 5.4), (2, 6),
    ],
    [(0.5, 4.5), (2.5, 6), (2.5, 0)],
    [(0, 4.5), (0.6, 5.6), (2, 6), (3.4, 5.5), (3.8, 4.2), (0, 0), (4, 0)],
    [
      (0, 5.3), (1.8, 6), (3.6, 5.2), (3.3, 3.8), (1.8, 3.2), (3.6, 2.6), (4, 1.2), (2, 0),
      (0, 0.7),
    ],
    [(3, 0), (3, 6), (0, 2), (4, 2)],
    [
      (3.6, 6), (0.4, 6), (0.2, 3.4), (2, 3.8), (3.6, 3.2), (4, 1.8), (3.4, 0.4), (2, 0),
      (0, 0.6),
    ],
    [
      (3.2, 6), (1, 4.2), (0, 2), (0.6, 0.4), (2, 0), (3.6, 0.5), (4, 1.8), (3.4, 3), (2, 3.3),
      (0.2, 2.4),
    ],
    [(0, 6), (4, 6), (1.5, 0)],
    [
      (3.6, 5), (2, 6), (0.4, 5), (1, 3.6), (3, 2.7), (4, 1.4), (2, 0), (0, 1.4), (1, 2.7),
      (3, 3.6), (3.6, 5),
    ],
    [
      (3.8, 3.8), (2, 2.7), (0.4, 3.2), (0, 4.4), (0.6, 5.6), (2, 6), (3.6, 5.4), (4, 4),
      (3.4, 2), (2, 0),
    ],
  ]

  /// A digit's turns as somebody writes it; which digit, and how, is random.
  public static func sample(using generator: inout SeededGenerator) -> [Point] {
    let turns = Self.turns[generator.integer(below: 10)]
    let height = generator.uniform(in: 0.6..<0.8)
    let slant = generator.uniform(in: -0.3..<0.3)
    let (right, up) = (generator.uniform(in: -0.08..<0.08), generator.uniform(in: -0.08..<0.08))
    return turns.map { turn in
      let (x, y) = (height * (turn.x - 2) / 6, height * (turn.y - 3) / 6)
      return Point(x + slant * y + right, y + up)
    }
  }

  /// So many points at equal distances along the way through some turns, both ends included.
  static func points(_ count: Int, through turns: [Point]) -> [Point] {
    let pieces = Array(zip(turns, turns.dropFirst()))
    let lengths = pieces.map { $0.distance(to: $1) }
    let step = lengths.reduce(0, +) / Double(count - 1)
    var points: [Point] = []
    var begun = 0.0  // the way up to the piece
    for ((start, end), length) in zip(pieces, lengths) {
      // Rounding must not lose the last point.
      while points.count < count, Double(points.count) * step <= begun + length + 1e-9 {
        let share = (Double(points.count) * step - begun) / length
        points.append(
          Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))
      }
      begun += length
    }
    return points
  }

  /// Pictures, `[samples, rows · columns]`, from the upper left pixel: 1 where the pen went through the
  /// middle of a pixel, less the farther it passed, and 0 from the width of a pixel on.
  public static func inputs(_ samples: [[Point]]) -> Tensor {
    let pixel = 1 / Double(rows)
    let ink = samples.flatMap { turns in
      let way = points(4 * steps, through: turns)
      return (0..<(rows * columns)).map { index in
        let middle = Point(
          (Double(index % columns) + 0.5 - Double(columns) / 2) * pixel,
          (Double(rows) / 2 - Double(index / columns) - 0.5) * pixel)
        let nearest = way.map { $0.distance(to: middle) }.min() ?? pixel
        return max(0, 1 - nearest / pixel)
      }
    }
    return Tensor(ink, shape: [samples.count, rows * columns])
  }

  /// Paths of the pen, `[samples, steps, 2]`.
  public static func targets(_ samples: [[Point]]) -> Tensor {
    let places = samples.flatMap { points(steps, through: $0).flatMap { [$0.x, $0.y] } }
    return Tensor(places, shape: [samples.count, steps, 2])
  }
}
