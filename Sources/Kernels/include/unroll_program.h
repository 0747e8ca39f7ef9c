// Programs: lists of kernel calls, so that many small ones cost little more than their arithmetic.
//
// A step is one call. It names blocks of memory by number, and where in them its operands lie; the
// blocks themselves are passed when the program runs.

#ifndef UNROLL_PROGRAM_H
#define UNROLL_PROGRAM_H

#include "unroll_kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

// What a step does with its operands. Strides of `out` along a row are 1.
typedef enum {
  unroll_step_fill,      // out = scale
  unroll_step_copy,      // out = a
  unroll_step_unary,     // out = f(a)
  unroll_step_scale,     // out = scale * a + shift
  unroll_step_binary,    // out = f(a, b)
  unroll_step_clip_pullback,  // out = a where scale <= b <= shift, else 0
  unroll_step_pack,      // out = a [inner, columns] in the order in which a product reads its b
  unroll_step_product,   // out = a b, where a is [rows, inner] and b is [inner, columns]
  unroll_step_product_onto,  // out = d + a b; in both, b is packed where its strides are 0
  unroll_step_reduce,    // out[r][c] = fold over i of a[r][i][c], dense
  unroll_step_gather,    // out[r] = a[b[r]], b being 32-bit integers
  unroll_step_scatter,   // out[b[r]] += a[r]
  unroll_step_softmax,   // of each row of a, by `function` (unroll_softmax_part)
} unroll_step_kind;

// What a softmax step computes, added up.
typedef enum {
  unroll_softmax_result = 1,  // out = softmax(a)
  unroll_softmax_minus_one_hot = 2,  // out = softmax(a), minus 1 at column b[r] of row r
  unroll_softmax_losses = 4,  // d[r] = -log softmax(a[r]) at column b[r]
} unroll_softmax_part;

// Where an operand lies: element (r, c) is block[offset + r * row + c * column].
typedef struct {
  int64_t offset;
  uint32_t block;
  uint32_t row, column;
} unroll_operand;

typedef struct {
  uint32_t kind;      // unroll_step_kind
  uint32_t function;  // unroll_unary, unroll_binary or unroll_reduction
  uint32_t rows, columns, inner;
  unroll_operand out, a, b, d;
  double scale, shift;
} unroll_step;

// Whether a product with a right operand of this size is worth packing it in advance, for several
// products; and how many numbers it has then, at most, whatever the width of a vector.
static inline bool unroll_should_pack(size_t rows, size_t columns, size_t inner, size_t bytes) {
  return rows > 24 && columns > 16 && columns * inner * bytes > 32768;
}
static inline size_t unroll_packed_count(size_t columns, size_t inner) {
  return inner * (columns + 16);
}

// Runs all steps in order.
void unroll_run_f32(const unroll_step *steps, size_t count, void *const *blocks);
void unroll_run_f64(const unroll_step *steps, size_t count, void *const *blocks);

#ifdef __cplusplus
}
#endif

#endif
