import Foundation
import UnrollCourse

extension QuantityComparison {
  /// What is wrong, in a sentence or two; nil where nothing is.
  var sentence: String? {
    switch problem {
    case nil: nil
    case .shape: shapeSentence
    case .numbers(let step, let place, let wrong): sentence(step, place, wrong)
    }
  }

  private var shapeSentence: String {
    isList
      ? "\(name) has \(Self.counted(found)) in it; expected \(Self.counted(expected))."
      : "\(name) has the wrong shape: got \(Self.shapes(found)), expected \(Self.shapes(expected))."
  }

  private func sentence(_ step: Int?, _ place: Int, _ wrong: Int) -> String {
    let index = step.map { $0 - 1 } ?? 0
    let value = found[index].elements[place]
    let right = expected[index].elements[place]
    let label = label(step, place)
    if !value.isFinite {
      return "\(label) is \(value); expected \(text(right)). \(Self.reason(for: value))"
    }
    let count = expected[index].elements.count
    if found.flatMap(\.elements).allSatisfy({ $0 == 0 }) {
      return isNumber && step == nil
        ? "\(name) is zero; expected \(text(right))."
        : "\(name) is zero everywhere; expected \(text(right)) for \(label)."
    }
    return [
      rightUntil(step), "\(label) is \(text(value)); expected \(text(right)).",
      count == 1 ? nil : Self.share(wrong, of: count, step == nil ? "" : " there"),
      isRounded
        ? "All agree to three digits or more: was a printed, rounded number typed in?" : nil,
    ].compactMap { $0 }.joined(separator: " ")
  }

  /// Whether nothing is wrong that a rounded number on the way would not explain.
  private var isRounded: Bool {
    zip(found, expected).allSatisfy { found, expected in
      zip(found.elements, expected.elements).allSatisfy {
        ($0 - $1).magnitude <= 5e-4 * $1.magnitude
      }
    }
  }

  private var isNumber: Bool { !isList && expected.allSatisfy { $0.shape == [1, 1] } }

  /// `dWx[0, 1]`, `slots[2]`, `∂L/∂h at t = 3, [0, 1]`; of a single number its name alone.
  private func label(_ step: Int?, _ place: Int) -> String {
    let columns = expected[step.map { $0 - 1 } ?? 0].columns
    let place =
      isNumber ? "" : isList ? "[\(place)]" : "[\(place / columns), \(place % columns)]"
    return step.map { "\(name) at t = \($0)\(isNumber ? "" : ", ")\(place)" } ?? name + place
  }

  /// Which steps are right, where not all are wrong.
  private func rightUntil(_ step: Int?) -> String? {
    guard let step else { return nil }
    let right = found.indices.filter { Self.agree([found[$0]], [expected[$0]]) }
    if right.isEmpty { return "\(name) is wrong at every time step." }
    if right == Array(0..<(step - 1)) {
      return step == 2 ? "\(name) is right at t = 1." : "\(name) is right until t = \(step - 1)."
    }
    if right == Array(step..<found.count) {
      return step == found.count - 1
        ? "\(name) is right at t = \(found.count)."
        : "\(name) is right from t = \(found.count) back to t = \(step + 1)."
    }
    return "\(name) is right at t = \(right.map { "\($0 + 1)" }.joined(separator: ", ")) only."
  }

  private static func reason(for value: Double) -> String {
    value.isNaN
      ? "It comes of 0 / 0, of ∞ − ∞, or of the logarithm or root of a negative number."
      : value < 0
        ? "It is the logarithm of zero, or something was divided by zero, or grew beyond all numbers."
        : "Something was divided by zero, or grew beyond all numbers."
  }

  private static func share(_ wrong: Int, of count: Int, _ place: String) -> String {
    wrong == count
      ? "All \(count) numbers\(place) are wrong."
      : "\(wrong) of the \(count) numbers\(place) \(wrong == 1 ? "is" : "are") wrong."
  }

  private static func counted(_ list: [Matrix]) -> String {
    let count = list.first?.elements.count ?? 0
    return count == 1 ? "1 number" : "\(count) numbers"
  }

  private static func shapes(_ matrices: [Matrix]) -> String {
    let shapes = matrices.map(\.shape)
    if matrices.isEmpty { return "nothing" }
    if matrices.count == 1 { return "\(shapes[0])" }
    return Set(shapes).count == 1
      ? "\(matrices.count) matrices of shape \(shapes[0])" : "matrices of shapes \(shapes)"
  }

  private func text(_ value: Double) -> String { String(format: "%.9g", value) }
}
