/// A CSV file: names of columns, and rows of cells below them.
///
/// ```swift
/// let table = try CSVTable(contentsOf: "temps.csv")
/// let temperatures = try table.numbers(in: "Temp")
/// ```
///
/// Commas, semicolons or tabs may stand between cells; which of them, the first two lines show. A row
/// that can't be understood is an error with its line, never skipped.
public struct CSVTable: Sendable {
  /// The file as its reader named it, for messages.
  public let file: String
  /// What stands between cells.
  public let delimiter: CSVDelimiter
  /// The names of the columns, as the first line gives them, without spaces at their ends.
  public let columns: [String]

  private let records: [CSVRecord]

  /// Reads a file.
  /// - Throws: ``CSVError`` for a file that is missing, unreadable, empty, ragged or not in UTF-8.
  public init(contentsOf path: String) throws(CSVError) {
    try self.init(CSVRecords(contentsOf: path))
  }

  /// Reads the text of a file; `file` names it in messages.
  /// - Throws: ``CSVError`` for a text that is empty or ragged.
  public init(_ text: String, file: String) throws(CSVError) {
    try self.init(CSVRecords(text, file: file))
  }

  /// Reads the bytes of a file, so many at a time; `file` names it in messages.
  package init(bytes: [UInt8], file: String, chunk: Int) throws(CSVError) {
    try self.init(CSVRecords(bytes: bytes, file: file, chunk: chunk))
  }

  private init(_ lines: CSVRecords) throws(CSVError) {
    file = lines.file
    delimiter = lines.delimiter
    guard let header = try lines.next() else { throw CSVError(file: file, .empty) }
    columns = header.cells.map { $0.trimmingSpaces() }
    var records: [CSVRecord] = []
    while let record = try lines.next() { records.append(record) }
    while records.last?.isBlank == true { records.removeLast() }
    if records.isEmpty { throw CSVError(file: file, .noRows) }
    for record in records { try lines.checkCells(record, columns.count) }
    self.records = records
  }
}

// MARK: - Columns

extension CSVTable {
  /// The number of rows below the names.
  public var rowCount: Int { records.count }

  /// The line of the file on which a row begins; rows count from 0, lines from 1. Stops the program where
  /// there is no such row.
  public func line(ofRow row: Int) -> Int { records[row].line }

  /// The cells of a column as they are.
  /// - Throws: ``CSVError`` where no column or several have this name.
  public func texts(in column: String) throws(CSVError) -> [String] {
    let index = try index(of: column)
    return records.map { $0.cells[index] }
  }

  /// The numbers of a column, NaN for a gap: an empty cell, `NA`, `N/A`, `NaN` or `null`.
  ///
  /// A decimal comma is read where cells are separated by semicolons or tabs.
  /// - Throws: ``CSVError`` where no column or several have this name, where a cell holds text or an
  ///   infinity, where points and commas are mixed, and where all cells are gaps.
  public func numbers(in column: String) throws(CSVError) -> [Double] {
    let index = try index(of: column)
    var numbers: [Double] = []
    var firstSigned: (sign: Character, text: String, line: Int)?
    for record in records {
      let text = record.cells[index]
      func fault(_ problem: CSVError.Problem) -> CSVError {
        CSVError(file: file, line: record.line, column: column, problem)
      }
      switch CSVNumber(text, delimiter: delimiter) {
      case .gap: numbers.append(.nan)
      case .notFinite: throw fault(.notFinite(found: text))
      case .text: throw fault(.notANumber(found: text))
      case .number(let number, let sign):
        numbers.append(number)
        guard let sign else { continue }
        let first = firstSigned ?? (sign, text, record.line)
        if first.sign != sign {
          throw fault(.mixedDecimals(found: text, other: first.text, otherLine: first.line))
        }
        firstSigned = first
      }
    }
    if numbers.allSatisfy(\.isNaN) { throw CSVError(file: file, column: column, .noNumbers) }
    return numbers
  }

  /// The columns that begin with a number, gaps aside: the ones worth reading as numbers.
  public var numericColumns: [String] {
    columns.indices.filter { index in
      let cells = records.lazy.map { CSVNumber($0.cells[index], delimiter: delimiter) }
      if case .number = cells.first(where: { $0 != .gap }) { return true }
      return false
    }.map { columns[$0] }
  }

  /// Refuses a file whose first line already holds a row: its names would be numbers.
  /// - Throws: ``CSVError`` where every name but the first, or the only one, is a number.
  public func checkHeader() throws(CSVError) {
    let names = columns.count > 1 ? columns.dropFirst() : columns[...]
    for name in names {
      guard case .number = CSVNumber(name, delimiter: delimiter) else { return }
    }
    throw CSVError(file: file, line: 1, .noHeader(found: names.joined(separator: ", ")))
  }

  private func index(of column: String) throws(CSVError) -> Int {
    guard let first = columns.firstIndex(of: column) else {
      throw CSVError(file: file, column: column, .missingColumn(available: columns))
    }
    guard columns.lastIndex(of: column) == first else {
      throw CSVError(file: file, line: 1, column: column, .repeatedColumn)
    }
    return first
  }
}
