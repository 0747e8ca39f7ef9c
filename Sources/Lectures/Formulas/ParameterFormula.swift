import UnrollRecurrent

/// How many weights a simple recurrent layer has: shape(h) × [shape(h) + shape(x)] (002:43), and a bias.
enum ParameterFormula {
  /// Sizes that a wrong formula can't fit all of: among them 1 and two that differ.
  static let sizes = [(units: 32, inputs: 32), (1, 1), (20, 1), (20, 20), (7, 3), (3, 64)]

  /// `units × (units + inputs) + units`
  static func simpleRNN(units: Int, inputs: Int) -> Int { units * (units + inputs) + units }

  /// The sizes for which a formula gives another number than the built layer has.
  static func mismatches(
    _ formula: (_ units: Int, _ inputs: Int) -> Int
  ) -> [(units: Int, inputs: Int)] {
    sizes.filter { units, inputs in
      let model = Sequential(inputShape: [nil, inputs]) { SimpleRNN(units) }
      return model.parameterCount != formula(units, inputs)
    }
  }
}
