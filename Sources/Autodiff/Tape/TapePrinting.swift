extension Tape: CustomStringConvertible {
  /// The tape as a table: entry, name, operation, inputs, shape, scope; the value of a single number;
  /// and, once something has been differentiated, the gradient of a single number, or between bars the
  /// norm of a larger one.
  public var description: String { table() }

  /// The tape as a table, with the values of tensors of up to so many numbers.
  ///
  /// With `namedOnly`, only entries with a name; what they were computed from may then be missing, so the
  /// column of inputs is left out. With a scope, only what was recorded in it: `step 3`.
  public func table(namedOnly: Bool = false, numbers: Int = 1, scope: String? = nil) -> String {
    guard !entries.isEmpty else { return "(an empty tape)" }
    let gradients = lastGradients()
    var rows = [["#", "name", "operation", "inputs", "shape", "value", "gradient", "scope"]]
    for entry in entries where !namedOnly || entry.outputs.contains(where: { names[$0] != nil }) {
      let place = path(of: entry.scope)
      if let scope, place != scope, !place.hasPrefix(scope + "/") { continue }
      let found = entry.outputs.compactMap { gradients[$0] }
      let single = entry.outputs.count == 1 ? values[Int(entry.firstOutput)] : nil
      rows.append([
        entry.outputs.map { String($0) }.joinedBriefly(),
        entry.outputs.compactMap { names[$0] }.joinedBriefly(),
        title(of: entry),
        namedOnly ? "" : inputs(of: entry).map { "%\($0)" }.joinedBriefly(),
        entry.outputs.map { values[Int($0)].shape.description }.first ?? "",
        single.map { Self.text($0, numbers: numbers) } ?? "",
        Self.text(found, isSingle: single?.elementCount == 1),
        place,
      ])
    }
    // Columns in which nothing stands but the title are left out.
    let used = rows[0].indices.filter { column in
      rows.dropFirst().contains { !$0[column].isEmpty }
    }
    return TextTable.text(rows.map { row in used.map { row[$0] } }, rightAligned: [0])
  }

  /// A single number with four digits, several with three; nothing where there are too many.
  private static func text(_ value: Tensor, numbers: Int) -> String {
    if value.elementCount == 1 { return value.item().significant(4) }
    return value.elementCount <= numbers
      ? value.elements.map { $0.significant(3) }.joined(separator: ", ") : ""
  }

  /// The operation with its settings: `slice axis 1, 0..<2`.
  func title(of entry: Entry) -> String {
    let detail = entry.operation.detail
    return detail.isEmpty ? entry.operation.name : "\(entry.operation.name) \(detail)"
  }

  /// The names of a scope and of those around it: `simple_rnn/step 3`.
  func path(of scope: Int32) -> String { scopeNames(scope).joined(separator: "/") }

  /// The same names, the outermost first.
  func scopeNames(_ scope: Int32) -> [String] {
    var names: [String] = []
    var current = scope
    while current != 0 {
      let part = scopes[Int(current)]
      names.append(part.index.map { "\(part.name) \($0)" } ?? part.name)
      current = part.parent
    }
    return names.reversed()
  }

  /// All cotangents of the last differentiated result, by walking up the tape again: a single number as
  /// it is, a larger tensor as its norm.
  private func lastGradients() -> [Slot: Double] {
    guard let lastTarget else { return [:] }
    var gradients: [Slot: Double] = [:]
    forEachCotangent(
      of: lastTarget.slot, from: lastTarget.cotangent,
      onComplete: { slot, cotangent in
        gradients[slot] =
          cotangent.value.elementCount == 1 ? cotangent.item() : cotangent.value.norm()
      })
    return gradients
  }

  /// A single number's gradient with its sign; of several results, or of a tensor, the norm in bars.
  private static func text(_ gradients: [Double], isSingle: Bool) -> String {
    guard let first = gradients.first else { return "" }
    if isSingle { return first.significant(4) }
    return "|" + gradients.reduce(0) { $0 + $1 * $1 }.squareRoot().significant(4) + "|"
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
