/// Labelled texts out of one file: lines with tabs between the cells, or CSV.
struct LabelledTable: Sendable {
  let texts: [LabelledText]
  /// Where in the file they are, behind their number: `from the column review, …`.
  let remark: String

  /// Reads a file. It is CSV where its name ends in `.csv`; otherwise a tab in its first line tells.
  /// - Throws: ``TextFileError``, and ``CSVError`` for the form of a CSV file.
  init(contentsOf path: String, names: LabelledColumns.Names, chunk: Int = FileWindow.usualChunk)
    throws
  {
    let window = try FileWindow(path, chunk: chunk)
    try window.fill(chunk)
    let text = window.rest.drop { " \r\n".utf8.contains($0) }
    let firstLine = text.prefix { $0 != UInt8(ascii: "\n") }
    if !path.lowercased().hasSuffix(".csv"), firstLine.holds(UInt8(ascii: "\t")) {
      try self.init(tabs: TextLines(window), names)
    } else {
      try self.init(csv: CSVRecords(window), names)
    }
    try LabelledText.checkLabels(texts, file: path)
  }

  /// Quotes mean nothing where tabs stand between cells: a review may begin with one. Blank lines are
  /// stepped over.
  private init(tabs lines: TextLines, _ names: LabelledColumns.Names) throws {
    var texts: [LabelledText] = []
    var shape: (columns: LabelledColumns, count: Int, line: Int)?
    while let line = try lines.nextBytes() {
      if line.bytes.allSatisfy({ $0 == UInt8(ascii: " ") }) { continue }
      let cells = line.bytes.cut(at: UInt8(ascii: "\t"))
      func cell(_ index: Int) throws(TextFileError) -> String {
        try lines.text(of: cells[index], line: line.number)
      }
      if shape == nil {
        let first = try cells.indices.map(cell)
        let columns = try Self.columns(first, names, file: lines.file, line: line.number)
        shape = (columns, cells.count, line.number)
        if columns.hasNames { continue }
      }
      guard let shape else { continue }
      if cells.count != shape.count {
        throw lines.error(
          .unexpected(
            found: "\(cells.count) \(cells.count == 1 ? "cell" : "cells"), separated by tabs",
            expected: "\(shape.count), as on line \(shape.line)"), line: line.number)
      }
      texts.append(
        try LabelledText(
          text: cell(shape.columns.text), label: cell(shape.columns.label), file: lines.file,
          line: line.number))
    }
    self.texts = texts
    remark = shape?.columns.remark ?? ""
  }

  private init(csv records: CSVRecords, _ names: LabelledColumns.Names) throws {
    guard let first = try records.next() else { throw CSVError(file: records.file, .empty) }
    let columns = try Self.columns(first.cells, names, file: records.file, line: first.line)
    var texts: [LabelledText] = []
    var next = columns.hasNames ? try records.next() : first
    while let record = next {
      if !record.isBlank {
        try records.checkCells(record, first.cells.count)
        texts.append(
          try LabelledText(
            text: record.cells[columns.text], label: record.cells[columns.label],
            file: records.file, line: record.line))
      }
      next = try records.next()
    }
    self.texts = texts
    remark = columns.remark
  }

  private static func columns(
    _ cells: [String], _ names: LabelledColumns.Names, file: String, line: Int
  ) throws -> LabelledColumns {
    if let found = try LabelledColumns(firstLine: cells, names, file: file) { return found }
    throw LabelledColumns.error(cells, file: file, line: line)
  }
}
