import UnrollNumerics

/// One number made of some results, in which nothing cancels.
///
/// `s = Σ w ⊙ (y + ½ y²)`, `dy = ds w ⊙ (1 + y)`
///
/// The weights w give every element a cotangent of its own. The square makes the cotangent depend on the
/// result, so that a second derivative goes through a pullback's cotangent too, and not only through
/// its values. It is one operation, because a check of `tanh` should not run through the pullbacks of
/// `multiply` and `sum`: where one of these is wrong, its own row shall say so.
struct Weighing: Operation {
  /// A weight for each element of each result.
  let weights: [Tensor]

  var name: String { "weighing" }

  func outputShapes(_ x: [Shape]) -> [Shape] {
    for (shape, weight) in zip(x, weights) {
      require(shape == weight.shape, "weighing: weights \(weight.shape) for a result \(shape)")
    }
    return [[]]
  }

  func forward(_ x: [Tensor]) -> [Tensor] {
    let terms = zip(x, weights).map { y, w in (w.cast(to: y.dtype) * (y + 0.5 * y * y)).sum() }
    return [terms.dropFirst().reduce(terms[0], +)]
  }

  func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    var sum: Number = .zero
    for (grid, weight) in zip(x, weights) {
      for (y, w) in zip(grid.elements, weight.elements) {
        sum = sum + Number(w) * (y + Number(0.5) * y * y)
      }
    }
    return [Grid([], [sum])]
  }

  func pullback(_ step: BackwardStep) {
    guard let ds = step.cotangent(0) else { return }
    for (index, weight) in weights.enumerated() where step.needs(index) {
      let y = step.input(index)
      step.add(.dense(ds * Variable(weight.cast(to: y.dtype)) * (1 + y)), to: index)
    }
  }

  /// Weights of both signs, none near zero. They are multiples of 1/1024, which float32 holds exactly.
  static func weights(_ shape: Shape, _ generator: inout SeededGenerator) -> Tensor {
    let bands = [0.5..<1.5, -1.5 ..< -0.5]
    let elements = (0..<shape.elementCount).map { index in
      (1024 * generator.uniform(in: bands[index % 2])).rounded() / 1024
    }
    return Tensor(elements, shape: shape, dtype: .float64)
  }
}
