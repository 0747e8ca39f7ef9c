import Foundation
import UnrollCourse

/// What a function is called with, for a reader who wants to compute along.
struct CaseText {
  /// A line for each input: `Wh = [[0.5, -1], [0.25, 2]]`; none where there is more than one can follow.
  let lines: [String]

  /// Numbers that one can follow.
  private static let most = 20

  init(_ call: ExerciseCall) {
    let inputs = call.inputs
    let values = inputs.names.map { ($0, inputs.value($0)) }
    let count = values.reduce(0) { $0 + $1.1.matrices.reduce(0) { $0 + $1.elements.count } }
    lines = count > Self.most ? [] : values.map { "\($0) = \(Self.text($1))" }
  }

  private static func text(_ value: ExerciseValue) -> String {
    let matrices = value.matrices
    if value.isList {
      let numbers = matrices[0].elements.map(text)
      // A whole number comes as a list of one.
      return numbers.count == 1 ? numbers[0] : list(numbers)
    }
    return matrices.count == 1 ? text(matrices[0]) : list(matrices.map(text))
  }

  private static func text(_ matrix: Matrix) -> String {
    matrix.shape == [1, 1]
      ? text(matrix[0, 0]) : list((0..<matrix.rows).map { list(matrix.row($0).map(text)) })
  }

  private static func text(_ number: Double) -> String { String(format: "%.9g", number) }

  private static func list(_ texts: [String]) -> String { "[\(texts.joined(separator: ", "))]" }
}
