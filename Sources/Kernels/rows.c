// Rows: copying and adding runs of neighbouring numbers.
//
// Copies are the C library's memcpy; sums are unroll_combine's, one row at a time.

#include <string.h>

#include "include/unroll_kernels.h"

void unroll_copy_rows(size_t rows, size_t bytes, const void *from, size_t from_stride,
                      void *to, size_t to_stride) {
  if (rows == 0 || bytes == 0) return;
  if (from_stride == bytes && to_stride == bytes) {
    memcpy(to, from, rows * bytes);
    return;
  }
  for (size_t r = 0; r < rows; ++r)
    memcpy((char *)to + r * to_stride, (const char *)from + r * from_stride, bytes);
}

#define ROWS_OF(Scalar, suffix)                                                                   \
  void unroll_add_rows_##suffix(size_t rows, size_t columns, const Scalar *from, size_t from_row, \
                                Scalar *to, size_t to_row) {                                      \
    if (to_row == columns) {                                                                      \
      unroll_combine_##suffix(unroll_add, rows, columns, to, to_row, 1, from, from_row, 1, to);   \
      return;                                                                                     \
    }                                                                                             \
    for (size_t r = 0; r < rows; ++r, from += from_row, to += to_row)                             \
      unroll_combine_##suffix(unroll_add, 1, columns, to, 0, 1, from, 0, 1, to);                  \
  }

ROWS_OF(float, f32)
ROWS_OF(double, f64)
