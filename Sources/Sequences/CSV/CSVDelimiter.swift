/// What stands between the cells of a line.
public enum CSVDelimiter: Sendable, Equatable, CaseIterable, CustomStringConvertible {
  // In the order of trust: commas also stand in text and in numbers, semicolons rarely, tabs never.
  /// A tab, as spreadsheets put on the clipboard.
  case tab
  /// A semicolon, where a comma is the decimal sign.
  case semicolon
  /// A comma.
  case comma

  /// The plural, for a sentence: `commas`.
  public var description: String {
    switch self {
    case .tab: "tabs"
    case .semicolon: "semicolons"
    case .comma: "commas"
    }
  }

  var byte: UInt8 {
    switch self {
    case .tab: UInt8(ascii: "\t")
    case .semicolon: UInt8(ascii: ";")
    case .comma: UInt8(ascii: ",")
    }
  }

  /// The delimiter that cuts the first two lines into the same number of cells, and into most cells; a
  /// comma where none does, because a file of one column needs none.
  static func detected(in bytes: ArraySlice<UInt8>) -> CSVDelimiter {
    var best = (delimiter: CSVDelimiter.comma, cells: 1)
    for delimiter in allCases {
      let counts = cellCounts(bytes, delimiter)
      guard let header = counts.first, counts.allSatisfy({ $0 == header }) else { continue }
      if header > best.cells { best = (delimiter, header) }
    }
    return best.cells > 1 ? best.delimiter : mostFrequentInHeader(bytes)
  }

  /// Where the two lines disagree, the header decides, so that the second line is reported as ragged.
  private static func mostFrequentInHeader(_ bytes: ArraySlice<UInt8>) -> CSVDelimiter {
    var best = (delimiter: CSVDelimiter.comma, cells: 1)
    for delimiter in allCases {
      let cells = cellCounts(bytes, delimiter).first ?? 1
      if cells > best.cells { best = (delimiter, cells) }
    }
    return best.delimiter
  }

  /// The numbers of cells in the first two lines; fewer where there are none or quotes are broken.
  private static func cellCounts(_ bytes: ArraySlice<UInt8>, _ delimiter: CSVDelimiter) -> [Int] {
    var scanner = CSVScanner(bytes, delimiter: delimiter, file: "")
    var counts: [Int] = []
    while counts.count < 2, let record = try? scanner.nextRecord() {
      if !(counts.isEmpty && record.isBlank) { counts.append(record.cells.count) }
    }
    return counts
  }
}
