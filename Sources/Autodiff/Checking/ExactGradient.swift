import UnrollNumerics

extension Tape {
  /// The gradient of a scalar by complex steps: exact to all digits, without any pullback.
  ///
  /// The tape is replayed once for every sixteen elements of the inputs.
  /// - Throws: ``ReplayFailure`` where an operation has no formula.
  func exactGradient(of target: Slot, for sources: [Slot]) throws -> [Tensor] {
    let shapes = sources.map { values[Int($0)].shape }
    let total = shapes.reduce(0) { $0 + $1.elementCount }
    var derivatives: [Double] = []
    derivatives.reserveCapacity(total)
    for first in stride(from: 0, to: total, by: ComplexStep.directions) {
      let grids = try replay(through: target) { slot, value -> Grid<ComplexStep> in
        var grid = Grid<ComplexStep>(value)
        guard let start = offset(of: slot, sources, shapes) else { return grid }
        for direction in 0..<ComplexStep.directions {
          let element = first + direction - start
          guard grid.elements.indices.contains(element) else { continue }
          grid.elements[element] = ComplexStep(grid.elements[element].real, direction: direction)
        }
        return grid
      }
      let y = grids[Int(target)].elements[0]
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

  /// Where the elements of an input begin when all inputs stand one behind the other.
  private func offset(of slot: Slot, _ sources: [Slot], _ shapes: [Shape]) -> Int? {
    guard let index = sources.firstIndex(of: slot) else { return nil }
    return shapes[..<index].reduce(0) { $0 + $1.elementCount }
  }
}
