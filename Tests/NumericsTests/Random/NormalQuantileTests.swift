import Testing
import UnrollNumerics

@Suite struct NormalQuantileTests {
  struct Pair: Decodable {
    let p: Double
    let z: Double
  }

  @Test func `quantiles agree with a forty-digit computation in all three regions`() throws {
    for pair in try reference("normal_quantiles", as: [Pair].self) {
      let ours = normalQuantile(pair.p)
      let error = (ours - pair.z).magnitude
      #expect(error <= 4e-16 * (1 + pair.z.magnitude), "p = \(pair.p): \(ours), not \(pair.z)")
    }
  }

  @Test func `quantiles of opposite probabilities are opposite`() {
    for k in 1..<64 {
      let p = Double(k) / 128
      #expect(normalQuantile(p) == -normalQuantile(1 - p))
    }
  }

  @Test func `quantiles rise where the regions meet`() {
    for seam in [0.075, 0.925, 1.388_794_386_496_402e-11] {
      let around = (-50...50).map { normalQuantile(seam * (1 + Double($0) * 1e-12)) }
      #expect(zip(around, around.dropFirst()).allSatisfy { $0 <= $1 }, "at p = \(seam)")
    }
  }
}
