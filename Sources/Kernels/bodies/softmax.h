// Softmax and cross-entropy of rows: the largest number is subtracted first, so that no exponential
// is above 1, and the probability of the right class is never rounded to 0 before its logarithm.

// The sum of exp(x[i] - largest), in the order of reduce_run; keeps the exponentials unless y is NULL.
static Scalar sum_of_exponentials(size_t count, const Scalar *x, Scalar largest, Scalar *y) {
  Row sum = {{{0}}};
  for (size_t i = 0; i < count; i += ROW)
    UNROLLED for (size_t v = 0; v < ROW_VECTORS; ++v) {
      const size_t left = columns_in_vector(count - i, v), place = i + v * LANES;
      if (left == 0) continue;
      Vector power = exp_lanes(load_next_or(x + place, left, -INFINITY) - splat(largest));
      sum.part[v] += power;
      if (y != NULL) store_next(y + place, power, left);
    }
  return fold_lanes(unroll_sum, sum);
}

// y = softmax of each row of x, minus 1 at the row's label if there are labels.
static void softmax_rows(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                         const int32_t *labels, Scalar *y, size_t y_row) {
  for (size_t r = 0; r < rows; ++r, x += x_row, y += y_row) {
    const Scalar sum = sum_of_exponentials(columns, x, reduce_run(unroll_max, columns, x), y);
    for (size_t i = 0; i < columns; i += LANES)
      store_next(y + i, load_next(y + i, columns - i) / splat(sum), columns - i);
    if (labels != NULL) y[labels[r]] -= 1;
  }
}

// y[r] = -log softmax(x[r])[labels[r]]
static void cross_entropy(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                          const int32_t *labels, Scalar *y) {
  for (size_t r = 0; r < rows; ++r, x += x_row) {
    const Scalar largest = reduce_run(unroll_max, columns, x);
    const Scalar sum = sum_of_exponentials(columns, x, largest, NULL);
    y[r] = log_lanes(splat(sum))[0] - (x[labels[r]] - largest);
  }
}
