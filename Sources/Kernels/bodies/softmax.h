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
//
// As many rows go together as a vector has lanes: their sums become one vector for the logarithm,
// and while the processor waits for one row it works on the next.
static void softmax_rows(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                         const int32_t *labels, Scalar *y, size_t y_row, Scalar *losses) {
  Scalar largest[LANES], sum[LANES], logarithm[LANES];
  if (columns == 0) return;
  for (size_t first = 0; first < rows; first += LANES) {
    const size_t count = smaller(LANES, rows - first);
    const Scalar *from = x + first * x_row;
    Scalar *to = y == NULL ? NULL : y + first * y_row;
    for (size_t r = 0; r < LANES; ++r) largest[r] = 0, sum[r] = 1;
    for (size_t r = 0; r < count; ++r) largest[r] = largest_of(columns, from + r * x_row);
    for (size_t r = 0; r < count; ++r)
      sum[r] = sum_of_exponentials(columns, from + r * x_row, largest[r],
                                   to == NULL ? NULL : to + r * y_row);
    if (losses != NULL) {
      store(logarithm, log_lanes(load(sum)));
      for (size_t r = 0; r < count; ++r)
        losses[first + r] = logarithm[r] - (from[r * x_row + labels[first + r]] - largest[r]);
    }
    if (to == NULL) continue;
    for (size_t r = 0; r < count; ++r) {
      Scalar *row = to + r * y_row;
      for (size_t i = 0; i < columns; i += LANES)
        store_next(row + i, load_next(row + i, columns - i) / splat(sum[r]), columns - i);
      if (labels != NULL) row[labels[first + r]] -= 1;
    }
  }
}
