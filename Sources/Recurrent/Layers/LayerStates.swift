import UnrollAutodiff

/// The states that layers carry from batch to batch, by the layers' names; none of those that begin with
/// zeros.
package typealias LayerStates = [String: [Tensor]]

/// The states that a recorded call began with and ended with, as variables: what a program takes in and
/// gives out beside the batch.
package final class CarriedStates {
  private var entering: [String: [Variable]] = [:]
  private var partNames: [String: [String]] = [:]
  private var leaving: [String: [Variable]] = [:]
  private var wasCalledTwice = false

  /// Nothing carried yet.
  package init() {}

  func enter(_ layer: String, _ names: [String], _ state: [Variable]) {
    entering[layer] = state
    partNames[layer] = names.map { "\(layer)/\($0)" }
  }

  func leave(_ layer: String, _ state: [Variable]) {
    if leaving[layer] != nil { wasCalledTwice = true }
    leaving[layer] = state
  }

  /// Whether every layer that ended with a state began with one, by which the next call follows from this.
  package var goOn: Bool { !wasCalledTwice && Set(entering.keys) == Set(leaving.keys) }

  /// The states that the call began with, in the order of the layers' names.
  package var before: [Variable] { entering.inOrder() }

  /// The states that it ended with, in the same order.
  package var after: [Variable] { leaving.inOrder() }

  /// Their names, in the same order: `lstm/carry`.
  package var names: [String] { partNames.inOrder() }
}

extension Dictionary where Key == String {
  /// All parts of all states, in the order of the layers' names: the order in which programs know them.
  package func inOrder<Part>() -> [Part] where Value == [Part] {
    sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

extension LayerStates {
  /// Of each state the rows of some samples; nil where it is not that of so many samples.
  package func rows(_ range: Range<Int>, of count: Int) -> LayerStates? {
    guard values.allSatisfy({ $0.allSatisfy { $0.shape.first == count } }) else { return nil }
    return range.count == count ? self : mapValues { $0.map { $0[range] } }
  }

  /// Other states of the same layers, in the order of ``inOrder()``.
  package func replaced(by states: [Tensor]) -> LayerStates {
    var rest = states[...]
    var result: LayerStates = [:]
    for (name, parts) in sorted(by: { $0.key < $1.key }) {
      result[name] = Array(rest.prefix(parts.count))
      rest = rest.dropFirst(parts.count)
    }
    return result
  }
}

extension Assembly {
  /// What is wrong with states that were read from a file, if anything: layers without a state, other sizes, or some
  /// of the layers only.
  package func obstacle(to states: LayerStates) -> String? {
    var expected: [String: [Int]] = [:]
    for place in places where place.layer.stateful {
      let layer = (place.layer as? TimeDistributed)?.layer ?? place.layer
      for (part, units) in (layer as? any TimeLoop)?.carried ?? [:] {
        expected[place.name + part] = units
      }
    }
    if states.isEmpty { return nil }
    guard Set(states.keys) == Set(expected.keys) else {
      return "it has states of \(states.keys.sorted()), and the model of \(expected.keys.sorted())"
    }
    for (name, parts) in states {
      let units = expected[name] ?? []
      let rows = parts.first?.shape.first ?? 0
      let fits =
        parts.count == units.count
        && zip(parts, units).allSatisfy { rows > 0 && $0.shape == [rows, $1] }
      if !fits { return "the state of \(name) has shapes \(parts.map(\.shape))" }
    }
    return nil
  }
}
