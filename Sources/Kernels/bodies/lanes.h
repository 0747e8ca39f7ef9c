// A vector of numbers, in the compiler's own vector type.
//
// `Vector` holds LANES numbers; +, -, * and / work on all of them at once, and a comparison gives
// a `Mask`: -1 in each lane where it holds, 0 elsewhere. The same source becomes SSE2, AVX2,
// AVX-512 or NEON instructions, or plain ones on a processor without vectors.
//
// Set before: VECTOR_BYTES, HAS_FMA, and the number type (float.h or double.h).

// a * b + c is rounded twice wherever it is written so; multiply_add says it where once is meant.
#pragma STDC FP_CONTRACT OFF

#define LANES (VECTOR_BYTES / SCALAR_BYTES)
#define INLINE static inline __attribute__((always_inline, unused))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef Scalar Vector __attribute__((vector_size(VECTOR_BYTES)));
typedef Integer Mask __attribute__((vector_size(VECTOR_BYTES)));
typedef Unsigned Bits __attribute__((vector_size(VECTOR_BYTES)));
typedef Vector Unaligned __attribute__((aligned(SCALAR_BYTES), may_alias));

// The smallest steps are macros, not functions: without optimisation (debug builds) every function
// copies its vectors through memory.
#define load(x) ((Vector)*(const Unaligned *)(x))
#define store(y, v) ((void)(*(Unaligned *)(y) = (v)))

// x in every lane. Minus zero, because x + 0 would lose the sign of -0.
#define splat(x) ((Scalar)(x) - (Vector){0})

// a * b + c, rounded once where the processor can.
#if HAS_FMA && __has_builtin(__builtin_elementwise_fma)
#define multiply_add(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define multiply_add(a, b, c) ((a) * (b) + (c))
#endif

// The bits of a lane of `yes` where the mask is set, of `no` elsewhere.
INLINE Vector choose(Mask mask, Vector yes, Vector no) {
  return (Vector)((mask & (Mask)yes) | (~mask & (Mask)no));
}

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

INLINE Scalar multiply_add_scalar(Scalar a, Scalar b, Scalar c) {
#if HAS_FMA && __has_builtin(__builtin_elementwise_fma)
  return SCALAR_BYTES == 4 ? (Scalar)__builtin_fmaf(a, b, c) : (Scalar)__builtin_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// coefficients[0] + coefficients[1] x + ..., by Horner's rule.
INLINE Vector polynomial(Vector x, const Scalar *coefficients, int count) {
  Vector sum = splat(coefficients[count - 1]);
  UNROLLED for (int i = count - 2; i >= 0; --i)
    sum = multiply_add(sum, x, splat(coefficients[i]));
  return sum;
}
#define POLYNOMIAL(x, coefficients) \
  polynomial(x, coefficients, (int)(sizeof(coefficients) / sizeof(coefficients[0])))

INLINE Bits sign_bit(Vector x) { return (Bits)x & ((Unsigned)1 << (8 * SCALAR_BYTES - 1)); }
INLINE Vector magnitude(Vector x) { return (Vector)((Bits)x ^ sign_bit(x)); }

#if __has_builtin(__builtin_elementwise_sqrt)
INLINE Vector square_root(Vector x) { return __builtin_elementwise_sqrt(x); }
#else
INLINE Vector square_root(Vector x) {
  for (int i = 0; i < LANES; ++i) x[i] = C_LIBRARY(sqrt)(x[i]);
  return x;
}
#endif
