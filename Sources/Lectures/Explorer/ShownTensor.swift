import UnrollAutodiff
import UnrollFigures

/// A tensor as a page shows it: its numbers, or the first of them, and how large it is.
public struct ShownTensor: Codable, Sendable, Equatable {
  /// The sizes of its axes.
  public let shape: [Int]
  /// Its numbers as a matrix, axes before the last two one below the other; a single number is one row of one.
  public let rows: [[Double]]
  /// Whether all numbers are there; otherwise the first rows and columns.
  public let isWhole: Bool
  /// `‖x‖`, the root of the sum of all squares; for a single number its magnitude.
  public let norm: Double
  /// The colour of the norm: a level of the page's `ColourScale`.
  public let level: Int

  /// How many numbers are shown.
  struct Room {
    let rows, columns: Int
    /// For tapes of up to some thousand entries.
    static let ample = Room(rows: 6, columns: 6)
    /// For long tapes, whose pages would be too large otherwise.
    static let scarce = Room(rows: 1, columns: 3)
  }

  init(_ tensor: Tensor, _ scale: ColourScale, _ room: Room) {
    shape = Array(tensor.shape)
    let columns = shape.last ?? 1
    let elements = tensor.elements
    let count = columns == 0 ? 0 : elements.count / columns
    let (shownRows, shownColumns) = (min(count, room.rows), min(columns, room.columns))
    rows = (0..<shownRows).map { row in
      Array(elements[(row * columns)..<(row * columns + shownColumns)])
    }
    isWhole = shownRows == count && shownColumns == columns
    norm = elements.count == 1 ? elements[0].magnitude : tensor.norm()
    level = scale.level(of: norm)
  }
}

// A long tape has some hundred thousand of these, so in JSON their keys are letters, and what follows from the rest is
// left out: the norm of a single number, and that all numbers are there.
extension ShownTensor {
  private enum CodingKeys: String, CodingKey {
    case shape = "s"
    case rows = "r"
    case isWhole = "w"
    case norm = "n"
    case level = "l"
  }

  private var isSingle: Bool { shape.allSatisfy { $0 == 1 } }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode([Int].self, forKey: .shape)
    rows = try container.decode([[Double]].self, forKey: .rows)
    level = try container.decode(Int.self, forKey: .level)
    isWhole = try container.decodeIfPresent(Bool.self, forKey: .isWhole) ?? true
    norm =
      try container.decodeIfPresent(Double.self, forKey: .norm) ?? rows.first?.first?.magnitude ?? 0
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(rows, forKey: .rows)
    try container.encode(level, forKey: .level)
    if !isWhole { try container.encode(isWhole, forKey: .isWhole) }
    if !isSingle { try container.encode(norm, forKey: .norm) }
  }
}
