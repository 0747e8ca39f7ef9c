import UnrollConsole

/// Rows under titles. The printed table and the JSON report are two views of it.
///
/// In a file or a pipe a line is as long as it needs to be. In a window that is too narrow the columns of text
/// are wrapped, the widest first; if that is not enough the lines run over the edge. No value is ever cut.
struct Table: Sendable {
  /// What all rows have in common.
  struct Head: Sendable {
    let title: String
    let key: String
    let isRightAligned: Bool
    let holdsText: Bool
    let isPrinted: Bool
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
        title: column.title, key: column.key, isRightAligned: isRightAligned, holdsText: holdsText,
        isPrinted: column.isPrinted)
    }
  }

  private init(heads: [Head], rows: [[Entry]]) {
    self.heads = heads
    self.rows = rows
  }
}

// MARK: - Printing

extension Table {
  /// The table as lines of text, fitted to `width` columns where it is given.
  func text(width: Int? = nil, style: Style = .plain) -> String {
    if heads.contains(where: { !$0.isPrinted }) {
      return withoutHiddenColumns().text(width: width, style: style)
    }
    var shown = rows.map { row in row.map { lines(of: $0.shown) } }
    var widths = naturalWidths(shown)
    if let width {
      let fitted = fittedWidths(widths, width: width)
      for column in heads.indices where fitted[column] < widths[column] {
        for row in shown.indices {
          shown[row][column] = shown[row][column].flatMap { wrap($0, width: fitted[column]) }
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

  /// The widths that fit a window: the widest column of text gives way first, down to twelve or its title.
  private func fittedWidths(_ widths: [Int], width: Int) -> [Int] {
    var fitted = widths
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    let flexible = heads.indices.filter { heads[$0].holdsText && !heads[$0].isRightAligned }
    while excess > 0 {
      let shrinkable = flexible.filter { fitted[$0] > max(12, displayWidth(heads[$0].title)) }
      guard let widest = shrinkable.max(by: { fitted[$0] < fitted[$1] }) else { break }
      fitted[widest] -= 1
      excess -= 1
    }
    return fitted
  }

  private func withoutHiddenColumns() -> Table {
    let kept = heads.indices.filter { heads[$0].isPrinted }
    return Table(heads: kept.map { heads[$0] }, rows: rows.map { row in kept.map { row[$0] } })
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
