// Softmax and cross-entropy of rows: the largest number is subtracted first, so that no exponential
// is above 1, and the probability of the right class is never rounded to 0 before its logarithm.

// The largest number of a row; NaN if any is.
INLINE Scalar largest_of(size_t count, const Scalar *x) {
  Row result = load_row(unroll_max, x, smaller(count, ROW));
  for (size_t i = ROW; i < count; i += ROW)
    result = fold_rows(unroll_max, result, load_row(unroll_max, x + i, smaller(count - i, ROW)));
  return fold_lanes(unroll_max, result);
}

// The sum of a row, added in the same order on every path.
INLINE Scalar sum_of_row(size_t count, const Scalar *x) {
  Row sum = load_row(unroll_sum, x, smaller(count, ROW));
  for (size_t i = ROW; i < count; i += ROW)
    sum = fold_rows(unroll_sum, sum, load_row(unroll_sum, x + i, smaller(count - i, ROW)));
  return fold_lanes(unroll_sum, sum);
}

// The sum of exp(x[i] - largest), where the exponentials are not kept.
INLINE Scalar sum_of_exponentials(size_t count, const Scalar *x, Scalar largest) {
  Row sum = {{{0}}};
  for (size_t i = 0; i < count; i += ROW)
    UNROLLED for (size_t v = 0; v < ROW_VECTORS; ++v) {
      const size_t place = i + v * LANES;
      if (place >= count) break;
      sum.part[v] += exp_lanes(load_next_or(x + place, count - place, -INFINITY) - splat(largest));
    }
  return fold_lanes(unroll_sum, sum);
}

// y = exp(x - largest) for each row, and the sums of the rows of y.
static void exponentials_of_rows(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                                 const Scalar *largest, Scalar *y, size_t y_row, Scalar *sum) {
  for (size_t r = 0; r < rows; ++r)
    for (size_t i = 0; i < columns; i += LANES)
      store_next(y + r * y_row + i,
                 load_next(x + r * x_row + i, columns - i) - splat(largest[r]), columns - i);
  if (y_row == columns) apply(unroll_exp, rows * columns, y, y);  // no ends of rows between
  else for (size_t r = 0; r < rows; ++r) apply(unroll_exp, columns, y + r * y_row, y + r * y_row);
  for (size_t r = 0; r < rows; ++r) sum[r] = sum_of_row(columns, y + r * y_row);
}

// For each row of x: y = softmax, minus 1 at the row's label if there are labels; and
// losses[r] = -log softmax at the label. Either may be left out, with NULL.
//
// As many short rows go together as a vector has lanes: their sums become one vector for the
// logarithm, and while the processor waits for one row it works on the next.
static void softmax_rows(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                         const int32_t *labels, Scalar *y, size_t y_row, Scalar *losses) {
  Scalar largest[LANES], sum[LANES], logarithm[LANES];
  if (columns == 0) return;
  const size_t together = columns * LANES * sizeof(Scalar) <= CACHED_BYTES ? LANES : 1;
  for (size_t r = 0; r < LANES; ++r) sum[r] = 1;
  for (size_t first = 0; first < rows; first += together) {
    const size_t count = smaller(together, rows - first);
    const Scalar *from = x + first * x_row;
    Scalar *to = y == NULL ? NULL : y + first * y_row;
    for (size_t r = 0; r < count; ++r) largest[r] = largest_of(columns, from + r * x_row);
    if (to != NULL) {
      exponentials_of_rows(count, columns, from, x_row, largest, to, y_row, sum);
    } else {
      for (size_t r = 0; r < count; ++r)
        sum[r] = sum_of_exponentials(columns, from + r * x_row, largest[r]);
    }
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
