/// Rows of text under titles, as aligned lines or as a Markdown table.
struct TextGrid {
  var titles: [String]
  var rows: [[String]] = []

  /// Aligned columns, the first to the left and the others to the right.
  var text: String {
    let widths = titles.indices.map { column in
      ([titles] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([titles] + rows).map { row in
      row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// A Markdown table.
  var markdown: String {
    let rule = titles.indices.map { $0 == 0 ? "---" : "---:" }
    return ([titles, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}

extension Double {
  /// Three significant digits or so, for people.
  var short: String {
    switch magnitude {
    case ..<1: fixed(3)
    case ..<10: fixed(2)
    case ..<100: fixed(1)
    default: fixed(0)
    }
  }
}
