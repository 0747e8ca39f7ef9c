import UnrollNumerics
import UnrollSequences

/// A person's own time series, forecast by a small network and by what costs nothing.
///
/// The first 70 % of the rows train, the next 15 % choose the epoch, the last 15 % are forecast and
/// reported on. Whatever is measured (scale, season) is measured on the training rows alone.
public struct Forecast: Sendable {
  /// A column with its name; NaN stands for a gap.
  public struct Column: Sendable {
    /// The name, as the file has it.
    public let name: String
    /// One number a row.
    public let values: [Double]

    /// A named column.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Where the length of a season comes from.
  public enum Season: Sendable, Equatable {
    /// From the autocorrelation of the training rows.
    case guessed
    /// From somebody who knows: so many rows.
    case rows(Int)
    /// There is none.
    case none
  }

  /// What the network sees; the first column is the one that is forecast.
  public let columns: [Column]
  /// The number of rows that a forecast is made from.
  public let steps: Int
  /// The number of rows that are forecast at once.
  public let horizon: Int
  /// The number of rows in a season; nil where there is none, or none was found.
  public let season: Int?
  /// Which rows train, validate and test.
  public let split: TimeSplit

  /// The windows of each part, in units of the training rows' standard deviation.
  let train, validation, test: Windows
  /// The window at the end of the series, which sees its last rows; none where these hold a gap.
  let ahead: Windows
  /// The scale of the column that is forecast.
  let scaler: StandardScaler

  /// The column that is forecast.
  public var target: Column { columns[0] }

  /// Cuts and scales columns of equal length; without `steps`, a number that suits them. Stops with a
  /// sentence where there are none, or their lengths differ.
  /// - Throws: ``ForecastError`` for a series that is too short, too full of gaps, or constant.
  public init(
    _ columns: [Column], steps: Int? = nil, horizon: Int = 1, season: Season = .guessed
  ) throws(ForecastError) {
    require(!columns.isEmpty, "Forecast: got no columns; expected at least one")
    let rows = columns[0].values.count
    require(
      columns.allSatisfy { $0.values.count == rows },
      "Forecast: got columns of \(columns.map(\.values.count)) rows; expected as many in each")
    let split = TimeSplit(rows: rows)
    self.columns = columns
    self.horizon = horizon
    self.split = split
    self.season = try Self.season(season, columns[0].values[split.train])
    self.steps = steps ?? Self.defaultSteps(season: self.season, trainingRows: split.train.count)
    try Self.checkLength(rows: rows, steps: self.steps, horizon: horizon)
    for column in columns { try Self.checkChange(column, split.train) }

    let scalers = columns.map { StandardScaler(fittedTo: $0.values[split.train]) }
    let scaled = zip(scalers, columns).map { $0.scaled($1.values) }
    scaler = scalers[0]
    let size = (steps: self.steps, horizon: horizon)
    train = try Self.windows(scaled, size, "training", split.train)
    validation = try Self.windows(scaled, size, "validation", split.validation)
    test = try Self.windows(scaled, size, "test", split.test)
    // Zeros stand for what nobody knows yet; no model sees them.
    let continued = scaled.map { $0 + Array(repeating: 0, count: horizon) }
    ahead = UnrollSequences.windows(
      of: continued, steps: self.steps, horizon: horizon, in: rows..<(rows + horizon),
      dtype: .float64)
  }

  /// How many windows of all parts were left out because of a gap.
  public var windowsLeftOut: Int { train.leftOut + validation.leftOut + test.leftOut }

  /// The windows of the training, the validation and the test part.
  public var windowCounts: [Int] { [train.count, validation.count, test.count] }
}

// MARK: - Choices and checks

extension Forecast {
  /// A season, but at least 24 steps and at most 60, and no more than a quarter of the training rows.
  static func defaultSteps(season: Int?, trainingRows: Int) -> Int {
    max(1, min(max(24, season ?? 0), 60, trainingRows / 4))
  }

  private static func season(
    _ season: Season, _ training: ArraySlice<Double>
  ) throws(ForecastError) -> Int? {
    switch season {
    case .none: return nil
    case .guessed: return guessedSeason(of: Array(training))
    case .rows(let rows):
      if rows >= training.count {
        throw ForecastError.seasonTooLong(season: rows, trainingRows: training.count)
      }
      return rows
    }
  }

  /// Each part must hold a window; what a validation or test window sees may lie in the part before.
  private static func checkLength(
    rows: Int, steps: Int, horizon: Int
  ) throws(ForecastError) {
    func isEnough(_ rows: Int) -> Bool {
      let split = TimeSplit(rows: rows)
      return split.train.count > steps + horizon && split.validation.count >= horizon
        && split.test.count >= horizon
    }
    if isEnough(rows) { return }
    let needed = (rows...).first(where: isEnough) ?? rows
    throw .tooFewRows(found: rows, needed: needed, steps: steps, horizon: horizon)
  }

  private static func checkChange(
    _ column: Column, _ training: Range<Int>
  ) throws(ForecastError) {
    let values = column.values[training].filter { !$0.isNaN }
    guard let first = values.first else {
      throw .onlyGaps(part: "training", steps: 1, horizon: 0)
    }
    if values.allSatisfy({ $0 == first }) { throw .constant(column: column.name, value: first) }
  }

  /// Float64, for least squares; the network takes them as float32.
  private static func windows(
    _ columns: [[Double]], _ size: (steps: Int, horizon: Int), _ part: String, _ rows: Range<Int>
  ) throws(ForecastError) -> Windows {
    // Training windows lie wholly in the training rows: these begin at row 0.
    let windows = UnrollSequences.windows(
      of: columns, steps: size.steps, horizon: size.horizon, in: rows, dtype: .float64)
    if windows.count == 0 {
      throw .onlyGaps(part: part, steps: size.steps, horizon: size.horizon)
    }
    return windows
  }
}
