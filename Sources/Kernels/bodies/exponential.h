// exp, and what is one step from it: sigmoid.
//
// x = n ln2 + r with a whole number n and |r| <= ln2 / 2, so exp x = 2^n exp r, and exp r is its
// Taylor series: 1 + r + r^2 (1/2! + r/3! + ...).
//
// Error of exp: below 1.1 ulp (for every float, and for millions of doubles); it never decreases
// from one float to the next. exp(±0) = 1, exp ∞ = ∞, exp(-∞) = 0. Error of sigmoid: below 2.5 ulp.

// Near 1.5 * 2^mantissa-bits the last bit of a number stands for 1: adding it rounds to a whole
// number, and leaves that number in the low bits as an integer.
#define ROUND_TO_WHOLE ((Scalar)1.5 * TWO_TO_MANTISSA_BITS)

// 2^n for whole numbers n in the range of normal exponents, given n's integer bits.
INLINE Vector power_of_two(Bits n) { return (Vector)((n + EXPONENT_BIAS) << MANTISSA_BITS); }

// exp x = (1 + p) 2^n, for |x| that keep n small enough for a mantissa; returns p.
INLINE Vector exp_fraction(Vector x, Bits *n) {
  static const Scalar series[] = EXP_SERIES;
  Vector rounded = multiply_add(x, splat(INVERSE_LN2), splat(ROUND_TO_WHOLE));
  Vector whole = rounded - ROUND_TO_WHOLE;
  *n = (Bits)rounded - (Bits)splat(ROUND_TO_WHOLE);
  Vector r = multiply_add(whole, splat(-LN2_HIGH), x);  // exact: n LN2_HIGH is, and close to x
  r = multiply_add(whole, splat(-LN2_LOW), r);
  return multiply_add(r * r, POLYNOMIAL(r, series), r);
}

INLINE Vector exp_lanes(Vector x) {
  x = choose(x > splat(EXP_HIGHEST), splat(EXP_HIGHEST), x);  // comparisons keep a NaN
  x = choose(x < splat(EXP_LOWEST), splat(EXP_LOWEST), x);
  Bits n;
  Vector p = exp_fraction(x, &n);
  // 2^n in two factors: each is a normal number, although 2^n may be too large or too small for
  // one. The last product is the only one that overflows, or rounds to a subnormal number.
  Bits half = ((n + 4096) >> 1) - 2048;  // n / 2 rounded down; shifted while it is positive
  return (p + 1) * power_of_two(half) * power_of_two(n - half);
}

// 1 / (1 + exp(-x)) for x >= 0, and the same multiplied by exp x / exp x for x < 0:
// exp(-|x|) can't overflow.
INLINE Vector sigmoid_lanes(Vector x) {
  Vector e = exp_lanes(-magnitude(x));
  return choose(x < splat(0), e, splat(1)) / (e + 1);
}
