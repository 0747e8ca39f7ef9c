/// A value on a tape that has a name, and the named values that it is computed from.
public struct NamedNode: Equatable, Sendable {
  /// Its name.
  public let name: String
  /// The names of what it is computed from, each once, in the order of the tape.
  public let inputs: [String]
}

extension Tape {
  /// The graph of the values that have names, in the order of the tape.
  ///
  /// What has no name belongs to the named value whose computation it is a part of: the way back from a value goes
  /// through it, up to the first names that it meets.
  ///
  /// ```swift
  /// let tape = Tape()
  /// let h = tape.variable([[0.5]], name: "h")
  /// let new = tanh(h * 0.6 + 0.5).named("h′")
  /// tape.namedGraph.last  // h′, computed from h
  /// ```
  public var namedGraph: [NamedNode] {
    // For every slot the named slots that are met first on the way back from it, itself where it has a name.
    var met: [Set<Slot>] = []
    var graph: [NamedNode] = []
    for entry in entries {
      let sources = inputs(of: entry).reduce(into: Set<Slot>()) { $0.formUnion(met[Int($1)]) }
      for slot in entry.outputs {
        guard let name = names[slot] else {
          met.append(sources)
          continue
        }
        met.append([slot])
        graph.append(NamedNode(name: name, inputs: sources.sorted().compactMap { names[$0] }))
      }
    }
    return graph
  }
}
