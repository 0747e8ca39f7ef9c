import Foundation
import Testing
import UnrollNumerics

@Suite struct NumPyLegacyGeneratorTests {
  struct Reference: Decodable {
    struct First: Decodable {
      let seed: UInt32
      let uniforms: [Double]
    }
    let uniforms: [Double]
    let firsts: [First]
    let words: [UInt32]
    let between: [Double]
    let gauss: [Double]
    let mixed: [Double]
    let bounds: [Int]
    let integers: [Int]
    let letters: String
    let permutations: [[Int]]
    let after: Double
  }

  let numpy: Reference

  init() throws { numpy = try reference("legacy_generator") }

  @Test func `seed 42 gives NumPy's first thousand uniforms bit for bit`() {
    var generator = NumPyLegacyGenerator(seed: 42)
    #expect(numpy.uniforms.count == 1000)
    #expect(generator.rand(1000).map(\.bitPattern) == numpy.uniforms.map(\.bitPattern))
  }

  @Test func `seed 42 begins with the number every tutorial shows`() {
    var generator = NumPyLegacyGenerator(seed: 42)
    #expect(generator.random() == 0.3745401188473625)
  }

  @Test func `the smallest and the largest seed give NumPy's numbers too`() {
    for first in numpy.firsts {
      var generator = NumPyLegacyGenerator(seed: first.seed)
      #expect(generator.rand(3) == first.uniforms, "seed \(first.seed)")
    }
  }

  @Test func `seed 5489 gives the ten-thousandth word that the C++ standard prescribes`() {
    // [rand.predef]: the 10000th invocation of a default-constructed std::mt19937 gives 4123659995.
    var generator = NumPyLegacyGenerator(seed: 5489)
    for _ in 1..<10_000 { _ = generator.nextUInt32() }
    #expect(generator.nextUInt32() == 4_123_659_995)
  }

  @Test func `words agree with NumPy across two renewals of the state`() {
    var generator = NumPyLegacyGenerator(seed: 7)
    let words = (0..<1500).map { _ in generator.nextUInt32() }
    #expect([0, 1, 623, 624, 1247, 1248, 1499].map { words[$0] } == numpy.words)
  }

  @Test func `sixty-four bits are two words, the first one above`() {
    var whole = NumPyLegacyGenerator(seed: 9)
    var halves = whole
    let upper = UInt64(halves.nextUInt32())
    let lower = UInt64(halves.nextUInt32())
    #expect(whole.next() == upper << 32 + lower)
    #expect(whole == halves)
  }

  @Test func `uniform numbers of an interval equal NumPy's`() {
    var generator = NumPyLegacyGenerator(seed: 3)
    #expect((0..<20).map { _ in generator.uniform(from: -3, to: 5.5) } == numpy.between)
  }

  @Test func `normal numbers equal NumPy's to what two C libraries' logarithms may differ by`() {
    // Made on one machine they are equal bit for bit; another machine's log may round differently.
    var generator = NumPyLegacyGenerator(seed: 42)
    for (ours, theirs) in zip(generator.randn(201), numpy.gauss) {
      #expect((ours - theirs).magnitude <= 2 * theirs.ulp)
    }
  }

  @Test func `the second normal number of a pair survives uniforms drawn in between`() {
    var generator = NumPyLegacyGenerator(seed: 5)
    var mixed: [Double] = []
    for _ in 0..<4 {
      mixed += [generator.randn(), generator.random(), generator.randn(), generator.randn()]
    }
    #expect(distance(mixed, numpy.mixed) <= 1e-15)
  }

  @Test func `integers below a bound equal NumPy's, from 1 to 2 to the 62`() {
    var generator = NumPyLegacyGenerator(seed: 11)
    let integers = numpy.bounds.flatMap { bound in
      (0..<5).map { _ in generator.randint(below: bound) }
    }
    #expect(integers == numpy.integers)
  }

  @Test func `shuffle and permutation equal NumPy's and leave the same state behind`() {
    var generator = NumPyLegacyGenerator(seed: 13)
    var letters = Array("unequal")
    generator.shuffle(&letters)
    #expect(String(letters) == numpy.letters)
    #expect([0, 1, 2, 17, 100].map { generator.permutation($0) } == numpy.permutations)
    #expect(generator.random() == numpy.after)
  }

  @Test func `a stored generator continues where it was, kept normal number included`() throws {
    var generator = NumPyLegacyGenerator(seed: 1)
    _ = generator.randn()
    let stored = try JSONEncoder().encode(generator)
    var restored = try JSONDecoder().decode(NumPyLegacyGenerator.self, from: stored)
    #expect(restored == generator)
    #expect(restored.randn(5) == generator.randn(5))
  }

  @Test func `a stored state of the wrong size is refused`() {
    let short = Data(#"{"words": [1, 2, 3], "position": 0}"#.utf8)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(NumPyLegacyGenerator.self, from: short)
    }
  }
}
