import Foundation
import UnrollCourse

/// What a wrong quantity is to the right one, if it is so in every case: a factor, a sign, rows for columns.
///
/// It says nothing of why; it is what a person would notice who laid the numbers side by side.
enum Relation {
  /// The relation in words, to stand behind the name of the quantity; nil where there is none.
  ///
  /// - Parameter cases: The quantity in each case, wrong or not, with the sizes that the case has.
  static func of(_ cases: [(found: [Matrix], expected: [Matrix], sizes: [String: Int])]) -> String?
  {
    let told = cases.filter { !$0.expected.flatMap(\.elements).allSatisfy { $0 == 0 } }
    guard !told.isEmpty else { return nil }
    if told.allSatisfy({ $0.found.flatMap(\.elements).allSatisfy { $0 == 0 } }) {
      return "is zero everywhere"
    }
    // Of a single number everything is a multiple.
    guard told.contains(where: { $0.expected.flatMap(\.elements).count > 1 }) || told.count > 2
    else {
      return nil
    }
    let factors = told.compactMap { factor($0.found, $0.expected) }
    if factors.count == told.count, let words = words(factors, told.map(\.sizes)) { return words }
    let isTransposed = told.allSatisfy { found, expected, _ in
      QuantityComparison.agree(found.map(\.transposed), expected)
    }
    let isTelling = told.contains { _, expected, _ in expected.contains { $0 != $0.transposed } }
    return isTransposed && isTelling ? "has rows and columns exchanged" : nil
  }

  /// What a quantity is called: with its function, `dX of rowAdded`, where the exercise has several, unless both have one
  /// name.
  static func name(of quantity: String, in part: String, among parts: Set<String>) -> String {
    /// Some are asked several times, as `gradient(of:), asked again`.
    func function(_ part: String) -> String {
      part.split(separator: ",").first.map { String($0) } ?? part
    }
    func letters(_ name: String) -> String {
      name.prefix { $0 != "(" }.filter(\.isLetter).lowercased()
    }
    let isAlone = Set(parts.map(function)).count == 1
    return isAlone || letters(quantity) == letters(part)
      ? quantity : "\(quantity) of \(function(part))"
  }

  /// By which number all of the expected numbers are multiplied.
  private static func factor(_ found: [Matrix], _ expected: [Matrix]) -> Double? {
    guard found.map(\.shape) == expected.map(\.shape) else { return nil }
    let (a, e) = (found.flatMap(\.elements), expected.flatMap(\.elements))
    guard let largest = e.indices.max(by: { e[$0].magnitude < e[$1].magnitude }), e[largest] != 0
    else { return nil }
    let factor = a[largest] / e[largest]
    let scaled = expected.map { factor * $0 }
    return factor.isFinite && factor != 0 && QuantityComparison.agree(found, scaled) ? factor : nil
  }

  private static func words(_ factors: [Double], _ sizes: [[String: Int]]) -> String? {
    func all(_ wanted: (Int) -> Double) -> Bool {
      factors.indices.allSatisfy { (factors[$0] / wanted($0) - 1).magnitude < 1e-9 }
    }
    if all({ _ in 1 }) { return nil }
    if all({ _ in -1 }) { return "has its sign flipped" }
    for name in sizes[0].keys.sorted() {
      let size = sizes.map { Double($0[name] ?? 0) }
      guard Set(size).count > 1, !size.contains(0) else { continue }
      if all({ size[$0] }) { return "is too large by a factor that is \(name)" }
      if all({ 1 / size[$0] }) { return "is too small by a factor that is \(name)" }
    }
    if all({ _ in 2 }) { return "is twice what it should be" }
    if all({ _ in 0.5 }) { return "is half of what it should be" }
    if all({ _ in factors[0] }) {
      return String(format: "is %.4g times what it should be", factors[0])
    }
    return nil
  }
}
