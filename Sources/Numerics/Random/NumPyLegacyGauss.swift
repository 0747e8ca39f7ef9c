import Foundation

// Marsaglia's polar method. A point (x₁, x₂), uniform in the unit disc, has a squared radius r²
// that is itself uniform in (0, 1) and independent of its direction (x₁, x₂)/r. Box and Muller turn
// a uniform squared radius into that of a normal pair, −2 ln r²; so
//
//   (x₁, x₂) · √(−2 ln r² / r²)
//
// are two independent standard normal numbers, with no sine or cosine. NumPy returns the second
// at once and keeps the first for the next call.
//
// Source: G. Marsaglia and T. Bray, "A convenient method for generating normal variables",
// SIAM Review 6 (1964) 260–264.

extension NumPyLegacyGenerator {
  /// A standard normal number, as NumPy's `randn()` and `standard_normal()`.
  ///
  /// Equal to NumPy bit for bit where both use the same logarithm; C libraries may differ in the
  /// last bit of `log`, and with them NumPy differs from itself.
  public mutating func randn() -> Double {
    if let cached = takeCachedGauss() { return cached }
    while true {
      let x1 = 2 * random() - 1
      let x2 = 2 * random() - 1
      let squaredRadius = x1 * x1 + x2 * x2
      if squaredRadius >= 1 || squaredRadius == 0 { continue }  // outside the disc: try again
      let factor = (-2 * Foundation.log(squaredRadius) / squaredRadius).squareRoot()
      cache(gauss: factor * x1)
      return factor * x2
    }
  }

  /// The next `count` standard normal numbers, as NumPy's `randn(count)`; stops with a sentence where
  /// `count` is negative.
  public mutating func randn(_ count: Int) -> [Double] {
    require(count >= 0, "randn: can't draw \(count) numbers; a count is at least 0")
    return (0..<count).map { _ in randn() }
  }
}
