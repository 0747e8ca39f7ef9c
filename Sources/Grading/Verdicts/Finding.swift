import Foundation
import UnrollCourse

/// The first thing that is wrong in a solution, and what it looks like.
public struct Finding: Sendable {
  /// The function.
  public let part: String
  /// The case that shows it: `batch 3, 2 inputs, 4 units`.
  public let caseName: String
  /// What is wrong, in a sentence or two.
  public let sentence: String
  /// Known misconceptions that lead to exactly these numbers, all of them and in every case.
  public let misconceptions: [Misconception]
  /// Where there is none: those that explain what is wrong first, and not all the rest; or, where ``isEarly``, all.
  public let candidates: [Misconception]
  /// Whether the program ended before enough was answered to tell which mistake it is.
  public let isEarly: Bool
  /// What each wrong quantity is to the right one, where that is the same in every case.
  public let relations: [String]

  /// One explanation, as far as the numbers can tell.
  public var explanation: Misconception? { misconceptions.count == 1 ? misconceptions[0] : nil }
}

/// What a solution comes to.
public enum Verdict: Sendable {
  /// All numbers are right.
  case passed
  /// A function is as it was in the beginning.
  case notWritten(part: String)
  /// The compiler's words.
  case notCompiled(String)
  /// A name that does what is being taught.
  case forbidden(name: String, line: Int)
  /// A function did not come to an end in its time.
  case timedOut(part: String, caseName: String, seconds: Double)
  /// The program ended amid a function: what it said last.
  case crashed(part: String, caseName: String, said: String)
  /// The program did something it must not: wrote without end, took too much memory.
  case stopped(reason: String)
  /// The file is there and is not read: a link, too large, no text.
  case unreadable(reason: String)
  /// A function gave other numbers.
  case wrong(Finding)

  /// Whether the exercise is solved.
  public var isPassed: Bool { if case .passed = self { true } else { false } }
}

extension QuantityComparison.Problem {
  /// The problem in words, for a quantity.
  func sentence(_ name: String, of found: [Matrix], _ expected: [Matrix]) -> String {
    switch self {
    case .shape(let found, let expected):
      return "\(name) has the wrong shape: got \(found), expected \(expected)."
    case .notFinite(let step, let row, let column, let value):
      return """
        \(Self.place(name, step, row, column, expected)) is \(value); expected a number. Something was divided by zero, \
        or grew beyond all numbers.
        """
    case .numbers(let step, let row, let column, let value, let right):
      let label = Self.place(name, step, row, column, expected)
      if found.flatMap(\.elements).allSatisfy({ $0 == 0 }) {
        return expected.flatMap(\.elements).count == 1
          ? "\(name) is zero; expected \(text(right))."
          : "\(name) is zero everywhere; expected \(text(right)) for \(label)."
      }
      let place = "\(label) is \(text(value)); expected \(text(right))."
      return [Self.rightUntil(name, step, found, expected), place].compactMap { $0 }
        .joined(separator: " ")
    }
  }

  /// `dWx[0, 1]`, `∂L/∂h at t = 3, [0, 1]`; of a single number its name alone.
  private static func place(
    _ name: String, _ step: Int?, _ row: Int, _ column: Int, _ expected: [Matrix]
  ) -> String {
    let isNumber = expected.allSatisfy { $0.shape == [1, 1] }
    let place = isNumber ? "" : "[\(row), \(column)]"
    return step.map { "\(name) at t = \($0)\(isNumber ? "" : ", ")\(place)" } ?? name + place
  }

  /// Which steps are right, where not all are wrong.
  private static func rightUntil(
    _ name: String, _ step: Int?, _ found: [Matrix], _ expected: [Matrix]
  ) -> String? {
    guard let step else { return nil }
    let right = found.indices.filter { QuantityComparison.agree([found[$0]], [expected[$0]]) }
    if right.isEmpty { return "\(name) is wrong at every time step." }
    if right == Array(0..<(step - 1)) { return "\(name) is right until t = \(step - 1)." }
    if right == Array(step..<found.count) {
      return "\(name) is right from t = \(found.count) back to t = \(step + 1)."
    }
    return "\(name) is right at t = \(right.map { "\($0 + 1)" }.joined(separator: ", ")) only."
  }

  private func text(_ value: Double) -> String { String(format: "%.9g", value) }
}
