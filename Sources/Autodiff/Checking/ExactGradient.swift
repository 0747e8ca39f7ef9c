import UnrollNumerics

extension Tape {
  /// The gradient of a scalar by complex steps: exact to all digits, without any pullback.
  ///
  /// The tape is replayed once for every 24 elements of the inputs.
  /// - Throws: ``ReplayFailure`` where an operation has no formula.
  func exactGradient(of target: Slot, for sources: [Slot]) throws -> [Tensor] {
    let shapes = sources.map { values[Int($0)].shape }
    let total = shapes.reduce(0) { $0 + $1.elementCount }
    var derivatives: [Double] = []
    derivatives.reserveCapacity(total)
    let lastUses = lastUses()
    for first in stride(from: 0, to: total, by: ComplexStep.directions) {
      let stepped = first..<(first + ComplexStep.directions)
      let replayed = try replay(through: target, freeing: lastUses) {
        slot, value -> Grid<ComplexStep>? in
        guard let start = offset(of: slot, sources, shapes) else { return nil }
        return Self.stepped(value, stepped.shifted(by: -start))
      }
      let y = replayed[target].elements[0]
      let count = Swift.min(ComplexStep.directions, total - first)
      derivatives += (0..<count).map(y.derivative)
    }
    var start = 0
    return shapes.map { shape in
      defer { start += shape.elementCount }
      return Tensor(
        Array(derivatives[start..<(start + shape.elementCount)]), shape: shape, dtype: .float64)
    }
  }

  /// An input some of whose elements are stepped, each in a direction of its own; nil where none is.
  private static func stepped(_ value: Tensor, _ elements: Range<Int>) -> Grid<ComplexStep>? {
    let own = elements.clamped(to: 0..<value.elementCount)
    if own.isEmpty { return nil }
    var grid = Grid<ComplexStep>(value)
    for element in own {
      grid.elements[element] = ComplexStep(
        grid.elements[element].real, direction: element - elements.lowerBound)
    }
    return grid
  }

  /// Where the elements of an input begin when all inputs stand one behind the other.
  private func offset(of slot: Slot, _ sources: [Slot], _ shapes: [Shape]) -> Int? {
    guard let index = sources.firstIndex(of: slot) else { return nil }
    return shapes[..<index].reduce(0) { $0 + $1.elementCount }
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range {
    (lowerBound + distance)..<(upperBound + distance)
  }
}
