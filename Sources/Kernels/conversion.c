// Conversion between float and double, eight numbers at a time.

#include "include/unroll_kernels.h"

typedef float Floats __attribute__((vector_size(32), aligned(4), may_alias));
typedef double Doubles __attribute__((vector_size(64), aligned(8), may_alias));

// Every float is a double.
void unroll_widen(size_t count, const float *x, double *y) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    *(Doubles *)(y + i) = __builtin_convertvector(*(const Floats *)(x + i), Doubles);
  for (; i < count; ++i) y[i] = x[i];
}

// Rounds to the nearest float; beyond the largest, to infinity.
void unroll_narrow(size_t count, const double *x, float *y) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    *(Floats *)(y + i) = __builtin_convertvector(*(const Doubles *)(x + i), Floats);
  for (; i < count; ++i) y[i] = (float)x[i];
}
