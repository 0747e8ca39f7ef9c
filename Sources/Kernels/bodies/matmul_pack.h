// Packing: copies parts of A and B into the order in which a tile reads them.
//
// A tile wants neighbouring numbers of a row of B. If B is transposed (b_column != 1) they lie far
// apart; if B is large, its rows lie on many pages of memory. Either way a packed copy is read
// many times, and costs one pass.

// Lanes of two vectors in turn: a0 b0 a1 b1 ..., the lower half and the upper half of that.
#if VECTOR_BYTES / SCALAR_BYTES == 16
#define LOWER(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define UPPER(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif VECTOR_BYTES / SCALAR_BYTES == 8
#define LOWER(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define UPPER(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#elif VECTOR_BYTES / SCALAR_BYTES == 4
#define LOWER(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define UPPER(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#else
#define LOWER(a, b) __builtin_shufflevector(a, b, 0, 2)
#define UPPER(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif

// Transposes a square of LANES vectors. Dealing the rows like two halves of a pack of cards moves
// one bit of the row number into the column number; after log2(LANES) deals all bits have moved.
INLINE void transpose_square(Vector square[LANES]) {
  Vector dealt[LANES];
  UNROLLED for (int bit = 1; bit < LANES; bit *= 2) {
    UNROLLED for (int i = 0; i < LANES / 2; ++i) {
      dealt[2 * i] = LOWER(square[i], square[i + LANES / 2]);
      dealt[2 * i + 1] = UPPER(square[i], square[i + LANES / 2]);
    }
    UNROLLED for (int i = 0; i < LANES; ++i) square[i] = dealt[i];
  }
}

// to[p * to_row + j] = b[p * b_row + j * b_column] for k rows and a vector's width of columns.
// Only the first `columns` exist; the others become 0.
static void pack_columns(size_t k, size_t columns, const Scalar *b, size_t b_row, size_t b_column,
                         Scalar *to, size_t to_row) {
  if (b_column == 1) {
    for (size_t p = 0; p < k; ++p) store(to + p * to_row, load_next(b + p * b_row, columns));
  } else if (b_row == 1) {
    for (size_t p = 0; p < k; p += LANES) {
      Vector square[LANES];
      UNROLLED for (size_t j = 0; j < LANES; ++j) {
        Vector zero = {0};
        square[j] = j < columns ? load_next(b + p + j * b_column, k - p) : zero;
      }
      transpose_square(square);
      if (k - p >= LANES) {
        UNROLLED for (size_t i = 0; i < LANES; ++i) store(to + (p + i) * to_row, square[i]);
      } else {
        for (size_t i = 0; i < k - p; ++i) store(to + (p + i) * to_row, square[i]);
      }
    }
  } else {
    for (size_t p = 0; p < k; ++p)
      for (size_t j = 0; j < LANES; ++j)
        to[p * to_row + j] = j < columns ? b[p * b_row + j * b_column] : 0;
  }
}

// Packs rows of A for tiles of so many rows each, one tile after the other: a tile then reads one
// stream, to[p * tile_rows + i] = a[i * a_row + p * a_column].
static void pack_rows(size_t rows, size_t tiles, size_t k, const Scalar *a, size_t a_row,
                      size_t a_column, Scalar *to) {
  for (size_t p0 = 0; p0 < k; p0 += LANES) {  // so that what is read stays near
    const size_t end = smaller(k, p0 + LANES);
    for (size_t t = 0, i = 0; t < tiles; ++t) {
      const size_t tile_rows = (rows - i) / (tiles - t);
      const Scalar *from = a + i * a_row + p0 * a_column;
      Scalar *next = to + i * k + p0 * tile_rows;
      // Whole vectors where there are any to read, and where what is too much is overwritten later.
      const bool is_whole = a_row == 1 && tile_rows <= LANES && rows - i >= LANES;
      for (size_t p = p0; p < end; ++p, from += a_column, next += tile_rows) {
        if (is_whole && (k - p) * tile_rows >= LANES) {
          store(next, load(from));
        } else {
          for (size_t r = 0; r < tile_rows; ++r) next[r] = from[r * a_row];
        }
      }
      i += tile_rows;
    }
  }
}
