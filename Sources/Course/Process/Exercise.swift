import Foundation

/// An exercise, as the student's type states that it solves it: `struct MyStep: RNNStepExercise`.
///
/// Each exercise has a protocol of its own, which says what is to be written. It also says here how the functions are
/// called by name with numbers that come from outside, so that whoever checks them needs nothing but numbers.
public protocol Exercise {
  /// A solution needs nothing to begin with: every property has a value.
  init()

  /// The functions that are to be written, in the order in which they build on one another.
  static var parts: [ExercisePart] { get }
}

/// One function of an exercise.
public struct ExercisePart {
  /// The function's name: `step`.
  public let name: String
  /// Calls it.
  public let call: (Inputs) throws -> Outputs

  /// A function with a name.
  public init(_ name: String, _ call: @escaping (Inputs) throws -> Outputs) {
    self.name = name
    self.call = call
  }
}

/// What a function is given, by the names of its parameters.
public struct Inputs: Codable, Equatable, Sendable {
  private var values: [String: ExerciseValue]

  /// Numbers by name.
  public init(_ values: [String: ExerciseValue]) { self.values = values }

  /// The names.
  public var names: [String] { values.keys.sorted() }

  /// A number.
  public func number(_ name: String) -> Double { matrix(name)[0, 0] }

  /// A matrix.
  public func matrix(_ name: String) -> Matrix { matrices(name)[0] }

  /// A sequence of matrices.
  public func matrices(_ name: String) -> [Matrix] { value(name).matrices }

  /// Whatever it is.
  public func value(_ name: String) -> ExerciseValue {
    guard let value = values[name] else { return stop("there is no \(name)") }
    return value
  }

  /// Whole numbers: classes, places, sizes.
  public func integers(_ name: String) -> [Int] {
    matrices(name).flatMap { $0.elements.map { Int($0) } }
  }

  /// The same, with every matrix of these names changed.
  public func mapMatrices(of names: Set<String>, _ change: (Matrix) -> Matrix) -> Inputs {
    Inputs(
      Dictionary(
        uniqueKeysWithValues: values.map { name, value in
          (name, names.contains(name) ? ExerciseValue(value.matrices.map(change)) : value)
        }))
  }

  private func stop<Value>(_ sentence: String) -> Value {
    expect(false, "exercise: \(sentence)")
    fatalError("see the sentence above")
  }
}

/// What a function gave, by names and in the order in which the quantities follow from one another.
public struct Outputs: Codable, Equatable, Sendable {
  /// A quantity: `dWx`.
  public struct Quantity: Codable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// Its numbers.
    public let value: ExerciseValue
  }

  /// The quantities in order.
  public private(set) var quantities: [Quantity] = []

  /// Nothing yet.
  public init() {}

  /// These and a number.
  public func with(_ name: String, _ number: Double) -> Outputs {
    with(name, [Matrix([[number]])])
  }

  /// These and a list of numbers.
  public func with(_ name: String, _ numbers: [Double]) -> Outputs {
    with(name, .numbers(numbers))
  }

  /// These and a matrix.
  public func with(_ name: String, _ matrix: Matrix) -> Outputs { with(name, [matrix]) }

  /// These and a matrix for each time step.
  public func with(_ name: String, _ matrices: [Matrix]) -> Outputs {
    with(name, ExerciseValue(matrices))
  }

  private func with(_ name: String, _ value: ExerciseValue) -> Outputs {
    var copy = self
    copy.quantities.append(Quantity(name: name, value: value))
    return copy
  }
}

/// Numbers on their way between two processes: matrices, of which there is mostly one.
public struct ExerciseValue: Codable, Equatable, Sendable {
  private struct Part: Codable, Equatable {
    /// Rows and columns; of a list how many there are.
    let shape: [Int]
    let elements: [Double]
  }

  private let parts: [Part]

  private init(_ parts: [Part]) { self.parts = parts }

  /// Matrices.
  public init(_ matrices: [Matrix]) {
    self.init(matrices.map { Part(shape: $0.shape, elements: $0.elements) })
  }

  /// A list of numbers.
  public static func numbers(_ numbers: [Double]) -> ExerciseValue {
    ExerciseValue([Part(shape: [numbers.count], elements: numbers)])
  }

  /// A matrix.
  public static func matrix(_ matrix: Matrix) -> ExerciseValue { ExerciseValue([matrix]) }

  /// A sequence of matrices.
  public static func matrices(_ matrices: [Matrix]) -> ExerciseValue { ExerciseValue(matrices) }

  /// A number.
  public static func number(_ number: Double) -> ExerciseValue { .matrix([[number]]) }

  /// Whole numbers, in a list.
  public static func integers(_ integers: [Int]) -> ExerciseValue {
    .numbers(integers.map(Double.init))
  }

  /// Whether this is a list of numbers, and no matrix.
  public var isList: Bool { parts.count == 1 && parts[0].shape.count == 1 }

  /// The matrices, with a list as a row; an array of numbers that does not fill its shape is none.
  public var matrices: [Matrix] {
    parts.compactMap { part in
      if part.shape == [part.elements.count] { return Matrix([part.elements]) }
      guard part.shape.count == 2, part.shape.allSatisfy({ (0...1_000_000).contains($0) }),
        part.shape[0] * part.shape[1] == part.elements.count
      else { return nil }
      return Matrix(part.elements, rows: part.shape[0], columns: part.shape[1])
    }
  }
}
