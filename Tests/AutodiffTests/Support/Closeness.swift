import Testing
import UnrollAutodiff

/// The first place where two lists of numbers differ, as a sentence; nil where they agree.
///
/// They agree where `|a − b| ≤ relative · |b| + absolute`; infinities and NaN must be the same.
func difference(
  _ a: [Double], _ b: [Double], relative: Double, absolute: Double = 0
) -> String? {
  guard a.count == b.count else { return "\(a.count) elements instead of \(b.count)" }
  for (place, (x, y)) in zip(a, b).enumerated() {
    if x == y || x.isNaN && y.isNaN { continue }
    let error = (x - y).magnitude
    if error <= relative * y.magnitude + absolute { continue }
    return "\(x) instead of \(y) at place \(place), off by \(error)"
  }
  return nil
}

/// Expects a tensor to have the shape and, nearly, the numbers of another.
func expectClose(
  _ tensor: Tensor, _ expected: Tensor, relative: Double = 1e-12, absolute: Double = 1e-14,
  _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(tensor.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
  let difference = difference(
    tensor.elements, expected.elements, relative: relative, absolute: absolute)
  #expect(difference == nil, "\(what)", sourceLocation: sourceLocation)
}

/// Expects plain numbers to agree nearly.
func expectClose(
  _ number: Double, _ expected: Double, relative: Double = 1e-12, absolute: Double = 1e-14,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = difference([number], [expected], relative: relative, absolute: absolute)
  #expect(difference == nil, sourceLocation: sourceLocation)
}
