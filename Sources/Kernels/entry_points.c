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
                                           b, b_row, b_column, out, columns);                     \
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
  }                                                                                               \
                                                                                                  \
  void unroll_softmax_rows_##suffix(size_t rows, size_t columns, const Scalar *x,                 \
                                    const int32_t *labels, Scalar *y, Scalar *losses) {           \
    unroll_current_path()->suffix->softmax_rows(rows, columns, x, columns, labels, y, columns,    \
                                                losses);                                          \
  }                                                                                               \
                                                                                                  \
  void unroll_adam_##suffix(size_t count, double rate, double beta1, double beta2,                \
                            double epsilon, const Scalar *gradient, Scalar *mean, Scalar *square, \
                            Scalar *weight) {                                                     \
    unroll_current_path()->suffix->adam(                                                          \
        count, (Scalar)rate, (Scalar)beta1, (Scalar)beta2, (Scalar)(1 - beta1),                   \
        (Scalar)(1 - beta2), (Scalar)epsilon, gradient, mean, square, weight);                    \
  }                                                                                               \
                                                                                                  \
  void unroll_rmsprop_##suffix(size_t count, double rate, double rho, double momentum,            \
                               double epsilon, const Scalar *gradient, Scalar *square,            \
                               Scalar *velocity, Scalar *weight) {                                \
    unroll_current_path()->suffix->rmsprop(                                                       \
        count, (Scalar)rate, (Scalar)rho, (Scalar)(1 - rho), (Scalar)momentum, (Scalar)epsilon,   \
        gradient, square, velocity, weight);                                                      \
  }                                                                                               \
                                                                                                  \
  void unroll_gradient_descent_##suffix(size_t count, double rate, double momentum,               \
                                        bool nesterov, const Scalar *gradient, Scalar *velocity,  \
                                        Scalar *weight) {                                         \
    unroll_current_path()->suffix->gradient_descent(                                              \
        count, (Scalar)rate, (Scalar)momentum, nesterov, gradient, velocity, weight);             \
  }                                                                                               \
                                                                                                  \
  void unroll_gather_rows_##suffix(size_t rows, size_t columns, const Scalar *table,              \
                                   const int32_t *indices, Scalar *out) {                         \
    unroll_current_path()->suffix->gather(rows, columns, table, columns, indices, out, columns);  \
  }                                                                                               \
                                                                                                  \
  void unroll_scatter_add_rows_##suffix(size_t rows, size_t columns, const Scalar *from,          \
                                        const int32_t *indices, Scalar *table) {                  \
    unroll_current_path()->suffix->scatter(rows, columns, from, columns, indices, table,          \
                                           columns);                                              \
  }                                                                                               \
                                                                                                  \
  void unroll_run_##suffix(const unroll_step *steps, size_t count, void *const *blocks) {         \
    unroll_current_path()->suffix->run(steps, count, blocks);                                     \
  }

ENTRY_POINTS(float, f32)
ENTRY_POINTS(double, f64)
