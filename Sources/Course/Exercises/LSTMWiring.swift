/// A box in the sketch of an LSTM cell: a value that has a name of its own.
public enum LSTMBox: Int, CaseIterable, Sendable {
  /// The input of this step; it comes from outside.
  case x
  /// The state of the step before; it comes from outside.
  case h
  /// The carry of the step before, the long-term state; it comes from outside.
  case c
  /// The input gate, a sigmoid.
  case i
  /// The forget gate, a sigmoid.
  case f
  /// The candidate, a tanh.
  case g
  /// The output gate, a sigmoid.
  case o
  /// A product: what is kept of the old carry.
  case kept
  /// A product: what is added to it.
  case added
  /// The new carry, a sum.
  case newCarry
  /// The tanh of a carry.
  case tanhOfCarry
  /// The new state, a product.
  case newState

  /// As it stands in the sketch: `c′`.
  public var title: String {
    switch self {
    case .newCarry: "c′"
    case .tanhOfCarry: "tanh of the carry"
    case .newState: "h′"
    default: "\(self)"
    }
  }

  /// The boxes that are computed, in groups that build on one another.
  public static let groups: [(name: String, boxes: [LSTMBox])] = [
    ("inputs(of:), gates", [.i, .f, .g, .o]),
    ("inputs(of:), carry", [.kept, .added, .newCarry]),
    ("inputs(of:), state", [.tanhOfCarry, .newState]),
  ]
}

/// Exercise 23: the sketch of an LSTM cell, as arrows from box to box.
public protocol LSTMWiringExercise: Exercise {
  /// The boxes from which an arrow goes straight into this one, in any order; none for x, h and c.
  ///
  /// Weights, biases and the sums in which they stand belong to the gate that they are for, and are no boxes.
  func inputs(of box: LSTMBox) -> [LSTMBox]
}

extension LSTMWiringExercise {
  /// For each box a row with a number for every box: how many arrows come from it.
  private static func rows(into boxes: [LSTMBox]) -> Outputs {
    boxes.reduce(Outputs()) { rows, box in
      let inputs = Self().inputs(of: box)
      let row = LSTMBox.allCases.map { from in Double(inputs.count { $0 == from }) }
      return rows.with("into \(box.title)", row)
    }
  }

  // The same function, asked for one group of boxes after another.
  public static var parts: [ExercisePart] {
    LSTMBox.groups.map { group in ExercisePart(group.name) { _ in rows(into: group.boxes) } }
  }
}
