import UnrollAutodiff

/// Which gradients a tape is asked for, and how those of the weights follow from them.
///
/// The gradient of most weights is asked for itself. That of a table of which few rows are looked up
/// follows from the gradients of these rows, one tensor for each lookup.
struct GradientPlan {
  /// A table that is looked up, and how often.
  private struct Table {
    let shape: Shape
    let lookups: Int
  }

  /// The tables among the weights; nil for those that are asked for themselves.
  private let tables: [Table?]

  /// A plan for weights, some of them tables with few lookups.
  init(_ weights: [Variable], _ lookups: [[Lookup]?]) {
    tables = zip(weights, lookups).map { weight, lookups in
      lookups.map { Table(shape: weight.shape, lookups: $0.count) }
    }
  }

  /// What to differentiate for: weights, and rows that were taken out of tables.
  static func sources(_ weights: [Variable], _ lookups: [[Lookup]?]) -> [Variable] {
    zip(weights, lookups).flatMap { weight, lookups in lookups?.map(\.rows) ?? [weight] }
  }

  /// The gradients of the weights, from those of the sources and from the indices of all lookups, in order.
  func gradients(_ found: [Tensor], _ indices: [IntTensor]) -> [Gradient] {
    var (found, indices) = (found[...], indices[...])
    return tables.map { table in
      guard let table else { return .dense(found.removeFirst()) }
      let lookups = (0..<table.lookups).map { _ in (indices.removeFirst(), found.removeFirst()) }
      return .rows(RowGradient(table.shape, adding: lookups))
    }
  }
}

extension Tape {
  /// The lookups in a table, if a batch of so many parts like this one looks up few of its rows: less than
  /// an eighth as many as there are. Nil for all other weights.
  ///
  /// A row by itself costs several times what it costs in a pass over the table; with vectors of 16 numbers
  /// eight times, with longer ones less. Shapes alone decide, so that steps on batches of one shape are alike.
  func fewLookups(in weight: Variable, parts: Int) -> [Lookup]? {
    guard let lookups = lookups(in: weight) else { return nil }
    let rows = lookups.reduce(0) { $0 + $1.indices.elementCount }
    return 8 * parts * rows < weight.shape[0] ? lookups : nil
  }
}
