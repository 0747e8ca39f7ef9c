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

  /// The states of this layer and its parts, by their names: `bidirectional/forward`.
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
