/// One place where rows of a table were taken out: `rows[i] = table[indices[i]]`.
public struct Lookup {
  /// Which rows.
  public let indices: IntTensor
  /// What was taken out: `indices.shape + table.shape[1...]`.
  public let rows: Variable
}

extension Tape {
  /// The places where a table `[rows, width]` was looked up with ``gather(_:_:)``, in order; nil where it
  /// entered any other operation, or none.
  ///
  /// The gradient of such a table is that of the rows taken out, each added where it came from:
  /// `dtable[indices[i]] += drows[i]` over all lookups. All other rows have none, so the gradients of
  /// `rows` tell all, and cost what was looked up instead of a pass over the table.
  public func lookups(in table: Variable) -> [Lookup]? {
    table.requireFresh("lookups")
    guard table.tape === self, table.shape.count == 2 else { return nil }
    var lookups: [Lookup] = []
    for entry in entries where inputs(of: entry).contains(table.slot) {
      guard let gather = entry.operation as? Gather else { return nil }
      let slot = entry.firstOutput
      lookups.append(
        Lookup(indices: gather.indices, rows: Variable(values[Int(slot)], self, slot)))
    }
    return lookups.isEmpty ? nil : lookups
  }
}
