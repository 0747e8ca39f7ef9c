import UnrollNumerics

/// Something of the library whose gradient can be checked: a function and a point that suit it.
///
/// All of them together are what `unroll check` checks, and what the tests of the gradient check make
/// mistakes in. An operation is named as the tape names it; a variant stands in parentheses behind:
/// `matmul (batched)`.
package struct CheckSubject: Sendable {
  /// What is checked.
  package enum Kind: String, Sendable, CaseIterable { case operation, loss, layer }

  /// The name: `matmul (batched)`.
  package let name: String

  /// What is checked.
  package let kind: Kind

  /// What goes into the function.
  package let inputs: [CheckInput]

  /// The function, with one or several results.
  package let results: @Sendable ([Variable]) -> [Variable]

  /// A subject with its inputs and its function.
  package init(
    _ name: String, _ kind: Kind, _ inputs: [CheckInput],
    results: @escaping @Sendable ([Variable]) -> [Variable]
  ) {
    self.name = name
    self.kind = kind
    self.inputs = inputs
    self.results = results
  }

  /// The name without the variant: `matmul`.
  package var family: String {
    name.firstRange(of: " (").map { String(name[..<$0.lowerBound]) } ?? name
  }

  /// The names of the inputs.
  package var names: [String] { inputs.map(\.name) }
}

extension CheckSubject {
  /// The point at which it is checked, in float64; another one for each seed.
  package func point(seed: UInt64) -> [Tensor] {
    inputs.map { input in
      var generator = SeededGenerator(seed: seed, stream: "\(name)/\(input.name)")
      return input.numbers(&generator)
    }
  }

  /// The function with one number as its result: every element of every result counts in it with a
  /// weight of its own, so that no mistake in one can hide behind another.
  package func function(seed: UInt64) -> @Sendable ([Variable]) -> Variable {
    { [name, results] variables in
      let y = results(variables)
      let weights = y.enumerated().map { index, y in
        var generator = SeededGenerator(seed: seed, stream: "\(name)/weights \(index)")
        return Weighing.weights(y.shape, &generator)
      }
      return apply(Weighing(weights: weights), y)[0]
    }
  }

  /// Checks the gradient, or with order 2 the gradient of the gradient.
  package func report(order: Int, seed: UInt64) -> GradientReport {
    require(order == 1 || order == 2, "check: there is no order \(order); expected 1 or 2")
    let (point, function) = (point(seed: seed), function(seed: seed))
    return order == 1
      ? checkGradients(at: point, names: names, function)
      : checkSecondGradients(at: point, names: names, seed: seed, function)
  }
}

/// An input of a subject: its name, and the numbers it may have.
package struct CheckInput: Sendable {
  /// The name in reports.
  package let name: String

  /// Draws the numbers.
  package let numbers: @Sendable (inout SeededGenerator) -> Tensor

  /// Numbers from one or several bands, which the elements take in turn. Between the bands there is
  /// room for a corner, and no draw leaves one side of it empty.
  package init(_ name: String, _ shape: Shape, in bands: Range<Double>...) {
    self.name = name
    numbers = { generator in
      let elements = (0..<shape.elementCount).map { index in
        generator.uniform(in: bands[index % bands.count])
      }
      return Tensor(elements, shape: shape, dtype: .float64)
    }
  }

  /// These numbers and no others.
  package init(_ name: String, exactly value: NestedLiteral) {
    self.name = name
    numbers = { _ in Tensor(value, dtype: .float64) }
  }
}

extension CheckInput {
  /// Numbers of either sign, for functions that are smooth everywhere.
  package static func any(_ name: String, _ shape: Shape) -> CheckInput {
    CheckInput(name, shape, in: -1.5..<1.5)
  }

  /// Numbers well above zero.
  package static func positive(_ name: String, _ shape: Shape) -> CheckInput {
    CheckInput(name, shape, in: 0.25..<2)
  }

  /// Numbers on both sides of zero, none near it.
  package static func nonzero(_ name: String, _ shape: Shape) -> CheckInput {
    CheckInput(name, shape, in: 0.25..<1.5, -1.5 ..< -0.25)
  }

  /// Numbers that differ clearly from their neighbours along each axis.
  static func distinct(_ name: String, _ shape: Shape) -> CheckInput {
    CheckInput(
      name, shape, in: 0.1..<0.4, -0.9 ..< -0.6, 1.1..<1.4, -0.4 ..< -0.1, 0.6..<0.9)
  }
}

extension GradientReport {
  /// The largest relative error of all elements, rounding included: what is left where all is right.
  ///
  /// Elements that are zero to within rounding have no relative error.
  package var largestDifference: Double {
    rows.map { row in
      zip(zip(row.analytic.elements, row.exact.elements), row.verdicts).map { pair, verdict in
        if pair.0 == pair.1 || verdict == .zero { return 0 }
        let difference = (pair.0 - pair.1).magnitude / pair.1.magnitude
        return difference.isNaN ? .infinity : difference
      }.max() ?? 0
    }.max() ?? 0
  }
}

extension CheckSubject {
  /// An operation with one result.
  static func operation(
    _ name: String, _ inputs: CheckInput...,
    function: @escaping @Sendable ([Variable]) -> Variable
  ) -> CheckSubject {
    CheckSubject(name, .operation, inputs) { [function($0)] }
  }

  /// An operation with several results.
  static func operation(
    _ name: String, _ inputs: CheckInput...,
    results: @escaping @Sendable ([Variable]) -> [Variable]
  ) -> CheckSubject {
    CheckSubject(name, .operation, inputs, results: results)
  }

  /// Every operation of the library.
  package static let operations: [CheckSubject] = [
    arithmetic, powers, exponentials, activations, piecewise, comparisons, masks, boundaries,
    matrixProducts, shapeChanges, regions, joining, rows, reductions, softmaxes, crossEntropies,
  ].flatMap { $0 }
}
