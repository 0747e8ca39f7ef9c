// The number type of the bodies included after this file: double.

typedef double Scalar;
typedef int64_t Integer;    // as wide as a Scalar
typedef uint64_t Unsigned;

#define SCALAR_BYTES 8
#define C_LIBRARY(function) function

// IEEE binary64: 1 sign bit, 11 exponent bits, 52 mantissa bits.
#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#define SMALLEST_NORMAL 0x1p-1022
#define TWO_TO_MANTISSA_BITS 0x1p52

// ln 2 in two pieces: the first has 32 significant bits, so that n * LN2_HIGH is exact for every
// exponent n (11 bits); the second is the rest, rounded.
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define INVERSE_LN2 0x1.71547652b82fep+0
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu

// exp: above the first, the result is infinity; below the second, less than half the smallest
// subnormal number, 2^-1074.
#define EXP_HIGHEST 710.0
#define EXP_LOWEST -746.0
// 1/2!, 1/3!, ...: on |r| <= ln2 / 2 the next term is below 0.1 ulp.
#define EXP_SERIES                                                                                \
  {1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,       \
   1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800}

// log: 2/3, 2/5, ... of 2 artanh s; on |s| <= 0.172 the next term is below 0.1 ulp.
#define LOG_SERIES                                                                                \
  {2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21}

// tanh: 1 - tanh x is less than half an ulp of 1 from here on.
#define TANH_HIGHEST 22.0
// Lambert's continued fraction cut after 8 levels; relative error below 7e-18 up to 0.625.
#define TANH_NUMERATOR {675675, 45045, 594, 1}
#define TANH_DENOMINATOR {2027025, 945945, 51975, 630, 1}
