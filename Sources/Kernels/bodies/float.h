// The number type of the bodies included after this file: float.

typedef float Scalar;
typedef int32_t Integer;    // as wide as a Scalar
typedef uint32_t Unsigned;

#define SCALAR_BYTES 4
#define C_LIBRARY(function) function##f

// IEEE binary32: 1 sign bit, 8 exponent bits, 23 mantissa bits.
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#define SMALLEST_NORMAL 0x1p-126f
#define TWO_TO_MANTISSA_BITS 0x1p23f

// ln 2 in two pieces: the first has 15 significant bits, so that n * LN2_HIGH is exact for every
// exponent n (8 bits); the second is the rest, rounded.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define INVERSE_LN2 0x1.715476p+0f
#define SQRT_HALF_BITS 0x3f3504f3u

// exp: above the first, the result is infinity; below the second, less than half the smallest
// subnormal number, 2^-149.
#define EXP_HIGHEST 89.0f
#define EXP_LOWEST -104.0f
// 1/2!, 1/3!, ...: on |r| <= ln2 / 2 the next term is below 0.1 ulp.
#define EXP_SERIES {1.0f / 2, 1.0f / 6, 1.0f / 24, 1.0f / 120, 1.0f / 720, 1.0f / 5040}

// log: 2/3, 2/5, ... of 2 artanh s; on |s| <= 0.172 the next term is below 0.1 ulp.
#define LOG_SERIES {2.0f / 3, 2.0f / 5, 2.0f / 7, 2.0f / 9}

// tanh: 1 - tanh x is less than half an ulp of 1 from here on.
#define TANH_HIGHEST 10.0f
// Lambert's continued fraction cut after 5 levels; relative error below 8e-10 up to 0.625.
#define TANH_NUMERATOR {315, 14}
#define TANH_DENOMINATOR {945, 420, 15}
