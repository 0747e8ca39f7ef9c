// Calls every kernel on memory of exactly the size it may touch, for the sanitizers to watch:
// .ci/check-kernels builds this with clang's address and undefined-behaviour sanitizers.
//
// Results are only looked at where a wrong one is easy to see; that they are right is tested in
// Swift (Tests/KernelTests). UNROLL_KERNELS chooses the path.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unroll_kernels.h"
#include "unroll_program.h"

static uint64_t state = 88172645463325252u;
static uint64_t next_random(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return state;
}
static size_t below(size_t count) { return next_random() % count; }

static void fail(const char *what) {
  fprintf(stderr, "harness: %s\n", what);
  exit(1);
}

#define HARNESS(Scalar, suffix)                                                                   \
  /* `count` numbers of -1..1 in a block of their own, not aligned to more than a number. */      \
  static Scalar *numbers_##suffix(size_t count) {                                                 \
    Scalar *x = malloc((count + 1) * sizeof(Scalar));                                             \
    if (x == NULL) fail("no memory");                                                             \
    for (size_t i = 0; i <= count; ++i) x[i] = (Scalar)((double)below(2001) / 1000 - 1);          \
    return x;                                                                                     \
  }                                                                                               \
                                                                                                  \
  static void elementwise_##suffix(size_t count) {                                                \
    Scalar *x = numbers_##suffix(count), *y = numbers_##suffix(count), *z = numbers_##suffix(count); \
    for (int f = unroll_negate; f <= unroll_softplus; ++f) {                                      \
      unroll_apply_##suffix((unroll_unary)f, count, x + 1, y + 1);                                \
      unroll_apply_##suffix((unroll_unary)f, count, y + 1, y + 1);                                \
      (void)unroll_scalar_##suffix((unroll_unary)f, x[0]);                                        \
    }                                                                                             \
    for (int f = unroll_add; f <= unroll_relu_pullback; ++f) {                                    \
      unroll_combine_##suffix((unroll_binary)f, 1, count, x + 1, count, 1, y + 1, count, 1, z + 1); \
      unroll_combine_##suffix((unroll_binary)f, 1, count, x + 1, 0, 1, y + 1, 0, 0, z + 1);       \
      unroll_combine_##suffix((unroll_binary)f, count, 1, x + 1, 1, 0, y + 1, 0, 0, z + 1);       \
    }                                                                                             \
    unroll_scale_##suffix(count, 2, 1, x + 1, y + 1);                                             \
    for (int f = unroll_sum; f <= unroll_max; ++f)                                                \
      if (count > 0) unroll_reduce_##suffix((unroll_reduction)f, 1, count, 1, x + 1, z);          \
    unroll_adam_##suffix(count, 0.1, 0.9, 0.999, 1e-7, x + 1, y + 1, z + 1, x + 1);               \
    unroll_rmsprop_##suffix(count, 0.1, 0.9, 0, 1e-7, x + 1, z + 1, NULL, y + 1);                 \
    unroll_gradient_descent_##suffix(count, 0.1, 0.9, true, x + 1, y + 1, z + 1);                 \
    free(x), free(y), free(z);                                                                    \
  }                                                                                               \
                                                                                                  \
  /* One product by steps: D + A B, or A B, transposed or not, B packed or not. */                \
  static void product_##suffix(size_t m, size_t n, size_t k, bool a_turned, bool b_turned,        \
                               bool packed, bool onto, bool repeated) {                           \
    Scalar *a = numbers_##suffix(m * k), *b = numbers_##suffix(k * n);                            \
    Scalar *c = numbers_##suffix(m * n), *d = numbers_##suffix(repeated ? n : m * n);             \
    Scalar *p = numbers_##suffix(unroll_packed_count(n, k));                                      \
    void *blocks[] = {a, b, c, d, p};                                                             \
    unroll_step steps[2] = {{0}, {0}};                                                            \
    steps[0] = (unroll_step){.kind = unroll_step_pack, .columns = (uint32_t)n, .inner = (uint32_t)k}; \
    steps[0].a = (unroll_operand){1, 1, b_turned ? 1 : (uint32_t)n, b_turned ? (uint32_t)k : 1};  \
    steps[0].out = (unroll_operand){1, 4, 0, 1};                                                  \
    steps[1].kind = onto ? unroll_step_product_onto : unroll_step_product;                        \
    steps[1].rows = (uint32_t)m, steps[1].columns = (uint32_t)n, steps[1].inner = (uint32_t)k;    \
    steps[1].a = (unroll_operand){1, 0, a_turned ? 1 : (uint32_t)k, a_turned ? (uint32_t)m : 1};  \
    steps[1].b = packed ? (unroll_operand){1, 4, 0, 0} : steps[0].a;                              \
    steps[1].out = (unroll_operand){1, 2, (uint32_t)n, 1};                                        \
    steps[1].d = (unroll_operand){1, 3, repeated ? 0 : (uint32_t)n, 1};                           \
    unroll_run_##suffix(packed ? steps : steps + 1, packed ? 2 : 1, blocks);                      \
    for (size_t tries = 0; tries < 3 && m * n > 0; ++tries) {                                     \
      const size_t i = below(m), j = below(n);                                                    \
      double sum = onto ? d[1 + (repeated ? 0 : i * n) + j] : 0;                                  \
      for (size_t q = 0; q < k; ++q)                                                              \
        sum += (double)a[1 + (a_turned ? q * m + i : i * k + q)] *                                \
               b[1 + (b_turned ? j * k + q : q * n + j)];                                         \
      if (fabs(sum - c[1 + i * n + j]) > 1e-3) fail("a product is wrong");                        \
    }                                                                                             \
    free(a), free(b), free(c), free(d), free(p);                                                  \
  }                                                                                               \
                                                                                                  \
  static void rows_##suffix(size_t rows, size_t columns) {                                        \
    const size_t table_rows = 1 + below(9);                                                       \
    Scalar *x = numbers_##suffix(rows * columns), *y = numbers_##suffix(rows * columns);          \
    Scalar *table = numbers_##suffix(table_rows * columns), *z = numbers_##suffix(rows);          \
    int32_t *rows_of = malloc((rows + 1) * sizeof(int32_t)), *labels = malloc((rows + 1) * sizeof(int32_t)); \
    for (size_t r = 0; r < rows; ++r) rows_of[r] = (int32_t)below(table_rows);                    \
    for (size_t r = 0; r < rows; ++r) labels[r] = columns > 0 ? (int32_t)below(columns) : 0;      \
    unroll_gather_rows_##suffix(rows, columns, table + 1, rows_of, y + 1);                        \
    unroll_scatter_add_rows_##suffix(rows, columns, x + 1, rows_of, table + 1);                   \
    unroll_softmax_rows_##suffix(rows, columns, x + 1, NULL, y + 1, NULL);                        \
    unroll_softmax_rows_##suffix(rows, columns, x + 1, labels, y + 1, z + 1);                     \
    unroll_softmax_rows_##suffix(rows, columns, x + 1, labels, NULL, z + 1);                      \
    unroll_add_rows_##suffix(rows, columns, x + 1, columns, y + 1, columns);                      \
    void *blocks[] = {x, y, table, rows_of};                                                      \
    unroll_step step = {.rows = (uint32_t)rows, .columns = (uint32_t)columns};                    \
    step.out = (unroll_operand){1, 1, (uint32_t)columns, 1};                                      \
    step.a = (unroll_operand){1, 0, (uint32_t)columns, 1};                                        \
    step.b = step.a;                                                                              \
    for (int kind = unroll_step_fill; kind <= unroll_step_clip_pullback; ++kind) {                \
      step.kind = (uint32_t)kind;                                                                 \
      unroll_run_##suffix(&step, 1, blocks);                                                      \
    }                                                                                             \
    /* Columns side by side, as a transposed operand has them. */                                 \
    step.kind = unroll_step_copy;                                                                 \
    step.a.row = 1, step.a.column = (uint32_t)rows;                                               \
    unroll_run_##suffix(&step, 1, blocks);                                                        \
    step.a = (unroll_operand){1, 2, (uint32_t)columns, 1};                                        \
    step.b = (unroll_operand){0, 3, 0, 1};                                                        \
    step.kind = unroll_step_gather;                                                               \
    unroll_run_##suffix(&step, 1, blocks);                                                        \
    free(x), free(y), free(z), free(table), free(rows_of), free(labels);                          \
  }

HARNESS(float, f32)
HARNESS(double, f64)

#define WIDE(Scalar, suffix)                                                                      \
  /* Sums along the first axis, of more columns than are read together. */                        \
  static void columns_##suffix(size_t rows, size_t columns) {                                     \
    Scalar *x = numbers_##suffix(rows * columns), *y = numbers_##suffix(columns);                 \
    unroll_reduce_##suffix(unroll_sum, 1, rows, columns, x + 1, y + 1);                           \
    unroll_reduce_##suffix(unroll_max, 1, rows, columns, x + 1, y + 1);                           \
    free(x), free(y);                                                                             \
  }

WIDE(float, f32)
WIDE(double, f64)

int main(void) {
  for (size_t count = 0; count < 70; ++count) elementwise_f32(count), elementwise_f64(count);
  for (int i = 0; i < 1500; ++i) {
    const size_t most = i % 10 == 0 ? 200 : 40;
    const size_t m = 1 + below(most), n = 1 + below(most), k = 1 + below(most);
    const uint64_t bits = next_random();
#define PRODUCT(suffix) \
  product_##suffix(m, n, k, bits & 1, bits & 2, bits & 4, bits & 8, bits & 16)
    PRODUCT(f32);
    PRODUCT(f64);
  }
  for (int i = 0; i < 300; ++i) {
    const size_t rows = below(40), columns = 1 + below(80);
    rows_f32(rows, columns), rows_f64(rows, columns);
  }
  for (int i = 0; i < 30; ++i) {
    const size_t rows = 1 + below(100), columns = 1 + below(600);
    columns_f32(rows, columns), columns_f64(rows, columns);
  }
  // A left operand that is turned and whose rows are longer than a page is packed.
  product_f32(1030, 70, 300, true, false, false, true, false);
  product_f64(1030, 70, 300, true, true, false, false, false);
  for (size_t bytes = 0; bytes < 5000; bytes += 37) {
    void *memory = unroll_allocate(bytes);
    memset(memory, 1, bytes);
    unroll_free(memory, bytes);
  }
  printf("kernels %s: nothing found\n", unroll_kernels_in_use());
  return 0;
}
