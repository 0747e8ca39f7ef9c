import UnrollCourse

/// A quantity as a student computed it, beside what it should be.
struct QuantityComparison {
  /// What is wrong with it.
  enum Problem: Equatable {
    /// Another number of matrices, or other sizes.
    case shape
    /// Other numbers: the place of the first in the first wrong matrix, row by row, or of the first there that is not finite,
    /// and how many of the matrix are wrong.
    case numbers(step: Int?, place: Int, wrong: Int)
  }

  let name: String
  let found, expected: [Matrix]
  /// Whether it is a list of numbers, of which `found` and `expected` are the only row.
  let isList: Bool
  let problem: Problem?

  init(_ name: String, _ found: [Matrix], _ expected: [Matrix], isList: Bool = false) {
    (self.name, self.found, self.expected, self.isList) = (name, found, expected, isList)
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
    guard found.map(\.shape) == expected.map(\.shape) else { return .shape }
    // Whichever end was computed first is told of first: where the last step is right, time ran backwards.
    let wrong = found.indices.filter { !wrongPlaces(found[$0], expected[$0]).isEmpty }
    guard let first = wrong.first, let last = wrong.last else { return nil }
    let index = first == 0 && last < found.count - 1 ? last : first
    let places = wrongPlaces(found[index], expected[index])
    let place = places.first { !found[index].elements[$0].isFinite } ?? places[0]
    return .numbers(
      step: expected.count > 1 ? index + 1 : nil, place: place, wrong: places.count)
  }

  /// Where a matrix is not what it should be, row by row.
  private static func wrongPlaces(_ found: Matrix, _ expected: Matrix) -> [Int] {
    let largest = expected.elements.map(\.magnitude).max() ?? 0
    return found.elements.indices.filter {
      !agree(found.elements[$0], expected.elements[$0], largest: largest)
    }
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
