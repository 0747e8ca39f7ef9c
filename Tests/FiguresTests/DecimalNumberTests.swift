import Testing

@testable import UnrollFigures

@Suite struct DecimalNumberTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-1.5, "−1.5"), (0.0202, "0.0202"), (0.012345, "0.0123"),
    (0.0005678, "0.000568"), (123_456, "123000"), (1e-7, "1×10⁻⁷"), (-2.5e30, "−2.5×10³⁰"),
    (.leastNonzeroMagnitude, "5×10⁻³²⁴"), (1.7976931348623157e308, "1.8×10³⁰⁸"), (0.9999, "1"),
    (100, "100"),
    (.nan, "NaN"), (-.infinity, "−∞"),
  ])
  func `a number in running text has three significant digits`(value: Double, label: String) {
    #expect(DecimalNumber.label(value) == label)
  }

  @Test func `decimals are filled up with zeros`() {
    #expect(DecimalNumber(coefficient: 5, exponent: -1).written(decimals: 3) == "0.500")
    #expect(DecimalNumber(coefficient: -12, exponent: -4).written(decimals: 0) == "−0.0012")
    #expect(DecimalNumber(coefficient: 12, exponent: 2).written(decimals: 0) == "1200")
  }

  @Test(arguments: [0.1, 123.456, .leastNonzeroMagnitude, 1e22, 2.5e-8])
  func `a number keeps its value when no digit is dropped`(value: Double) {
    #expect(DecimalNumber(rounding: value, digits: 17).value == value)
  }
}
