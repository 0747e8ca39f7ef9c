// Subnormal numbers: the processor's switch for treating them as zero.
//
// A vanishing gradient passes through the subnormal numbers (below 1.2e-38 in float) before it is
// 0, and arithmetic on them can be a hundred times slower. The switch belongs to the thread.

#include "kernel_table.h"

#if defined(__x86_64__)

#include <xmmintrin.h>

// MXCSR: bit 15 flushes subnormal results to zero (FTZ), bit 6 reads subnormal operands as zero
// (DAZ).
enum { both_bits = 1 << 15 | 1 << 6 };

bool unroll_flush_subnormals(bool on) {
  const unsigned before = _mm_getcsr();
  const unsigned after = on ? before | both_bits : before & ~(unsigned)both_bits;
  if (after != before) _mm_setcsr(after);
  return (before & both_bits) == both_bits;
}

#elif defined(__aarch64__)

// FPCR: bit 24 (FZ) does both.
bool unroll_flush_subnormals(bool on) {
  const uint64_t bit = (uint64_t)1 << 24;
  uint64_t before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  const uint64_t after = on ? before | bit : before & ~bit;
  if (after != before) __asm__ volatile("msr fpcr, %0" : : "r"(after));
  return (before & bit) != 0;
}

#else

bool unroll_flush_subnormals(bool on) {
  (void)on;
  return false;
}

#endif
