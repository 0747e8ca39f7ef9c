// What one path (one vector width) offers: a table of functions for each number type.
//
// The entry points in entry_points.c look the function up here; dispatch.c chooses the table.
//
// The order of every sum is fixed by the bodies, not by the vector width. So paths that fuse a
// multiplication and an addition into one rounding (AVX2, AVX-512, and the portable one on arm64)
// give the same bits; the portable path on x86-64, which can't, differs in the last bits of matrix
// products and of functions like exp, and in nothing else.

#ifndef UNROLL_KERNEL_TABLE_H
#define UNROLL_KERNEL_TABLE_H

#include "include/unroll_kernels.h"
#include "include/unroll_program.h"

#define UNROLL_TABLE(Scalar)                                                                      \
  struct {                                                                                        \
    void (*apply)(unroll_unary f, size_t count, const Scalar *x, Scalar *y);                      \
    Scalar (*apply_to_one)(unroll_unary f, Scalar x);                                             \
    void (*combine)(unroll_binary f, size_t rows, size_t columns,                                 \
                    const Scalar *a, size_t a_row, size_t a_column,                               \
                    const Scalar *b, size_t b_row, size_t b_column,                               \
                    Scalar *out, size_t out_row);                                                 \
    void (*scale)(size_t count, Scalar scale, Scalar shift, const Scalar *x, Scalar *y);          \
    void (*matmul)(size_t m, size_t n, size_t k,                                                  \
                   const Scalar *a, size_t a_row, size_t a_column,                                \
                   const Scalar *b, size_t b_row, size_t b_column,                                \
                   Scalar *c, bool accumulate);                                                   \
    void (*reduce)(unroll_reduction f, size_t outer, size_t count, size_t inner,                  \
                   const Scalar *x, Scalar *y);                                                   \
    void (*softmax_rows)(size_t rows, size_t columns, const Scalar *x, size_t x_row,              \
                         const int32_t *labels, Scalar *y, size_t y_row, Scalar *losses);         \
    void (*adam)(size_t count, Scalar rate, Scalar beta1, Scalar beta2, Scalar left1,             \
                 Scalar left2, Scalar epsilon, const Scalar *gradient, Scalar *mean,              \
                 Scalar *square, Scalar *weight);                                                 \
    void (*rmsprop)(size_t count, Scalar rate, Scalar rho, Scalar left_of_rho, Scalar momentum,   \
                    Scalar epsilon, const Scalar *gradient, Scalar *square, Scalar *velocity,     \
                    Scalar *weight);                                                              \
    void (*gradient_descent)(size_t count, Scalar rate, Scalar momentum, bool nesterov,           \
                             const Scalar *gradient, Scalar *velocity, Scalar *weight);           \
    void (*gather)(size_t rows, size_t columns, const Scalar *table, size_t table_row,            \
                   const int32_t *indices, Scalar *out, size_t out_row);                          \
    void (*scatter)(size_t rows, size_t columns, const Scalar *x, size_t x_row,                   \
                    const int32_t *indices, Scalar *table, size_t table_row);                     \
    void (*run)(const unroll_step *steps, size_t count, void *const *blocks);                     \
  }

typedef UNROLL_TABLE(float) unroll_table_f32;
typedef UNROLL_TABLE(double) unroll_table_f64;

typedef struct {
  const char *name;
  const unroll_table_f32 *f32;
  const unroll_table_f64 *f64;
} unroll_path;

extern const unroll_table_f32 unroll_portable_f32;
extern const unroll_table_f64 unroll_portable_f64;
#if defined(__x86_64__)
extern const unroll_table_f32 unroll_avx2_f32, unroll_avx512_f32;
extern const unroll_table_f64 unroll_avx2_f64, unroll_avx512_f64;
#endif

// The path in use, chosen at the first call (dispatch.c).
const unroll_path *unroll_current_path(void);

// Memory that this thread's matrix products pack their operands into: grows, is reused, and is
// freed with the thread. Not counted by unroll_allocated_by_this_thread. (memory.c)
void *unroll_scratch(size_t bytes);

#endif
