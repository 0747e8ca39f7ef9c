import UnrollAutodiff
import UnrollNumerics

/// The shapes that one library's weights of a cell have, and sentences for others.
struct WeightShapes {
  private let layout: WeightLayout
  private let gates: Int
  private let units: Int
  private let biasCount: Int
  private let title: String

  init(_ layout: WeightLayout, gates: Int, units: Int, biasCount: Int, _ title: String) {
    self.layout = layout
    self.gates = gates
    self.units = units
    self.biasCount = biasCount
    self.title = title
  }

  /// Stops with a sentence where a matrix is none of a cell with so many units.
  func requireMatrix(_ name: String, _ shape: Shape, isRecurrent: Bool) {
    let expected = matrix(isRecurrent: isRecurrent, units: units)
    if Self.fits(shape, expected) { return }
    refuse(name, shape, expected, advice: advice(shape, expected, isRecurrent))
  }

  /// Stops with a sentence where there are weights of several directions.
  func requireOneDirection(_ name: String, _ shape: Shape) {
    require(
      !layout.hasDirections || shape.count != 3 || shape[0] == 1,
      "weights: \(name) of \(title) has \(shape.first ?? 0) directions; pass one, [1, …]")
  }

  /// Stops with a sentence where a bias is none of such a cell.
  func requireBias(_ name: String, _ shape: Shape) {
    let width = gates * units
    let expected: [Int?]
    switch layout.biases {
    case .one: expected = biasCount == 2 ? [2, width] : [width]
    case .two: expected = [width]
    case .joined: expected = [1, 2 * width]
    }
    if Self.fits(shape, expected) { return }
    if layout.biases == .one, gates == 3, shape == [width] || shape == [2, width] {
      let (theirs, own) = biasCount == 2 ? ("false", "true") : ("true", "false")
      stop(
        """
        weights: a bias of shape \(shape) is that of a GRU with resetAfter: \(theirs), another equation; this \
        layer has resetAfter: \(own)
        """)
    }
    refuse(name, shape, expected, advice: "")
  }

  /// The sizes of a matrix; nil stands for the number of inputs.
  private func matrix(isRecurrent: Bool, units: Int) -> [Int?] {
    let inputs: Int? = isRecurrent ? units : nil
    let plain: [Int?] = layout.isTransposed ? [gates * units, inputs] : [inputs, gates * units]
    return layout.hasDirections ? [1] + plain : plain
  }

  /// What a shape that does not fit looks like: the transposed matrix, or that of a cell of another size.
  private func advice(_ shape: Shape, _ expected: [Int?], _ isRecurrent: Bool) -> String {
    guard shape.count == expected.count else { return "" }
    let front = layout.hasDirections ? 1 : 0
    let turned = Shape(Array(shape.prefix(front)) + shape.dropFirst(front).reversed())
    if Self.fits(turned, expected) { return "; this one is transposed" }
    let side = layout.isTransposed ? shape[front] : shape[front + 1]
    let other = side / gates
    if other > 0, Self.fits(shape, matrix(isRecurrent: isRecurrent, units: other)) {
      return "; this one belongs to a layer of \(other) units"
    }
    return ""
  }

  private func refuse(_ name: String, _ shape: Shape, _ expected: [Int?], advice: String) -> Never {
    let sizes = expected.map { $0.map(String.init) ?? "inputs" }.joined(separator: ", ")
    stop(
      """
      weights: \(name) of \(title) has shape \(shape); for \(units) units expected [\(sizes)]\(advice)
      """)
  }

  private static func fits(_ shape: Shape, _ expected: [Int?]) -> Bool {
    shape.count == expected.count && zip(shape, expected).allSatisfy { $1 == nil || $0 == $1 }
  }
}
