import Foundation
import UnrollNumerics
import UnrollSequences

/// A file as a reader might have one: monthly sales that rise and have a season, as text (004:22).
enum OwnCSV {
  static let rows = 180

  /// The text: names of columns, then a month and a number a line.
  static func text(seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed, stream: "own CSV")
    let lines = (0..<rows).map { row in
      let season = 20 * sin(2 * Double.pi * Double(row) / 12)
      let sold = 100 + Double(row) / 4 + season + 3 * generator.normal()
      return "\(2010 + row / 12)-\(row % 12 + 1),\(sold.fixed(1))"
    }
    return "Month,Sold\n" + lines.joined(separator: "\n") + "\n"
  }

  /// The forecast that `unroll forecast --csv` makes of such a text: of its one column of numbers.
  /// - Throws: ``CSVError`` and ``ForecastError`` for a text that is no such file.
  static func forecast(_ text: String) throws -> Forecast {
    let table = try CSVTable(text, file: "sales.csv")
    return try Forecast([Forecast.Column("Sold", table.numbers(in: "Sold"))])
  }
}
