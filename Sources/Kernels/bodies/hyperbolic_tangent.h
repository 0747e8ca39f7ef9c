// tanh, in two pieces that share one division: tanh |x| = base - numerator / denominator.
//
// Up to 0.625: Lambert's continued fraction (1761), cut after a few levels,
//
//   tanh x = x / (1 + x^2 / (3 + x^2 / (5 + ...)))
//
// written as x - x z N(z) / Q(z) with z = x^2. N and Q have whole coefficients; the quotient is
// at most an eighth of x, so its rounding errors hardly count.
//
// From 0.625 on: tanh x = 1 - 2 / (exp(2x) + 1); here the quotient is below 0.45.
//
// The sign is put back at the end, so tanh(-x) = -tanh x exactly, and tanh(-0) = -0.
// Error: below 1.4 ulp (for every float, and for millions of doubles); it never decreases from one
// float to the next, at the joint neither.

#define TANH_JOINT ((Scalar)0.625)

// Numerator and denominator of what tanh x is less than x, for 0 <= x up to the joint.
INLINE Vector tanh_fraction(Vector x, Vector *denominator) {
  static const Scalar numerator_series[] = TANH_NUMERATOR;
  static const Scalar denominator_series[] = TANH_DENOMINATOR;
  const Vector z = x * x;
  *denominator = POLYNOMIAL(z, denominator_series);
  return x * z * POLYNOMIAL(z, numerator_series);
}

INLINE Vector tanh_lanes(Vector x) {
  Vector size = magnitude(x);
  size = choose(size > splat(TANH_HIGHEST), splat(TANH_HIGHEST), size);  // keeps a NaN

  Vector near_denominator, near_numerator = tanh_fraction(size, &near_denominator);

  Bits n;
  Vector p = exp_fraction(size + size, &n);
  Vector far_denominator = multiply_add(p + 1, power_of_two(n), splat(1));

  Mask near = size < splat(TANH_JOINT);
  Vector base = choose(near, size, splat(1));
  Vector numerator = choose(near, near_numerator, splat(2));
  Vector denominator = choose(near, near_denominator, far_denominator);
  Vector y = base - numerator / denominator;
  return (Vector)((Bits)y | sign_bit(x));
}

// One number needs one piece, and waits for no other; the bits are the same.
INLINE Scalar tanh_one(Scalar x) {
  if (!(magnitude(splat(x))[0] < TANH_JOINT)) return tanh_lanes(splat(x))[0];
  const Vector size = magnitude(splat(x));
  Vector denominator, numerator = tanh_fraction(size, &denominator);
  const Vector y = size - numerator / denominator;
  return ((Vector)((Bits)y | sign_bit(splat(x))))[0];
}
