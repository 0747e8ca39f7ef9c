import Testing

@testable import UnrollFigures

@Suite struct ColourScaleTests {
  @Test func `equal ratios are equal distances, and powers of ten stand at their levels`() {
    let scale = ColourScale(fitting: [0.02, 30, 0, .nan])
    #expect(scale.lower == -2 && scale.upper == 2)
    #expect(scale.swatches.count == 17)
    #expect([0.01, 0.1, 1, 10, 100].map(scale.level) == [0, 4, 8, 12, 16])
    #expect(scale.level(of: -10) == 12)
    #expect(
      [0, 4, 8, 12, 16].map { scale.swatches[$0].label } == ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²"])
  }

  @Test func `zero and what is not finite have levels of their own`() {
    let scale = ColourScale(fitting: [1])
    #expect(scale.level(of: 0) == ColourScale.zero && scale.level(of: -0.0) == ColourScale.zero)
    #expect([.nan, .infinity, -.infinity].map(scale.level) == [-2, -2, -2])
    #expect(ColourScale(fitting: [0]).level(of: 0.5) >= 0)
  }

  @Test func `a range without end is cut at the small end, and keeps its order`() {
    let scale = ColourScale(fitting: [.leastNonzeroMagnitude, 1e300])
    #expect(scale.upper == 300 && scale.lower == 300 - ColourScale.mostDecades)
    #expect(scale.swatches[0].label == "≤ 10²⁷⁶")
    #expect(scale.level(of: 1e-100) == 0 && scale.level(of: 1e300) == scale.swatches.count - 1)
    let levels = (0...40).map { scale.level(of: Double("1e\(260 + $0)") ?? .nan) }
    #expect(levels == levels.sorted())
  }

  @Test func `the ink on each colour contrasts by more than 4.5 to 1`() {
    for swatch in ColourScale(fitting: [1e-12, 1]).swatches {
      let light = PaletteTests.luminance(RGB(Int(swatch.colour.dropFirst(), radix: 16) ?? 0))
      let ink = swatch.ink == "#ffffff" ? 1.0 : 0.0
      let ratio = (max(light, ink) + 0.05) / (min(light, ink) + 0.05)
      #expect(ratio > 4.5, "\(swatch.colour)")
    }
  }
}
