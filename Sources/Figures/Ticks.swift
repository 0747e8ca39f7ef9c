import Foundation

/// A place on an axis that carries a label.
struct Tick: Equatable {
  var value: Double
  var label: String
}

/// The choice of ticks: steps of 1, 2 or 5 times a power of ten; on log axes, whole decades where
/// they suffice.
enum Ticks {
  /// Ticks for any axis, at most `count` of them.
  static func ticks(on domain: Domain, axis: Axis, atMost count: Int) -> [Tick] {
    if let categories = axis.categories {
      return categories.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    }
    switch domain.scale {
    case .linear:
      return linear(
        from: domain.lower, to: domain.upper, atMost: count, integers: axis.integerTicks)
    case .log10: return logarithmic(from: domain.lower, to: domain.upper, atMost: count)
    }
  }

  /// Multiples of the smallest 1-2-5 step of which at most `count` lie in the range.
  static func linear(
    from lower: Double, to upper: Double, atMost count: Int, integers: Bool = false
  ) -> [Tick] {
    let step = step(from: lower, to: upper, atMost: count, integers: integers)
    guard let indices = multiples(of: step.value, from: lower, to: upper) else { return [] }
    let numbers = indices.map { index in
      DecimalNumber(coefficient: index * step.coefficient, exponent: step.exponent)
    }
    if integers, numbers.isEmpty { return linear(from: lower, to: upper, atMost: count) }
    return zip(numbers, labels(numbers, step: step)).map { Tick(value: $0.value, label: $1) }
  }

  /// The smallest of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that puts at most `count` multiples in the
  /// range.
  static func step(
    from lower: Double, to upper: Double, atMost count: Int, integers: Bool = false
  ) -> DecimalNumber {
    precondition(count > 0, "Ticks: \(count) ticks asked for; at least 1 is needed")
    let even = upper / Double(count) - lower / Double(count)
    var exponent = max(-323, Int(log10(max(even, .leastNonzeroMagnitude)).rounded(.down)) - 1)
    if integers { exponent = max(0, exponent) }
    // 2e308 is already infinite: of its multiples only zero is left.
    while exponent <= 308 {
      for coefficient in [1, 2, 5] {
        let step = DecimalNumber(coefficient: coefficient, exponent: exponent)
        if let found = multiples(of: step.value, from: lower, to: upper), found.count <= count {
          return step
        }
      }
      exponent += 1
    }
    return DecimalNumber(coefficient: 5, exponent: 308)
  }

  /// The whole numbers i for which i · step lies in the range; `nil` if they are too many to be
  /// counted.
  private static func multiples(
    of step: Double, from lower: Double, to upper: Double
  ) -> Range<Int>? {
    guard step > 0 else { return nil }
    // The slack keeps a tick at 0.3 when the range ends at 3 · 0.1.
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    guard abs(first) < 1e17, abs(last) < 1e17 else { return nil }
    return Int(first)..<max(Int(first), Int(last) + 1)
  }

  /// One form for all ticks of an axis: as many decimals as the step has, and one common power of
  /// ten if needed.
  private static func labels(_ numbers: [DecimalNumber], step: DecimalNumber) -> [String] {
    let nonzero = numbers.filter { $0.coefficient != 0 }
    let magnitude = nonzero.map(\.magnitude).max() ?? 0
    if (-3..<6).contains(magnitude) {
      return numbers.map { $0.written(decimals: max(0, -step.exponent)) }
    }
    return numbers.map { number in
      if number.coefficient == 0 { return "0" }
      let mantissa = number.written(
        decimals: max(0, magnitude - step.exponent), unit: magnitude)
      return mantissa + "×" + DecimalNumber.powerOfTen(magnitude)
    }
  }
}

extension Ticks {
  /// Powers of ten, every second, fifth, tenth … of them if they are many; with 2 and 5 times them
  /// if few.
  static func logarithmic(from lower: Double, to upper: Double, atMost count: Int) -> [Tick] {
    let exponents = decades(from: lower, to: upper)
    if exponents.count >= 3 || (exponents.count == 2 && count < 4) {
      for stride in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] {
        let chosen = exponents.filter { $0 % stride == 0 }
        if chosen.count <= count {
          return chosen.map { Tick(value: power($0), label: DecimalNumber.powerOfTen($0)) }
        }
      }
    }
    let low = Int(log10(lower).rounded(.down)) - 1
    let high = Int(log10(upper).rounded(.up)) + 1
    for mantissas in [[1, 2, 5], [1, 3]] {
      let numbers = (low...high).flatMap { exponent in
        mantissas.map { DecimalNumber(coefficient: $0, exponent: exponent) }
      }.filter { lower * (1 - 1e-9)...upper * (1 + 1e-9) ~= $0.value }
      if (2...max(2, count)).contains(numbers.count) {
        return numbers.map { Tick(value: $0.value, label: logLabel($0)) }
      }
    }
    return linear(from: lower, to: upper, atMost: count)
  }

  /// The 2 … 9 times powers of ten between the ticks of a log axis; none where they would be a grey
  /// smear.
  static func minor(on domain: Domain) -> [Double] {
    guard domain.scale == .log10 else { return [] }
    let exponents = decades(from: domain.lower, to: domain.upper)
    guard let first = exponents.first, let last = exponents.last, exponents.count <= 8 else {
      return []
    }
    return ((first - 1)...last).flatMap { exponent in
      (2...9).map { Double($0) * power(exponent) }
    }.filter { domain.lower...domain.upper ~= $0 }
  }

  private static func logLabel(_ number: DecimalNumber) -> String {
    let power = DecimalNumber.powerOfTen(number.exponent)
    return number.coefficient == 1 ? power : "\(number.coefficient)×\(power)"
  }

  private static func decades(from lower: Double, to upper: Double) -> [Int] {
    let first = Int((log10(lower) - 1e-9).rounded(.up))
    let last = Int((log10(upper) + 1e-9).rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  private static func power(_ exponent: Int) -> Double {
    DecimalNumber(coefficient: 1, exponent: exponent).value
  }
}
