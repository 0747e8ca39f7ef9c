// The AVX2 path, float. Compiled for AVX2 by the attribute, not by a compiler flag, so that
// the rest of the program still runs on any x86-64 processor.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../kernel_table.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 32
#define HAS_FMA 1
#define TILE_ROWS 6  // 16 vector registers
#include "../bodies/float.h"
#include "../bodies/all.h"

#pragma clang attribute pop

const unroll_table_f32 unroll_avx2_f32 = TABLE;

#endif
