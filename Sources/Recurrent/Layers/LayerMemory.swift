import UnrollAutodiff

/// What a layer keeps from call to call: the last state of a stateful layer, new values of weights that
/// are computed and not trained.
public final class LayerMemory {
  /// The state that the next batch begins with; empty at the beginning.
  public internal(set) var state: [Tensor] = []

  /// New values of weights, by name; the model takes them over after a training step.
  var updates: [String: Tensor] = [:]

  /// Dropout masks to be used instead of random ones: for a test against another library's.
  package var dropoutMasks: [String: Tensor] = [:]

  private var parts: [String: LayerMemory] = [:]

  /// Nothing kept yet.
  public init() {}

  /// What a layer that is part of this one keeps.
  func part(_ name: String) -> LayerMemory {
    if let known = parts[name] { return known }
    let new = LayerMemory()
    parts[name] = new
    return new
  }

  /// The states of this layer and its parts, by their names: `bidirectional/forward_lstm`.
  func states(of name: String) -> LayerStates {
    var states: LayerStates = state.isEmpty ? [:] : [name: state]
    for (part, memory) in parts {
      states.merge(memory.states(of: "\(name)/\(part)")) { own, _ in own }
    }
    return states
  }

  /// Forgets all states, and takes those of this layer and its parts out of `states`.
  func take(_ states: LayerStates, of name: String) {
    state = states[name] ?? []
    // A part that has not been called yet is not there yet.
    for path in states.keys where path.hasPrefix(name + "/") {
      _ = part(String(path.dropFirst(name.count + 1).prefix { $0 != "/" }))
    }
    for (part, memory) in parts { memory.take(states, of: "\(name)/\(part)") }
  }
}

/// The states that layers carry from batch to batch, by the layers' names; none of those that begin with
/// zeros.
package typealias LayerStates = [String: [Tensor]]

/// The states that a recorded call began with and ended with, as variables: what a program takes in and
/// gives out beside the batch.
package final class CarriedStates {
  private var entering: [String: [Variable]] = [:]
  private var leaving: [String: [Variable]] = [:]
  private var wasCalledTwice = false

  /// Nothing carried yet.
  package init() {}

  func enter(_ layer: String, _ state: [Variable]) { entering[layer] = state }

  func leave(_ layer: String, _ state: [Variable]) {
    if leaving[layer] != nil { wasCalledTwice = true }
    leaving[layer] = state
  }

  /// Whether every layer that ended with a state began with one, by which the next call follows from this.
  package var goOn: Bool { !wasCalledTwice && Set(entering.keys) == Set(leaving.keys) }

  /// The states that the call began with, in the order of the layers' names.
  package var before: [Variable] { Self.inOrder(entering) }

  /// The states that it ended with, in the same order.
  package var after: [Variable] { Self.inOrder(leaving) }

  private static func inOrder(_ states: [String: [Variable]]) -> [Variable] {
    states.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}
