import Foundation

// Φ⁻¹, the inverse of the normal distribution function, has no closed form. Wichura fitted quotients
// of polynomials of degree 7 to it, in three regions:
//
//   |p − ½| ≤ 0.425      q · A(r)/B(r),   q = p − ½, r = 0.425² − q²
//   otherwise            ± C(r − 1.6)/D(r − 1.6),   r = √(−ln min(p, 1 − p)) ≤ 5
//   far out              ± E(r − 5)/F(r − 5),       r > 5
//
// In the middle Φ⁻¹ is odd in q, hence a factor q times a function of q²; in the tails
// p ≈ exp(−z²/2), so that z grows nearly like √(−2 ln p), of which r is a multiple.
//
// Source: M. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
// Statistics 37 (1988) 477–484, routine PPND16 (accurate to about 1 part in 10¹⁶).

/// The number below which a standard normal one falls with probability `p`: Φ⁻¹(p).
///
/// `p` must lie in (0, 1).
package func normalQuantile(_ p: Double) -> Double {
  require(p > 0 && p < 1, "normalQuantile: the probability \(p) does not lie between 0 and 1")
  let q = p - 0.5
  if q.magnitude <= 0.425 {
    let r = 0.180625 - q * q
    return q * polynomial(middleNumerator, at: r) / polynomial(middleDenominator, at: r)
  }
  let r = (-Foundation.log(min(p, 1 - p))).squareRoot()
  let z =
    r <= 5
    ? polynomial(tailNumerator, at: r - 1.6) / polynomial(tailDenominator, at: r - 1.6)
    : polynomial(farNumerator, at: r - 5) / polynomial(farDenominator, at: r - 5)
  return q < 0 ? -z : z
}

/// Eight coefficients, the constant first. A vector: it lies in place, where an array is on the heap.
private typealias Coefficients = SIMD8<Double>

/// `c₀ + c₁ x + … + c₇ x⁷` by Horner's rule.
private func polynomial(_ c: Coefficients, at x: Double) -> Double {
  ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0]
}

private let middleNumerator = Coefficients(  // A
  3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1_971.590_950_306_551_442_7,
  13_731.693_765_509_461_125, 45_921.953_931_549_871_457, 67_265.770_927_008_700_853,
  33_430.575_583_588_128_105, 2_509.080_928_730_122_672_7)
private let middleDenominator = Coefficients(  // B
  1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5_394.196_021_424_751_107_7,
  21_213.794_301_586_595_867, 39_307.895_800_092_710_610, 28_729.085_735_721_942_674,
  5_226.495_278_852_854_561)
private let tailNumerator = Coefficients(  // C
  1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_9, 5.769_497_221_460_691_405_5,
  3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_77,
  0.022_723_844_989_269_184_583_3, 7.745_450_142_783_414_076_4e-4)
private let tailDenominator = Coefficients(  // D
  1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_4, 0.689_767_334_985_100_004_55,
  0.148_103_976_427_480_074_59, 0.015_198_666_563_616_457_196_6, 5.475_938_084_995_344_946e-4,
  1.050_750_071_644_416_843_24e-9)
private let farNumerator = Coefficients(  // E
  6.657_904_643_501_103_777_2, 5.463_784_911_164_114_369_9, 1.784_826_539_917_291_335_8,
  0.296_560_571_828_504_891_23, 0.026_532_189_526_576_123_093, 0.001_242_660_947_388_078_438_6,
  2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7)
private let farDenominator = Coefficients(  // F
  1, 0.599_832_206_555_887_937_69, 0.136_929_880_922_735_805_31, 0.014_875_361_290_850_614_852_5,
  7.868_691_311_456_132_591e-4, 1.846_318_317_510_054_681_8e-5, 1.421_511_758_316_445_888_7e-7,
  2.044_263_103_389_939_785_64e-15)
