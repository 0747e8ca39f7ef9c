import Testing

@testable import UnrollFigures

@Suite struct ScaleTests {
  @Test func `a linear axis takes equal differences to equal lengths`() {
    let domain = Domain(lower: -1, upper: 3, scale: .linear)
    #expect(domain.fraction(of: -1) == 0)
    #expect(domain.fraction(of: 0) == 0.25)
    #expect(domain.fraction(of: 3) == 1)
    #expect(domain.fraction(of: 5) == 1.5)
  }

  @Test func `a log axis takes equal ratios to equal lengths`() throws {
    let domain = Domain(lower: 1e-300, upper: 1e30, scale: .log10)
    #expect(abs(try #require(domain.fraction(of: 1e-135)) - 0.5) < 1e-12)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `what is not finite has no place`(value: Double) {
    #expect(Domain(lower: 0, upper: 1, scale: .linear).fraction(of: value) == nil)
    #expect(Domain(lower: 0.1, upper: 1, scale: .log10).fraction(of: value) == nil)
  }

  @Test(arguments: [0.0, -0.0, -1])
  func `zero and negative values have no place on a log axis`(value: Double) {
    #expect(Domain(lower: 0.1, upper: 1, scale: .log10).fraction(of: value) == nil)
  }

  @Test func `the largest range does not overflow`() throws {
    let largest = Double.greatestFiniteMagnitude
    let domain = Domain(lower: -largest, upper: largest, scale: .linear)
    #expect(domain.fraction(of: 0) == 0.5)
    #expect(domain.fraction(of: largest) == 1)
  }

  static let difficult: [[Double]] = [
    [], [0], [3.25], [1e9, 1e9], [-5, -5], [1e308, -1e308], [.leastNormalMagnitude / 4096],
    [.nan, 2], [1, 1.0.nextUp],
  ]

  @Test(arguments: difficult)
  func `a range that fits is never empty and holds every value`(values: [Double]) throws {
    for scale in [Axis.Scale.linear, .log10] {
      let domain = Domain(fitting: values, axis: Axis(scale: scale), padding: .toTicks)
      #expect(domain.lower < domain.upper)
      #expect(domain.lower.isFinite && domain.upper.isFinite)
      for value in values where value.isFinite && (scale == .linear || value > 0) {
        let fraction = try #require(domain.fraction(of: value))
        #expect(-1e-9...1 + 1e-9 ~= fraction, "\(value) in \(domain)")
      }
    }
  }

  @Test func `an axis that includes zero begins at zero`() {
    let axis = Axis(includesZero: true)
    #expect(Domain(fitting: [3, 7], axis: axis, padding: .toTicks).lower == 0)
    #expect(Domain(fitting: [3, 7], axis: axis, padding: .slight).lower == 0)
  }

  @Test func `a log axis refuses a range that begins at zero`() async {
    await #expect(processExitsWith: .failure) {
      _ = Figure(
        title: "", x: Axis(), y: Axis(range: 0...1, scale: .log10), marks: [.line(y: [1])]
      ).svg()
    }
  }
}
