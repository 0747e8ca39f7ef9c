import Testing
import UnrollNumerics

@Suite struct SplitMix64Tests {
  // Both rows are in wide use as test vectors of Vigna's splitmix64.c; the first is Rosetta Code's
  // ("Pseudo-random numbers/Splitmix64").
  @Test(
    arguments: [
      (
        1_234_567,
        [
          6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
          4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
      ),
      (
        0,
        [
          0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f,
          0xf88b_b8a8_724c_81ec, 0x1b39_896a_51a8_749b,
        ]
      ),
    ] as [(UInt64, [UInt64])])
  func `the first five outputs are the published ones`(seed: UInt64, expected: [UInt64]) {
    var generator = SplitMix64(seed: seed)
    #expect((0..<5).map { _ in generator.next() } == expected)
  }
}
