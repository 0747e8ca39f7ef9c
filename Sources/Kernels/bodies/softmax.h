// Softmax and cross-entropy of rows: the largest number is subtracted first, so that no exponential
// is above 1, and the probability of the right class is never rounded to 0 before its logarithm.

// The largest number of a row; NaN if any is.
INLINE Scalar largest_of(size_t count, const Scalar *x) {
  Row result = load_row(unroll_max, x, smaller(count, ROW));
  for (size_t i = ROW; i < count; i += ROW)
    result = fold_rows(unroll_max, result, load_row(unroll_max, x + i, smaller(count - i, ROW)));
  return fold_lanes(unroll_max, result);
}

// The sum of exp(x[i] - largest); keeps the exponentials unless y is NULL.
INLINE Scalar sum_of_exponentials(size_t count, const Scalar *x, Scalar largest, Scalar *y) {
  Row sum = {{{0}}};
  for (size_t i = 0; i < count; i += ROW)
    UNROLLED for (size_t v = 0; v < ROW_VECTORS; ++v) {
      const size_t place = i + v * LANES;
      if (place >= count) break;
      const size_t left = count - place;
      Vector power = exp_lanes(load_next_or(x + place, left, -INFINITY) - splat(largest));
      sum.part[v] += power;
      if (y != NULL) store_next(y + place, power, left);
    }
  return fold_lanes(unroll_sum, sum);
}

// For each row of x: y = softmax, minus 1 at the row's label if there are labels; and
// losses[r] = -log softmax at the label. Either may be left out, with NULL.
static void softmax_rows(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                         const int32_t *labels, Scalar *y, size_t y_row, Scalar *losses) {
  for (size_t r = 0; r < rows; ++r, x += x_row) {
    const Scalar largest = largest_of(columns, x);
    const Scalar sum = sum_of_exponentials(columns, x, largest, y);
    if (losses != NULL) losses[r] = log_lanes(splat(sum))[0] - (x[labels[r]] - largest);
    if (y == NULL) continue;
    for (size_t i = 0; i < columns; i += LANES)
      store_next(y + i, load_next(y + i, columns - i) / splat(sum), columns - i);
    if (labels != NULL) y[labels[r]] -= 1;
    y += y_row;
  }
}
