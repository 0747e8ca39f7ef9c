// The kernels: loops over numbers in memory, for float and double, and nothing else.
//
// Everything here is called through one small Swift interface per floor above; no shapes, no tape.
// Every array is dense unless a stride is passed. Strides count elements, not bytes. Outputs never
// overlap inputs, except where a comment says "in place".
//
// Each kernel exists once per vector width (portable, AVX2 + FMA, AVX-512); the widest that the
// processor has is chosen at the first call. UNROLL_KERNELS=portable|avx2|avx512 forces one.

#ifndef UNROLL_KERNELS_H
#define UNROLL_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Which functions a kernel computes -------------------------------------------------------------

typedef enum {
  unroll_negate,
  unroll_exp,
  unroll_log,
  unroll_sqrt,
  unroll_tanh,
  unroll_sigmoid,   // 1 / (1 + exp(-x)), without overflow for any x
  unroll_relu,      // max(x, 0)
  unroll_abs,
  unroll_softplus,  // log(1 + exp(x)), without overflow for any x
} unroll_unary;

typedef enum {
  unroll_add,
  unroll_subtract,
  unroll_multiply,
  unroll_divide,
  unroll_maximum,   // NaN if either is NaN
  unroll_minimum,   // NaN if either is NaN
  unroll_power,     // the C library's pow
  unroll_tanh_pullback,     // a (1 - b b): of a cotangent a, what passes tanh, whose result is b
  unroll_sigmoid_pullback,  // a b (1 - b): the same for sigmoid
  unroll_relu_pullback,     // a where b > 0, else 0: the same for relu, whose argument is b
} unroll_binary;

typedef enum { unroll_sum, unroll_max } unroll_reduction;  // max: NaN if any is NaN

// Elementwise -----------------------------------------------------------------------------------

// y[i] = f(x[i]); in place (y == x) allowed.
void unroll_apply_f32(unroll_unary f, size_t count, const float *x, float *y);
void unroll_apply_f64(unroll_unary f, size_t count, const double *x, double *y);

// The same function for one number: bit for bit what unroll_apply gives at any place in an array.
float unroll_scalar_f32(unroll_unary f, float x);
double unroll_scalar_f64(unroll_unary f, double x);

// out[r][c] = f(a[r * a_row + c * a_column], b[...]), out dense [rows, columns].
// A stride of 0 repeats a value: that is how a bias or a scalar is broadcast.
// In place (out == a with a dense, or out == b with b dense) allowed.
void unroll_combine_f32(unroll_binary f, size_t rows, size_t columns,
                        const float *a, size_t a_row, size_t a_column,
                        const float *b, size_t b_row, size_t b_column, float *out);
void unroll_combine_f64(unroll_binary f, size_t rows, size_t columns,
                        const double *a, size_t a_row, size_t a_column,
                        const double *b, size_t b_row, size_t b_column, double *out);

// y[i] = scale * x[i] + shift (two roundings, no fused multiply-add); in place allowed.
void unroll_scale_f32(size_t count, float scale, float shift, const float *x, float *y);
void unroll_scale_f64(size_t count, double scale, double shift, const double *x, double *y);

// Matrix product --------------------------------------------------------------------------------

// C[m, n] = A[m, k] · B[k, n], or C += A · B when accumulate is true. C is dense, row-major.
// A and B are read by stride, so a transposed operand is read where it lies.
void unroll_matmul_f32(size_t m, size_t n, size_t k,
                       const float *a, size_t a_row, size_t a_column,
                       const float *b, size_t b_row, size_t b_column,
                       float *c, bool accumulate);
void unroll_matmul_f64(size_t m, size_t n, size_t k,
                       const double *a, size_t a_row, size_t a_column,
                       const double *b, size_t b_row, size_t b_column,
                       double *c, bool accumulate);

// Reductions ------------------------------------------------------------------------------------

// x is [outer, count, inner], y is [outer, inner]: reduces the middle axis. count >= 1 for max.
void unroll_reduce_f32(unroll_reduction f, size_t outer, size_t count, size_t inner,
                       const float *x, float *y);
void unroll_reduce_f64(unroll_reduction f, size_t outer, size_t count, size_t inner,
                       const double *x, double *y);

// Softmax ---------------------------------------------------------------------------------------

// For each row of x: y = softmax, minus 1 at column labels[r] of row r unless labels is NULL; and
// losses[r] = -log softmax(x[r])[labels[r]]. Either of y and losses may be NULL. Labels are valid:
// the caller checked.
void unroll_softmax_rows_f32(size_t rows, size_t columns, const float *x, const int32_t *labels,
                             float *y, float *losses);
void unroll_softmax_rows_f64(size_t rows, size_t columns, const double *x, const int32_t *labels,
                             double *y, double *losses);

// Optimisers ------------------------------------------------------------------------------------

// One step of a rule of Training/Optimizers, in place: weights and what is remembered of them change.
// `velocity` is NULL without momentum.
void unroll_adam_f32(size_t count, double rate, double beta1, double beta2, double epsilon,
                     const float *gradient, float *mean, float *square, float *weight);
void unroll_rmsprop_f32(size_t count, double rate, double rho, double momentum, double epsilon,
                        const float *gradient, float *square, float *velocity, float *weight);
void unroll_gradient_descent_f32(size_t count, double rate, double momentum, bool nesterov,
                                 const float *gradient, float *velocity, float *weight);
void unroll_adam_f64(size_t count, double rate, double beta1, double beta2, double epsilon,
                     const double *gradient, double *mean, double *square, double *weight);
void unroll_rmsprop_f64(size_t count, double rate, double rho, double momentum, double epsilon,
                        const double *gradient, double *square, double *velocity, double *weight);
void unroll_gradient_descent_f64(size_t count, double rate, double momentum, bool nesterov,
                                 const double *gradient, double *velocity, double *weight);

// Rows and regions ------------------------------------------------------------------------------

// Copies `rows` runs of `bytes` bytes; the starts of neighbouring runs lie a stride (bytes) apart.
void unroll_copy_rows(size_t rows, size_t bytes, const void *from, size_t from_stride,
                      void *to, size_t to_stride);

// to[r * to_row + c] += from[r * from_row + c]
void unroll_add_rows_f32(size_t rows, size_t columns, const float *from, size_t from_row,
                         float *to, size_t to_row);
void unroll_add_rows_f64(size_t rows, size_t columns, const double *from, size_t from_row,
                         double *to, size_t to_row);

// out[r] = table[indices[r]] for rows of `columns` elements. Indices are valid: the caller checked.
void unroll_gather_rows_f32(size_t rows, size_t columns, const float *table,
                            const int32_t *indices, float *out);
void unroll_gather_rows_f64(size_t rows, size_t columns, const double *table,
                            const int32_t *indices, double *out);

// table[indices[r]] += rows[r], repeated indices add up, in the order of r.
void unroll_scatter_add_rows_f32(size_t rows, size_t columns, const float *from,
                                 const int32_t *indices, float *table);
void unroll_scatter_add_rows_f64(size_t rows, size_t columns, const double *from,
                                 const int32_t *indices, double *table);

// Conversion ------------------------------------------------------------------------------------

void unroll_widen(size_t count, const float *x, double *y);
void unroll_narrow(size_t count, const double *x, float *y);

// The processor ---------------------------------------------------------------------------------

// The kernels in use: "portable", "avx2" or "avx512".
const char *unroll_kernels_in_use(void);

// Subnormal numbers: true makes this thread treat them as zero (float32 training), and returns the
// state it had before, to be put back. On processors without such a switch nothing happens.
bool unroll_flush_subnormals(bool on);

// Memory ----------------------------------------------------------------------------------------

// 64-byte aligned memory, counted per thread, so that a test can say what a step asks for. It is freed with
// the number of bytes it was asked for with, and waits for the next of its size.
void *unroll_allocate(size_t bytes);
void unroll_free(void *memory, size_t bytes);
// `fresh` counts the blocks for which none was waiting, so that the system was asked.
typedef struct { uint64_t allocations, bytes, fresh; } unroll_memory_count;
unroll_memory_count unroll_allocated_by_this_thread(void);

#ifdef __cplusplus
}
#endif

#endif
