// A kink is a point where a function has a corner: relu at 0, a maximum of two equal numbers. There the
// derivative from the left is not the one from the right, and a gradient check must not call either
// wrong. It is found by comparing branches: at the corner itself, or so near that rounding noise moves a
// value to the other side.

extension Tape {
  /// The inputs' slots of all entries that lie at a corner, judged by values with rounding noise.
  func slotsAtCorners(near twins: [Tensor]) -> Set<Slot> {
    var found: Set<Slot> = []
    for entry in entries where entry.outputs.upperBound <= twins.count {
      let slots = inputs(of: entry)
      let here = entry.operation.branches(slots.map { values[Int($0)] })
      guard !here.isEmpty else { continue }
      let there = entry.operation.branches(slots.map { twins[Int($0)] })
      if here.contains(0) || here != there { found.formUnion(slots) }
    }
    return found
  }

  /// Those of some inputs from which any of the given slots is computed.
  func sources(_ sources: [Slot], feeding slots: Set<Slot>) -> Set<Slot> {
    guard !slots.isEmpty else { return [] }
    var feeds = slots
    for entry in entries.reversed() where entry.outputs.contains(where: feeds.contains) {
      feeds.formUnion(inputs(of: entry))
    }
    return feeds.intersection(sources)
  }
}
