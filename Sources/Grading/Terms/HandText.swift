// How worked examples are set: numbers, sums and tables that fit whatever network a variant has.

extension Double {
  /// As it was given, in a product: `0.3`, `(−1)`.
  var factor: String { Self.inBrackets(written) }

  /// With four digits behind the point, in a product: `0.5917`, `(−0.2612)`.
  var factor4: String { Self.inBrackets(fourDigits) }

  private static func inBrackets(_ text: String) -> String {
    text.hasPrefix("−") ? "(\(text))" : text
  }
}

extension Sequence where Element == String {
  /// These numbers as a sum: `0.6699 − 0.2612 + 0.1126`.
  var asSum: String {
    reduce("") { text, term in
      if text.isEmpty { return term }
      return term.hasPrefix("−") ? "\(text) − \(term.dropFirst())" : "\(text) + \(term)"
    }
  }

  /// In a row: `e, l, l, o`.
  var asList: String { joined(separator: ", ") }
}

/// A column of a table in a worked example; where a number has a sign, the others leave room for it.
struct HandColumn {
  private let header: String
  private let cells: [String]
  private let width: Int

  init(_ header: String, _ cells: [String], leavesRoom: Bool = false, width: Int = 0) {
    let hasRoom = leavesRoom || cells.contains(where: Self.isNegative)
    self.header = header
    self.cells = cells.map { $0.isEmpty || Self.isNegative($0) || !hasRoom ? $0 : " \($0)" }
    self.width = ([header] + self.cells).map(\.count).reduce(width, Swift.max)
  }

  private static func isNegative(_ cell: String) -> Bool {
    cell.hasPrefix("−") && cell.dropFirst().first?.isNumber == true
  }

  /// The lines of a table, indented by two; its heads may be set apart.
  static func table(_ columns: [HandColumn], heads: String? = nil) -> String {
    func line(_ texts: [String]) -> String {
      let cells = zip(columns, texts).map { column, text in
        text + String(repeating: " ", count: column.width + 3 - text.count)
      }
      let line = "  " + cells.joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    let rows = (columns.first?.cells ?? []).indices.map { row in
      line(columns.map { $0.cells[row] })
    }
    return ([heads ?? line(columns.map(\.header))] + rows).joined(separator: "\n")
  }
}
