extension Tape: CustomStringConvertible {
  /// The tape as a table: entry, operation, inputs, shape, scope and, once something has been
  /// differentiated, the norm of each value's gradient.
  public var description: String {
    guard !entries.isEmpty else { return "(an empty tape)" }
    let norms = gradientNorms()
    var rows = [["#", "operation", "inputs", "shape", "scope", "|gradient|"]]
    for entry in entries {
      let results = entry.outputs.map { String($0) }.joinedBriefly()
      let gradient = entry.outputs.compactMap { norms[$0] }
      rows.append([
        results, title(of: entry),
        inputs(of: entry).map { "%\($0)" }.joinedBriefly(),
        entry.outputs.map { values[Int($0)].shape.description }.first ?? "",
        path(of: entry.scope),
        gradient.isEmpty ? "" : rootOfSquares(gradient).significant(4),
      ])
    }
    // Columns in which nothing stands but the title are left out.
    let used = rows[0].indices.filter { column in
      rows.dropFirst().contains { !$0[column].isEmpty }
    }
    return Self.table(rows.map { row in used.map { row[$0] } })
  }

  /// The operation with its settings: `slice axis 1, 0..<2`.
  func title(of entry: Entry) -> String {
    let detail = entry.operation.detail
    return detail.isEmpty ? entry.operation.name : "\(entry.operation.name) \(detail)"
  }

  /// The names of a scope and of those around it: `simple_rnn/step 3`.
  func path(of scope: Int32) -> String {
    var names: [String] = []
    var current = scope
    while current != 0 {
      let part = scopes[Int(current)]
      names.append(part.index.map { "\(part.name) \($0)" } ?? part.name)
      current = part.parent
    }
    return names.reversed().joined(separator: "/")
  }

  /// The norms of all cotangents of the last differentiated result, by walking up the tape again.
  private func gradientNorms() -> [Slot: Double] {
    guard let lastTarget else { return [:] }
    var norms: [Slot: Double] = [:]
    forEachCotangent(of: lastTarget.slot, from: lastTarget.cotangent) {
      norms[$0] = $1.value.norm()
    }
    return norms
  }

  private func rootOfSquares(_ norms: [Double]) -> Double {
    norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func table(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? space + cell.0 : cell.0 + space
      }.joined(separator: "  ").trimmingTrailingSpaces()
    }
    return lines.joined(separator: "\n")
  }
}

extension [String] {
  /// The items with commas, and the middle left out where there are more than four.
  fileprivate func joinedBriefly() -> String {
    count <= 4
      ? joined(separator: ", ")
      : (self[..<2] + ["…"] + self[(count - 1)...]).joined(separator: ", ")
  }
}

extension String {
  fileprivate func trimmingTrailingSpaces() -> String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
