/// A matrix shown as coloured cells: `rows[j][i]` is the cell around x = xStart + i · xStep,
/// y = yStart + j · yStep.
///
/// Made for time × time tables, such as the norm of the gradient of the loss at step t with respect
/// to the state at step k. Rows may differ in length, so a triangle can be given as it is; what is
/// not there stays empty. Colours follow viridis, which keeps its order for colour-blind readers
/// and in grey print.
public struct HeatMap: Sendable, Equatable {
  /// The values, the lowest row first.
  public var rows: [[Double]]
  /// The x of the first column.
  public var xStart: Double
  /// The y of the first row.
  public var yStart: Double
  /// The width of a column.
  public var xStep: Double
  /// The height of a row.
  public var yStep: Double
  /// What the colours measure; stands beside the colour bar.
  public var label: String?
  /// How values are spread over the colours.
  public var scale: Axis.Scale
  /// The values at the two ends of the colour bar; `nil` fits the values.
  public var range: ClosedRange<Double>?

  /// A map of the given rows; stops where the size of a cell is not above 0.
  public init(
    _ rows: [[Double]], xStart: Double = 0, yStart: Double = 0, xStep: Double = 1,
    yStep: Double = 1, label: String? = nil, scale: Axis.Scale = .linear,
    range: ClosedRange<Double>? = nil
  ) {
    precondition(
      xStep > 0 && yStep > 0,
      "heat map: cells of \(xStep) by \(yStep); both must be greater than 0")
    self.rows = rows
    self.xStart = xStart
    self.yStart = yStart
    self.xStep = xStep
    self.yStep = yStep
    self.label = label
    self.scale = scale
    self.range = range
  }

  var columnCount: Int { rows.map(\.count).max() ?? 0 }

  /// Where the edge below a column lies; the last column ends where the one behind it would begin.
  func x(edge column: Int) -> Double { xStart + (Double(column) - 0.5) * xStep }

  /// Where the edge below a row lies.
  func y(edge row: Int) -> Double { yStart + (Double(row) - 0.5) * yStep }

  /// The values at the ends of the colour bar.
  var domain: Domain {
    Domain(fitting: rows.joined(), axis: Axis(range: range, scale: scale), padding: .none)
  }

  /// Where a cell lies on the colour bar, 0 … 1; `nil` if it is empty or its value has no colour.
  func fraction(row: Int, column: Int, in domain: Domain) -> Double? {
    guard rows.indices.contains(row), rows[row].indices.contains(column) else { return nil }
    return domain.fraction(of: rows[row][column]).map { min(1, max(0, $0)) }
  }

  /// The colour of a place on the colour bar: viridis (S. van der Walt, N. Smith), eleven colours,
  /// joined linearly.
  static func colour(at fraction: Double) -> RGB {
    let place = min(1, max(0, fraction)) * Double(viridis.count - 1)
    let lower = min(Int(place), viridis.count - 2)
    return viridis[lower].mixed(with: viridis[lower + 1], place - Double(lower))
  }

  private static let viridis: [RGB] = [
    RGB(0x440154), RGB(0x482475), RGB(0x414487), RGB(0x355F8D), RGB(0x2A788E), RGB(0x21918C),
    RGB(0x22A884), RGB(0x44BF70), RGB(0x7AD151), RGB(0xBDDF26), RGB(0xFDE725),
  ]
}
