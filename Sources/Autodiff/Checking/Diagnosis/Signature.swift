/// What a wrong gradient looks like beside the right one, by itself: a known relation between two arrays.
struct Signature {
  /// The relation in words, to stand behind "the gradient for w".
  let text: String

  /// Whether the relation is so peculiar that no mistake inside the loop is likely to leave it. A factor
  /// or a zero may also come from within.
  let isDefinite: Bool

  /// The relation between the gradient of a row and the exact one, up to rounding, if it is a known one.
  ///
  /// Zero is also a scaling, a clipping and a constant: the first that fits is the plainest. An error beyond
  /// the fifth digit has none, for a factor would print as 1.
  static func of(_ row: GradientReport.Row) -> Signature? {
    if row.isNearlyRight { return nil }
    let comparison = Comparison(row)
    let relations = [zero, scaled, transposed, clipped, rowsMoved, few, constant]
    return relations.lazy.compactMap { $0(comparison) }.first
  }

  /// Two arrays of one shape, with what rounding does to each element.
  private struct Comparison {
    let a, e, blur: [Double]
    let shape: Shape

    init(_ row: GradientReport.Row) {
      a = row.analytic.elements
      e = row.exact.elements
      blur = row.spread.elements.map { 8 * $0 }
      shape = row.analytic.shape
    }

    func isClose(_ index: Int, to wanted: Double) -> Bool {
      (a[index] - wanted).magnitude <= 1e-6 * wanted.magnitude + blur[index]
    }

    /// Whether all elements of `a` are what `wanted` says.
    func holds(_ wanted: (Int) -> Double) -> Bool {
      a.indices.allSatisfy { isClose($0, to: wanted($0)) }
    }

    var wrong: [Int] { a.indices.filter { !isClose($0, to: e[$0]) } }

    func place(_ index: Int) -> String { "\(Grid<Double>.places(shape)[index])" }
  }

  private static func zero(_ c: Comparison) -> Signature? {
    c.a.allSatisfy { $0 == 0 } ? Signature(text: "is zero everywhere", isDefinite: false) : nil
  }

  private static func scaled(_ c: Comparison) -> Signature? {
    guard c.a.count > 1 || c.e[0] != 0,
      let largest = c.e.indices.max(by: { c.e[$0].magnitude < c.e[$1].magnitude }),
      c.e[largest] != 0
    else { return nil }
    let factor = c.a[largest] / c.e[largest]
    guard c.holds({ factor * c.e[$0] }) else { return nil }
    if (factor + 1).magnitude < 1e-6 {
      return Signature(text: "has its sign flipped", isDefinite: false)
    }
    let whole = (1 / factor).rounded()
    let name =
      whole.magnitude > 1 && whole.magnitude < 1e6 && (factor * whole - 1).magnitude < 1e-6
      ? "1/\(Int(whole))" : factor.significant(6)
    return Signature(text: "is \(name) times what it should be", isDefinite: false)
  }

  private static func transposed(_ c: Comparison) -> Signature? {
    guard c.shape.count == 2, c.shape[0] == c.shape[1], c.shape[0] > 1 else { return nil }
    let n = c.shape[0]
    return c.holds { c.e[$0 % n * n + $0 / n] }
      ? Signature(text: "is transposed", isDefinite: true) : nil
  }

  private static func clipped(_ c: Comparison) -> Signature? {
    let limit = c.a.reduce(0) { max($0, $1.magnitude) }
    guard limit > 0, c.e.contains(where: { $0.magnitude > limit * 1.000001 }),
      c.holds({ min(max(c.e[$0], -limit), limit) })
    else { return nil }
    return Signature(text: "is clipped to ±\(limit.significant(6))", isDefinite: true)
  }

  /// Some rows stand where others belong.
  private static func rowsMoved(_ c: Comparison) -> Signature? {
    guard c.shape.count == 2, c.shape[0] > 1 else { return nil }
    let width = c.shape[1]
    var origins: [Int] = []
    for row in 0..<c.shape[0] {
      let origin = (0..<c.shape[0]).first { candidate in
        (0..<width).allSatisfy { c.isClose(row * width + $0, to: c.e[candidate * width + $0]) }
      }
      guard let origin else { return nil }
      origins.append(origin)
    }
    let moved = origins.indices.filter { origins[$0] != $0 }
    guard Set(origins).count == origins.count, !moved.isEmpty else { return nil }
    return Signature(
      text: "has rows \(moved.map(String.init).joined(separator: ", ")) exchanged", isDefinite: true
    )
  }

  /// All is right but one element, or two.
  private static func few(_ c: Comparison) -> Signature? {
    let wrong = c.wrong
    guard wrong.count <= 2, c.a.count > 2 * wrong.count else { return nil }
    let parts = wrong.map { index -> String in
      let ratio = c.a[index] / c.e[index]
      let error = (ratio - 1).magnitude
      if error < 1e-5 { return "\(c.place(index)) (off by \(error.scientific(1)) of itself)" }
      let how = (ratio + 1).magnitude < 1e-6 ? "sign flipped" : "\(ratio.significant(6)) times"
      return "\(c.place(index)) (\(how))"
    }
    return Signature(
      text: "is right except at \(parts.joined(separator: " and "))", isDefinite: true)
  }

  private static func constant(_ c: Comparison) -> Signature? {
    guard c.a.count > 1, let first = c.a.first, c.holds({ _ in first }) else { return nil }
    return Signature(text: "is the same number everywhere", isDefinite: true)
  }
}
