/// A layer that runs over time: ``RNN`` and ``Bidirectional``.
package protocol TimeLoop: Layer {
  /// Whether the layer can go on where a part of a sequence ended.
  var goesOn: Bool { get }

  /// The states that the layer carries if it is stateful, under the names of its parts (`""` for its own): the number
  /// of units of each tensor.
  var carried: [String: [Int]] { get }
}

extension RNN: TimeLoop {
  package var goesOn: Bool { stateful && !goBackwards }

  package var carried: [String: [Int]] { ["": Cell.State.names.map { _ in cell.units }] }
}

extension Bidirectional: TimeLoop {
  /// What reads from the end can't know it before the sequence is over.
  package var goesOn: Bool { false }

  package var carried: [String: [Int]] {
    ["/forward": forward.carried[""] ?? [], "/backward": backward.carried[""] ?? []]
  }
}
