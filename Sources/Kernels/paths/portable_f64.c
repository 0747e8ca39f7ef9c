// The portable path, double: 16-byte vectors, which the compiler turns into what every processor of
// its kind has (SSE2 on x86-64, NEON on arm64, plain instructions elsewhere).

#include <math.h>
#include <string.h>

#include "../kernel_table.h"

#define VECTOR_BYTES 16
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define HAS_FMA 1
#else
#define HAS_FMA 0
#endif
#if defined(__aarch64__)
#define TILE_ROWS 8  // 32 vector registers
#else
#define TILE_ROWS 6  // 16 vector registers
#endif
#include "../bodies/double.h"
#include "../bodies/all.h"

const unroll_table_f64 unroll_portable_f64 = TABLE;
