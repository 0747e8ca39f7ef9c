import UnrollCourse

/// A quantity as a student computed it, beside what it should be.
struct QuantityComparison {
  /// What is wrong with it.
  enum Problem: Equatable {
    /// Another number of matrices, or other sizes.
    case shape(found: String, expected: String)
    /// A number that is none, or infinite.
    case notFinite(step: Int?, row: Int, column: Int, found: Double)
    /// Other numbers; the worst of the first wrong matrix.
    case numbers(step: Int?, row: Int, column: Int, found: Double, expected: Double)
  }

  let name: String
  let found, expected: [Matrix]
  let problem: Problem?

  init(_ name: String, _ found: [Matrix], _ expected: [Matrix]) {
    (self.name, self.found, self.expected) = (name, found, expected)
    problem = Self.problem(found, expected)
  }

  /// Whether two numbers agree: to nine digits of the number, or of a ten-thousandth of the largest one beside it,
  /// because sums that cancel have fewer digits. There is no absolute tolerance, so that a gradient of 1e-100 counts.
  static func agree(_ found: Double, _ expected: Double, largest: Double) -> Bool {
    (found - expected).magnitude <= 1e-9 * max(expected.magnitude, 1e-4 * largest)
  }

  /// Whether all numbers of two lists of matrices agree.
  static func agree(_ found: [Matrix], _ expected: [Matrix]) -> Bool {
    problem(found, expected) == nil
  }

  private static func problem(_ found: [Matrix], _ expected: [Matrix]) -> Problem? {
    guard found.map(\.shape) == expected.map(\.shape) else {
      return .shape(found: shapes(found), expected: shapes(expected))
    }
    let isSequence = expected.count > 1
    // Whichever end was computed first is told of first: where the last step is right, time ran backwards.
    let wrong = found.indices.filter { place(found[$0], expected[$0]) != nil }
    guard let first = wrong.first, let last = wrong.last else { return nil }
    let index = first == 0 && last < found.count - 1 ? last : first
    guard let place = place(found[index], expected[index]) else { return nil }
    let step = isSequence ? index + 1 : nil
    let (row, column) = (place / expected[index].columns, place % expected[index].columns)
    let value = found[index].elements[place]
    return value.isFinite
      ? .numbers(
        step: step, row: row, column: column, found: value,
        expected: expected[index].elements[place])
      : .notFinite(step: step, row: row, column: column, found: value)
  }

  /// Where a matrix is farthest from what it should be; nil where it is right.
  private static func place(_ found: Matrix, _ expected: Matrix) -> Int? {
    let largest = expected.elements.map(\.magnitude).max() ?? 0
    let wrong = found.elements.indices.filter {
      !agree(found.elements[$0], expected.elements[$0], largest: largest)
    }
    func distance(_ place: Int) -> Double {
      let distance = (found.elements[place] - expected.elements[place]).magnitude
      return distance.isNaN ? .infinity : distance
    }
    return wrong.max { distance($0) < distance($1) }
  }

  private static func shapes(_ matrices: [Matrix]) -> String {
    let shapes = matrices.map(\.shape)
    if matrices.isEmpty { return "nothing" }
    if matrices.count == 1 { return "\(shapes[0])" }
    return Set(shapes).count == 1
      ? "\(matrices.count) matrices of shape \(shapes[0])" : "matrices of shapes \(shapes)"
  }
}

extension Outputs {
  /// The matrices of a quantity; nil where there is none.
  func matrices(_ name: String) -> [Matrix]? {
    quantities.first { $0.name == name }?.value.matrices
  }

  /// Whether all quantities agree with others, in number, name and value.
  func agrees(with other: Outputs) -> Bool {
    quantities.map(\.name) == other.quantities.map(\.name)
      && zip(quantities, other.quantities).allSatisfy {
        QuantityComparison.agree($0.value.matrices, $1.value.matrices)
      }
  }
}
