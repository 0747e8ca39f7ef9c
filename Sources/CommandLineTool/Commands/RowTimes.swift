/// The times of rows, as far as they are written year first: `2024-03`, `2024-03-09`, `2024/03/09 12:00`.
struct RowTimes {
  /// The texts in order: fixed widths, so that their order is that of time.
  private let texts: [String]
  /// The days since some day, where the texts are days.
  private let days: [Int]?

  /// Nil where a text is no time that begins with the year, or where they are not all written alike.
  init?(_ texts: [String]) {
    guard texts.count > 1, let pattern = texts.first.map(Self.pattern),
      pattern.hasPrefix("0000-00") || pattern.hasPrefix("0000/00"),
      texts.allSatisfy({ Self.pattern($0) == pattern })
    else { return nil }
    self.texts = texts
    days = pattern.count == 10 ? texts.map(Self.day) : nil
  }

  /// Whether the times never grow, and end before they began.
  var runBackwards: Bool {
    zip(texts, texts.dropFirst()).allSatisfy { $0 >= $1 } && texts[0] > texts[texts.count - 1]
  }

  /// The row behind which days are missing, where most rows are a day apart; nil where none are.
  var firstGap: Int? { gaps.first?.row }

  /// The number of days that have no row.
  var missing: Int { gaps.reduce(0) { $0 + $1.days } }

  private var gaps: [(row: Int, days: Int)] {
    guard let days else { return [] }
    let distances = zip(days.dropFirst(), days).map { $0 - $1 }
    guard distances.allSatisfy({ $0 > 0 }),
      2 * distances.count(where: { $0 == 1 }) > distances.count
    else { return [] }
    return distances.enumerated().filter { $1 > 1 }.map { ($0, $1 - 1) }
  }

  /// The text with 0 for each digit: `0000-00-00`.
  private static func pattern(_ text: String) -> String {
    String(text.map { $0.isASCII && $0.isNumber ? "0" : $0 })
  }

  /// The number of a day in the Gregorian calendar; years begin with March, so that leap days come last.
  private static func day(_ text: String) -> Int {
    let parts = text.split { $0 == "-" || $0 == "/" }.compactMap { Int($0) }
    let (month, early) = ((parts[1] + 9) % 12, parts[1] < 3 ? 1 : 0)
    let year = parts[0] - early
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2]
  }
}
