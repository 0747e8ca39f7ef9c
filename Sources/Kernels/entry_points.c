// The functions of unroll_kernels.h that come in widths: each looks itself up in the table in use.

#include "kernel_table.h"

#define ENTRY_POINTS(Scalar, suffix)                                                              \
  void unroll_apply_##suffix(unroll_unary f, size_t count, const Scalar *x, Scalar *y) {          \
    unroll_current_path()->suffix->apply(f, count, x, y);                                         \
  }                                                                                               \
                                                                                                  \
  Scalar unroll_scalar_##suffix(unroll_unary f, Scalar x) {                                       \
    return unroll_current_path()->suffix->apply_to_one(f, x);                                     \
  }                                                                                               \
                                                                                                  \
  void unroll_combine_##suffix(unroll_binary f, size_t rows, size_t columns,                      \
                               const Scalar *a, size_t a_row, size_t a_column,                    \
                               const Scalar *b, size_t b_row, size_t b_column, Scalar *out) {     \
    unroll_current_path()->suffix->combine(f, rows, columns, a, a_row, a_column,                  \
                                           b, b_row, b_column, out);                              \
  }                                                                                               \
                                                                                                  \
  void unroll_scale_##suffix(size_t count, Scalar scale, Scalar shift,                            \
                             const Scalar *x, Scalar *y) {                                        \
    unroll_current_path()->suffix->scale(count, scale, shift, x, y);                              \
  }                                                                                               \
                                                                                                  \
  void unroll_matmul_##suffix(size_t m, size_t n, size_t k,                                       \
                              const Scalar *a, size_t a_row, size_t a_column,                     \
                              const Scalar *b, size_t b_row, size_t b_column,                     \
                              Scalar *c, bool accumulate) {                                       \
    unroll_current_path()->suffix->matmul(m, n, k, a, a_row, a_column, b, b_row, b_column,        \
                                          c, accumulate);                                         \
  }                                                                                               \
                                                                                                  \
  void unroll_reduce_##suffix(unroll_reduction f, size_t outer, size_t count, size_t inner,       \
                              const Scalar *x, Scalar *y) {                                       \
    unroll_current_path()->suffix->reduce(f, outer, count, inner, x, y);                          \
  }

ENTRY_POINTS(float, f32)
ENTRY_POINTS(double, f64)
