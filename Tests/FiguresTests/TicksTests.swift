import Testing

@testable import UnrollFigures

@Suite struct TicksTests {
  static let ranges: [(Double, Double)] = [
    (0, 1), (-1, 1), (0, 0.05), (0, 20), (0.5, 20), (-3.7, 12.9), (1e-9, 4e-9), (0, 1e300),
    (-1.7e308, 1.7e308), (1000.001, 1000.0035), (-2e-7, 3e-7), (123_456, 123_789), (0, 5e-300),
  ]

  @Test(arguments: ranges, [2, 3, 5, 8, 10])
  func `linear ticks are at most n, lie in the range and leave no end uncovered`(
    range: (Double, Double), count: Int
  ) throws {
    let (lower, upper) = range
    let ticks = Ticks.linear(from: lower, to: upper, atMost: count).map(\.value)
    #expect(ticks.count <= count)
    let slack = (upper / 2 - lower / 2) * 1e-8
    #expect(ticks.allSatisfy { $0 >= lower - slack && $0 <= upper + slack })
    let step = Ticks.step(from: lower, to: upper, atMost: count).value
    if let first = ticks.first, let last = ticks.last {
      #expect(first - step < lower + slack && last + step > upper - slack)
    }
    // The next smaller step would have put more than n ticks here, so at least 2n/5 are left.
    #expect(Double(ticks.count) >= Double(count) * 0.4 - 1)
  }

  @Test(arguments: ranges)
  func `linear steps are 1, 2 or 5 times a power of ten`(range: (Double, Double)) {
    let step = Ticks.step(from: range.0, to: range.1, atMost: 6)
    #expect([1, 2, 5].contains(step.coefficient))
  }

  @Test func `labels have the decimals of the step, a real minus sign and no rounding noise`() {
    #expect(
      Ticks.linear(from: -1, to: 1, atMost: 5).map(\.label) == ["−1.0", "−0.5", "0", "0.5", "1.0"])
    #expect(
      Ticks.linear(from: 0, to: 0.35, atMost: 8).map(\.label)
        == ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35"])
    #expect(Ticks.linear(from: 0, to: 0.3, atMost: 4).map(\.value) == [0, 0.1, 0.2, 0.3])
    #expect(Ticks.linear(from: 0, to: 4e-7, atMost: 3).map(\.label) == ["0", "2×10⁻⁷", "4×10⁻⁷"])
    #expect(
      Ticks.linear(from: 0, to: 1.5e7, atMost: 4).map(\.label)
        == ["0", "0.5×10⁷", "1.0×10⁷", "1.5×10⁷"])
  }

  @Test func `integer ticks never fall between two integers`() {
    #expect(
      Ticks.linear(from: 1, to: 4, atMost: 10, integers: true).map(\.label) == ["1", "2", "3", "4"])
    #expect(
      Ticks.linear(from: 0, to: 20, atMost: 5, integers: true).map(\.value) == [0, 5, 10, 15, 20])
  }

  @Test(arguments: [
    (1e-300, 1e30), (1e-3, 1.0), (2e-3, 9e-2), (.leastNonzeroMagnitude, 1e308), (0.2, 0.3),
  ])
  func `log ticks are at most n and lie in the range`(range: (Double, Double)) {
    for count in 2...9 {
      let ticks = Ticks.logarithmic(from: range.0, to: range.1, atMost: count)
      #expect(ticks.count <= count)
      #expect(ticks.allSatisfy { $0.value >= range.0 * 0.999 && $0.value <= range.1 * 1.001 })
      #expect(ticks.count >= 1)
    }
  }

  @Test func `decades are written as powers of ten`() {
    #expect(
      Ticks.logarithmic(from: 1e-3, to: 1, atMost: 5).map(\.label) == [
        "10⁻³", "10⁻²", "10⁻¹", "10⁰",
      ])
    #expect(
      Ticks.logarithmic(from: 0.01, to: 0.1, atMost: 5).map(\.label)
        == ["10⁻²", "2×10⁻²", "5×10⁻²", "10⁻¹"])
    let wide = Ticks.logarithmic(from: 1e-300, to: 1e30, atMost: 4)
    #expect(wide.map(\.label) == ["10⁻³⁰⁰", "10⁻²⁰⁰", "10⁻¹⁰⁰", "10⁰"])
  }

  @Test func `minor ticks stand between decades and only on log axes`() {
    let minor = Ticks.minor(on: Domain(lower: 1, upper: 100, scale: .log10))
    #expect(minor.count == 16)
    #expect(Ticks.minor(on: Domain(lower: 1, upper: 100, scale: .linear)).isEmpty)
  }
}
