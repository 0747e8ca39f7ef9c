// log, and what is one step from it: softplus.
//
// x = 2^k (1 + f) with 1 + f between √½ and √2, so log x = k ln2 + log(1 + f). With
// s = f / (2 + f), 1 + f = (1 + s) / (1 - s), and
//
//   log(1 + f) = 2 artanh s = 2s + s R,   R = 2/3 s^2 + 2/5 s^4 + ...   (|s| < 0.172)
//
// s carries a rounding error, f none. As s (2 + f) = f, 2s = f - s f = f - (f^2/2 - s f^2/2);
// so f can stand alone, and s occurs only in small terms:
//
//   log(1 + f) = f - (f^2/2 - s (f^2/2 + R))
//
// Error of log: below 0.9 ulp (for every float, and for millions of doubles); it never decreases
// from one float to the next. log(±0) = -∞, log(x < 0) = NaN, log ∞ = ∞. Error of softplus: below
// 1.8 ulp.

// k ln2 + log(1 + f)
INLINE Vector log_of_parts(Vector k, Vector f) {
  static const Scalar series[] = LOG_SERIES;
  Vector s = f / (f + 2);
  Vector z = s * s;
  Vector R = z * POLYNOMIAL(z, series);
  Vector half_square = f * f * (Scalar)0.5;
  Vector small = multiply_add(s, half_square + R, k * LN2_LOW);
  return multiply_add(k, splat(LN2_HIGH), f - (half_square - small));
}

INLINE Vector log_lanes(Vector x) {
  // A subnormal number is made normal first: 2^bits x, and log x = log(2^bits x) - bits ln2.
  Mask tiny = x < splat(SMALLEST_NORMAL);
  Vector normal = choose(tiny, x * TWO_TO_MANTISSA_BITS, x);
  // Exponent and mantissa, counted from √½ instead of from 1: move the bits of √½ to those of 1,
  // take the number apart, and move the mantissa back.
  Bits one = (Bits)splat(1);
  Bits shifted = (Bits)normal + (one - SQRT_HALF_BITS);
  Bits mantissa = (shifted & (((Unsigned)1 << MANTISSA_BITS) - 1)) + SQRT_HALF_BITS;
  // A small integer as a number: put into the low bits of 2^bits, then 2^bits is subtracted.
  Bits exponent = (shifted >> MANTISSA_BITS) | (Bits)splat(TWO_TO_MANTISSA_BITS);
  Vector k = (Vector)exponent - (TWO_TO_MANTISSA_BITS + EXPONENT_BIAS);
  k = choose(tiny, k - MANTISSA_BITS, k);
  Vector y = log_of_parts(k, (Vector)mantissa - 1);
  // What has no logarithm, or needs no work: NaN and ∞ give themselves, x < 0 NaN, 0 -∞.
  y = choose(x < splat(INFINITY), y, x);
  y = choose(x < splat(0), splat(NAN), y);
  return choose(x == splat(0), splat(-INFINITY), y);
}

// log(1 + exp x) = max(x, 0) + log(1 + e) with e = exp(-|x|), which can't overflow. 1 + e is not
// computed, so that a small e keeps its digits: 1 + e = 2^k (1 + f) with k = 0, f = e, or, above
// √2, with k = 1, f = (e - 1) / 2.
INLINE Vector softplus_lanes(Vector x) {
  Vector e = exp_lanes(-magnitude(x));
  Mask large = e > splat((Scalar)0.41421356);
  Vector k = choose(large, splat(1), splat(0));
  Vector f = choose(large, (e - 1) * (Scalar)0.5, e);
  return choose(x < splat(0), splat(0), x) + log_of_parts(k, f);
}
