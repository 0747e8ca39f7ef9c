import UnrollAutodiff

extension Operation {
  /// What distinguishes two operations of one title, so that steps with different data do not become one step of a loop.
  var settings: String {
    switch self {
    case let self as Assemble: "\(self.regions)"
    case let self as Select: "\(self.mask.tensor().elements)"
    case let self as Cast: "\(self.target)"
    case let self as Scale: "\(self.factor)"
    case let self as Shift: "\(self.amount)"
    case let self as SubtractFrom: "\(self.minuend)"
    case let self as DivideBy: "\(self.divisor)"
    case let self as DivideInto: "\(self.numerator)"
    case let self as Clip: "\(self.low) \(self.high)"
    case let self as ClipPullback: "\(self.low) \(self.high)"
    case let self as NotEqual: "\(self.number)"
    case let self as TokensNotEqual: "\(self.id) \(self.ids.elements)"
    default: heldIDs.map { "\($0.elements)" } ?? ""
    }
  }
}

extension Shape {
  /// The shape of a result of two operands, as NumPy broadcasts. They are known to fit: the tape has computed with them.
  func broadcast(with other: Shape) -> Shape {
    let rank = Swift.max(count, other.count)
    let sizes = (0..<rank).map { place in
      let (a, b) = (place - rank + count, place - rank + other.count)
      return Swift.max(a < 0 ? 1 : self[a], b < 0 ? 1 : other[b])
    }
    return Shape(sizes)
  }
}
