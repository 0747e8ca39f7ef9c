// The most float32 arithmetic that one core can do: nothing is loaded and nothing waits.
//
// A multiply-add takes about four cycles, and a core begins two of them in each; so eight chains
// that do not wait for one another would do, and twelve are safe. All stay in registers.

#include "include/peak_loop.h"

enum { chains = 12 };

// Its value is never used, but the compiler must not know that.
static volatile float sink;

// The loop once, for vectors of a width in bytes. Factors below one keep the numbers small.
#define PEAK_LOOP(name, width)                                                       \
  static double name(size_t rounds) {                                                \
    typedef float vector __attribute__((vector_size(width)));                        \
    const vector factor = (vector){0} + 0.5f + sink, term = (vector){0} + 0.25f + sink; \
    vector x[chains];                                                                \
    for (int c = 0; c < chains; ++c) x[c] = (vector){0} + (float)c;                  \
    for (size_t r = 0; r < rounds; ++r) {                                            \
      _Pragma("clang loop unroll(full)")                                             \
      for (int c = 0; c < chains; ++c) x[c] = x[c] * factor + term;                  \
    }                                                                                \
    float sum = 0;                                                                   \
    for (int c = 0; c < chains; ++c) sum += x[c][0];                                 \
    sink = sum * 0.0f;                                                               \
    return (double)rounds * chains * (width / sizeof(float)) * 2;                    \
  }

PEAK_LOOP(baseline_loop, 16)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
PEAK_LOOP(avx2_loop, 32)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
PEAK_LOOP(avx512_loop, 64)
#pragma clang attribute pop
#endif

double peak_loop_f32(size_t rounds) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return avx512_loop(rounds);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2_loop(rounds);
#endif
  return baseline_loop(rounds);
}
