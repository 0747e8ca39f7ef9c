/// A generator whose whole state is a counter: each output is a scrambled multiple of one constant.
///
/// `state += γ`, output `mix(state)`, with γ = 2⁶⁴ divided by the golden ratio, made odd. The counter
/// runs through all 2⁶⁴ values and `mix` is a bijection, so every number comes once a period. It is
/// here to turn one seed into a larger state, as the authors of xoshiro256** recommend, because
/// neighbouring seeds give unrelated outputs.
///
/// Source: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014; the constants are S. Vigna's (`splitmix64.c`).
public struct SplitMix64: RandomNumberGenerator, Sendable, Codable, Equatable {
  private var state: UInt64

  /// A generator whose counter starts at `seed`; any seed is as good as another.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
