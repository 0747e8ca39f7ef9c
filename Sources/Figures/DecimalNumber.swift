/// A number as it is written: coefficient × 10^exponent, both whole.
///
/// Ticks are multiples of 1, 2 or 5 times a power of ten. Kept like this they are written exactly,
/// by moving a decimal point, and never as 0.30000000000000004.
struct DecimalNumber: Equatable {
  var coefficient: Int
  var exponent: Int

  init(coefficient: Int, exponent: Int) {
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// A finite number, rounded to some significant digits (half away from zero, on its shortest
  /// decimal form).
  init(rounding value: Double, digits: Int) {
    // "-1.25e-07" has the sign, "125" as digits, and −7 − 2 as exponent.
    let text = "\(abs(value))"
    let parts = text.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    var written = (String(mantissa[0]) + fraction).drop { $0 == "0" }
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction.count
    var roundsUp = false
    if written.count > digits {
      exponent += written.count - digits
      roundsUp = written.dropFirst(digits).first.map { $0 >= "5" } ?? false
      written = written.prefix(digits)
    }
    var coefficient = (Int(written) ?? 0) + (roundsUp ? 1 : 0)
    while coefficient != 0, coefficient % 10 == 0 {
      coefficient /= 10
      exponent += 1
    }
    self.init(
      coefficient: value < 0 ? -coefficient : coefficient,
      exponent: coefficient == 0 ? 0 : exponent)
  }

  /// The nearest number of double precision.
  var value: Double { Double("\(coefficient)e\(exponent)") ?? .nan }

  /// The power of ten of the first digit: −2 for 0.012.
  var magnitude: Int { String(coefficient.magnitude).count - 1 + exponent }

  /// Written with the given number of decimals, in units of 10^unit: 1.2 for 0.012 in units of
  /// 10⁻².
  func written(decimals: Int, unit: Int = 0) -> String {
    if coefficient == 0 { return "0" }
    let shift = exponent - unit
    var digits = String(coefficient.magnitude) + String(repeating: "0", count: max(0, shift))
    let places = max(0, -shift)
    if digits.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.count) + digits
    }
    let fraction = digits.suffix(places) + String(repeating: "0", count: max(0, decimals - places))
    let sign = coefficient < 0 ? "−" : ""
    return sign + digits.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Written plainly if that is short (0.012, 1500), otherwise with a power of ten (1.2×10⁻⁷).
  var label: String {
    if coefficient == 0 || (-4..<6).contains(magnitude) { return written(decimals: 0) }
    return written(decimals: 0, unit: magnitude) + "×" + Self.powerOfTen(magnitude)
  }

  /// A number in running text: three significant digits.
  static func label(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    return DecimalNumber(rounding: value, digits: 3).label
  }

  /// 10⁻³.
  static func powerOfTen(_ exponent: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return "10" + String(String(exponent).map { raised[$0] ?? $0 })
  }
}
