import UnrollConsole

/// Rows under titles. The printed table and the JSON report are two views of it.
///
/// In a file or a pipe a line is as long as it needs to be. In a window that is too narrow the last column of
/// text is wrapped; if that is not enough the lines run over the edge. No value is ever cut.
struct Table: Sendable {
  /// What all rows have in common.
  struct Head: Sendable {
    let title: String
    let key: String
    let isRightAligned: Bool
    let holdsText: Bool
  }

  /// A value, and the way this column shows it.
  struct Entry: Sendable {
    let cell: Cell
    let shown: String
    let tint: Style.Tint?
  }

  let heads: [Head]
  let rows: [[Entry]]

  init<Row>(rows: [Row], columns: [Column<Row>]) {
    precondition(!columns.isEmpty, "a table needs a column")
    precondition(
      Set(columns.map(\.key)).count == columns.count,
      "two columns have the same key: \(columns.map(\.key).joined(separator: ", "))")
    let entries = rows.map { row in
      columns.map { column in
        let cell = column.value(row)
        return Entry(cell: cell, shown: cell.formatted(column.format), tint: column.tint(row))
      }
    }
    self.rows = entries
    heads = columns.enumerated().map { index, column in
      let holdsText = entries.contains { row in
        if case .text = row[index].cell { true } else { false }
      }
      let holdsNumber = entries.contains { row in
        switch row[index].cell {
        case .number, .integer: true
        case .text, .bool, .none: false
        }
      }
      let isRightAligned = column.alignment.map { $0 == .right } ?? (holdsNumber && !holdsText)
      return Head(
        title: column.title, key: column.key, isRightAligned: isRightAligned, holdsText: holdsText)
    }
  }
}

// MARK: - Printing

extension Table {
  /// The table as lines of text, fitted to `width` columns where it is given.
  func text(width: Int? = nil, style: Style = .plain) -> String {
    var shown = rows.map { row in row.map { lines(of: $0.shown) } }
    var widths = naturalWidths(shown)
    if let width, let wrapped = wrappedColumn(widths, width: width) {
      for row in shown.indices {
        shown[row][wrapped.index] = shown[row][wrapped.index].flatMap {
          wrap($0, width: wrapped.width)
        }
      }
      widths = naturalWidths(shown)
    }

    let titles = line(heads.map(\.title), widths) { style.bold($1) }
    let rule = style.dim(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    let body = zip(rows, shown).flatMap { row, cells -> [String] in
      let height = cells.map(\.count).max() ?? 1
      return (0..<height).map { index in
        line(cells.map { index < $0.count ? $0[index] : "" }, widths) { style(row[$0].tint, $1) }
      }
    }
    let nothing = rows.isEmpty ? ["(no rows)"] : []
    return ([titles, rule] + body + nothing).joined(separator: "\n")
  }

  private func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func naturalWidths(_ shown: [[[String]]]) -> [Int] {
    heads.indices.map { column in
      let cells = shown.flatMap { $0[column] }.map { displayWidth($0) }
      return max(displayWidth(heads[column].title), cells.max() ?? 0)
    }
  }

  /// The last column of text and the width left for it, where the table is too wide and wrapping helps.
  private func wrappedColumn(_ widths: [Int], width: Int) -> (index: Int, width: Int)? {
    let total = widths.reduce(0, +) + 2 * (widths.count - 1)
    guard total > width,
      let index = heads.lastIndex(where: { $0.holdsText && !$0.isRightAligned })
    else { return nil }
    let left = max(12, displayWidth(heads[index].title), widths[index] - (total - width))
    return left < widths[index] ? (index, left) : nil
  }

  /// One line, each cell padded before it is coloured, and no spaces at the end.
  private func line(
    _ cells: [String], _ widths: [Int], decorate: (_ column: Int, _ text: String) -> String
  ) -> String {
    let parts = cells.indices.map { column -> String in
      let text = cells[column]
      let space = String(repeating: " ", count: max(0, widths[column] - displayWidth(text)))
      let decorated = decorate(column, text)
      if heads[column].isRightAligned { return space + decorated }
      return column == cells.count - 1 ? decorated : decorated + space
    }
    var line = parts.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
