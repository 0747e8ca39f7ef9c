/// Exercise 02: a tape, on which sums, products and tanh of numbers are taken down, and which is walked backwards.
///
/// Each function that takes something down returns its slot: its place in the list, counted from 0.
public protocol OwnTapeExercise: Exercise {
  /// Takes down a number that does not depend on others.
  mutating func variable(_ value: Double) -> Int

  /// Takes down the sum of the numbers in two slots, which may be the same.
  mutating func add(_ a: Int, _ b: Int) -> Int

  /// Takes down the product of the numbers in two slots, which may be the same.
  mutating func multiply(_ a: Int, _ b: Int) -> Int

  /// Takes down the tanh of the number in a slot.
  mutating func applyTanh(_ a: Int) -> Int

  /// The number in a slot.
  func value(of slot: Int) -> Double

  /// The derivatives of the number in a slot for the numbers in all slots, in their order; 0 where it does not depend on
  /// them. It can be asked more than once.
  mutating func gradient(of slot: Int) -> [Double]
}

extension OwnTapeExercise {
  /// Takes down what a list of operations says: rows of a kind (0 variable, 1 add, 2 multiply, 3 tanh) and what it is done
  /// to: the place among the numbers, or the slots.
  fileprivate mutating func takeDown(_ operations: Matrix, numbers: Matrix) -> [Int] {
    var slots: [Int] = []
    for row in 0..<operations.rows {
      let (a, b) = (Int(operations[row, 1]), Int(operations[row, 2]))
      switch operations[row, 0] {
      case 0: slots.append(variable(numbers.elements[a]))
      case 1: slots.append(add(slots[a], slots[b]))
      case 2: slots.append(multiply(slots[a], slots[b]))
      default: slots.append(applyTanh(slots[a]))
      }
    }
    return slots
  }

  fileprivate static func gradients(of asked: [Int], _ given: Inputs) -> Outputs {
    var tape = Self()
    let slots = tape.takeDown(given.matrix("operations"), numbers: given.matrix("numbers"))
    let found = asked.map { tape.gradient(of: slots[$0]) }
    return Outputs().with("gradient", found.last ?? [])
  }

  public static var parts: [ExercisePart] {
    [
      ExercisePart("the tape") { given in
        var tape = Self()
        let slots = tape.takeDown(given.matrix("operations"), numbers: given.matrix("numbers"))
        return Outputs().with("slots", slots.map(Double.init))
          .with("values", slots.map { tape.value(of: $0) })
      },
      ExercisePart("gradient(of:)") { given in gradients(of: given.integers("of"), given) },
      // The same function, asked again on the same tape.
      ExercisePart("gradient(of:), asked again") { given in
        gradients(of: given.integers("before") + given.integers("of"), given)
      },
    ]
  }
}
