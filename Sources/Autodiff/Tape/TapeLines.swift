/// One line of a tape for programs that show it: what the printed table has, as data.
///
/// Values are named by their places, `%3` in the table: the results of all lines, counted from 0.
package struct TapeLine {
  /// The operation itself.
  package let operation: any Operation
  /// The operation with its settings: `multiply by 2`.
  package let title: String
  /// The places of the inputs.
  package let inputs: [Int]
  /// The places of the results.
  package let outputs: Range<Int>
  /// The scopes around it, the outermost first: `["simple_rnn", "step 3"]`.
  package let scopes: [String]
}

extension Tape {
  /// All lines in order.
  package var lines: [TapeLine] {
    var known: [Int32: [String]] = [:]
    return entries.map { entry in
      let scopes = known[entry.scope] ?? scopeNames(entry.scope)
      known[entry.scope] = scopes
      return TapeLine(
        operation: entry.operation, title: title(of: entry),
        inputs: inputs(of: entry).map(Int.init),
        outputs: Int(entry.outputs.lowerBound)..<Int(entry.outputs.upperBound), scopes: scopes)
    }
  }

  /// The value at a place.
  package func value(at place: Int) -> Tensor { values[place] }

  /// The name of the value at a place, where it was given one.
  package func name(at place: Int) -> String? { names[Slot(place)] }
}

extension Variable {
  /// The place of the value on its tape; nil for a constant.
  package var place: Int? { tape == nil ? nil : Int(slot) }
}
