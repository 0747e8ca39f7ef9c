// Sums and maxima along an axis.
//
// Numbers are taken in rows of 128 bytes, whatever the vector width: so every path adds in the
// same order, and gives the same bits. Many rows are cut into halves again and again: the rounding
// error of a sum grows like log n, not like n.

#define ROW_VECTORS (128 / VECTOR_BYTES)
#define ROW (ROW_VECTORS * LANES)
#define SEQUENTIAL_ROWS 32  // this many are added one after the other; more are halved

typedef struct { Vector part[ROW_VECTORS]; } Row;

INLINE Vector fold(unroll_reduction f, Vector a, Vector b) {
  return f == unroll_sum ? a + b : maximum_lanes(a, b);
}
INLINE Row fold_rows(unroll_reduction f, Row a, Row b) {
  UNROLLED for (int v = 0; v < ROW_VECTORS; ++v) a.part[v] = fold(f, a.part[v], b.part[v]);
  return a;
}

// How many of `columns` numbers fall into vector v of a row.
INLINE size_t columns_in_vector(size_t columns, size_t v) {
  return columns > v * LANES ? columns - v * LANES : 0;
}
// Columns that do not exist are read as what changes nothing.
INLINE Row load_row(unroll_reduction f, const Scalar *x, size_t columns) {
  Row row;
  UNROLLED for (size_t v = 0; v < ROW_VECTORS; ++v) {
    const size_t left = columns_in_vector(columns, v);
    row.part[v] = f == unroll_sum ? load_next(x + v * LANES, left)
                                  : load_next_or(x + v * LANES, left, -INFINITY);
  }
  return row;
}
INLINE void store_row(Scalar *y, Row row, size_t columns) {
  UNROLLED for (size_t v = 0; v < ROW_VECTORS; ++v)
    store_next(y + v * LANES, row.part[v], columns_in_vector(columns, v));
}

// Row t starts at x + t * stride; each holds `columns` numbers, at most ROW. count >= 1.
INLINE Row reduce_few_rows(unroll_reduction f, size_t count, size_t stride, size_t columns,
                           const Scalar *x) {
  Row result = load_row(f, x, columns);
  for (size_t t = 1; t < count; ++t)
    result = fold_rows(f, result, load_row(f, x + t * stride, columns));
  return result;
}

static Row reduce_rows(unroll_reduction f, size_t count, size_t stride, size_t columns,
                       const Scalar *x) {
  if (count > SEQUENTIAL_ROWS) {
    const size_t half = count / 2;
    Row first = reduce_rows(f, half, stride, columns, x);
    return fold_rows(f, first, reduce_rows(f, count - half, stride, columns, x + half * stride));
  }
  // Whole rows, the usual case, get a loop of their own without a test of their width.
  if (f == unroll_max) return reduce_few_rows(unroll_max, count, stride, columns, x);
  if (columns >= ROW) return reduce_few_rows(unroll_sum, count, stride, ROW, x);
  return reduce_few_rows(unroll_sum, count, stride, columns, x);
}

// The lanes of a row: the upper half onto the lower, until one is left. Dealing a vector with
// itself (matmul_pack.h) doubles each lane of a half, so the halves stay in reach, and in the end
// every lane holds the result.
INLINE Scalar fold_lanes(unroll_reduction f, Row row) {
  UNROLLED for (int half = ROW_VECTORS / 2; half > 0; half /= 2)
    UNROLLED for (int v = 0; v < half; ++v)
      row.part[v] = fold(f, row.part[v], row.part[v + half]);
  Vector result = row.part[0];
  UNROLLED for (int half = LANES / 2; half > 0; half /= 2)
    result = fold(f, LOWER(result, result), UPPER(result, result));
  return result[0];
}

// Neighbouring numbers: rows of ROW, and what is left.
INLINE Scalar reduce_run(unroll_reduction f, size_t count, const Scalar *x) {
  const size_t whole = count / ROW, left = count % ROW;
  Row result = load_row(f, x + whole * ROW, left);
  if (whole > 0) result = fold_rows(f, reduce_rows(f, whole, ROW, ROW, x), result);
  return fold_lanes(f, result);
}

// A strip of at most STRIP columns: as reduce_rows, but what lies side by side is read together.
#define STRIP (8 * ROW)
static void reduce_strip(unroll_reduction f, size_t count, size_t stride, size_t columns,
                         const Scalar *x, Scalar *y) {
  if (count > SEQUENTIAL_ROWS) {
    const size_t half = count / 2;
    Scalar second[STRIP];
    reduce_strip(f, half, stride, columns, x, y);
    reduce_strip(f, count - half, stride, columns, x + half * stride, second);
    for (size_t i = 0; i < columns; i += ROW) {
      const size_t left = smaller(columns - i, ROW);
      store_row(y + i, fold_rows(f, load_row(f, y + i, left), load_row(f, second + i, left)), left);
    }
    return;
  }
  for (size_t i = 0; i < columns; i += ROW) {
    const size_t left = smaller(columns - i, ROW);
    store_row(y + i, reduce_rows(f, count, stride, left, x + i), left);
  }
}

static void reduce(unroll_reduction f, size_t outer, size_t count, size_t inner,
                   const Scalar *x, Scalar *y) {
  if (inner == 1) {
    for (size_t o = 0; o < outer; ++o)
      y[o] = f == unroll_sum ? reduce_run(unroll_sum, count, x + o * count)
                             : reduce_run(unroll_max, count, x + o * count);
    return;
  }
  if (count == 0) {
    for (size_t i = 0; i < outer * inner; ++i) y[i] = f == unroll_sum ? 0 : -INFINITY;
    return;
  }
  for (size_t o = 0; o < outer; ++o)
    for (size_t i = 0; i < inner; i += STRIP)
      reduce_strip(f, count, inner, smaller(inner - i, STRIP), x + o * count * inner + i,
                   y + o * inner + i);
}
