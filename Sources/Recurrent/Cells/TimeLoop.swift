/// A layer that runs over time: ``RNN`` and ``Bidirectional``.
package protocol TimeLoop: Layer {
  /// Whether the layer can go on where a part of a sequence ended.
  var goesOn: Bool { get }
}

extension RNN: TimeLoop {
  package var goesOn: Bool { stateful && !goBackwards }
}

extension Bidirectional: TimeLoop {
  /// What reads from the end can't know it before the sequence is over.
  package var goesOn: Bool { false }
}
