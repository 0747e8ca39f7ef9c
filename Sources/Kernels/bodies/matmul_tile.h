// The heart of the matrix product: a tile of C that stays in registers while k runs.
//
// A tile is up to TILE_ROWS rows by one or two vectors. Each step of k loads the vectors of B's
// row once, and multiplies them by one number of A for each row of the tile:
//
//   sum[i][v] += a[i][p] * b[p][v]
//
// Each number of C is the sum over p in order, begun with a number of D, which may be C itself, or
// with 0. So its bits do not depend on the tile it falls into, or on the sizes of the matrices.

typedef struct {
  size_t k;
  const Scalar *a;
  size_t a_row, a_column;
  const Scalar *b;
  size_t b_row, b_second;  // from one row of B to the next; from the first vector to the second
  Scalar *c;
  size_t c_row, c_second;
  const Scalar *d;         // what the sums begin with; NULL for 0
  size_t d_row;            // 0 repeats a row, as of a bias
  size_t lanes;            // LANES, or fewer when all of C is narrower than a vector
} Tile;

// `rows` and `vectors` are constants where this is called: the loops over them disappear.
INLINE void multiply_tile(const Tile *tile, int rows, int vectors) {
  Vector sum[TILE_ROWS][2];
  const Scalar *a = tile->a, *b = tile->b;
  const size_t a_row = tile->a_row, a_column = tile->a_column;
  const size_t b_row = tile->b_row, b_second = tile->b_second;
  const size_t c_row = tile->c_row, c_second = tile->c_second, lanes = tile->lanes;
  Scalar *c = tile->c;

  UNROLLED for (int i = 0; i < rows; ++i) {
    Vector zero = {0};
    sum[i][0] = zero;
    sum[i][1] = zero;
  }
  if (tile->d != NULL) {
    const Scalar *d = tile->d;
    const size_t d_row = tile->d_row;
    UNROLLED for (int i = 0; i < rows; ++i) {
      sum[i][0] = load_next(d + i * d_row, lanes);
      if (vectors == 2) sum[i][1] = load(d + i * d_row + c_second);
    }
  }

  for (size_t p = 0; p < tile->k; ++p, a += a_column, b += b_row) {
    Vector first = load(b);
    Vector second = vectors == 2 ? load(b + b_second) : first;
    UNROLLED for (int i = 0; i < rows; ++i) {
      Vector factor = splat(a[i * a_row]);
      sum[i][0] = multiply_add(factor, first, sum[i][0]);
      if (vectors == 2) sum[i][1] = multiply_add(factor, second, sum[i][1]);
    }
  }

  UNROLLED for (int i = 0; i < rows; ++i) {
    if (vectors == 2) {
      store(c + i * c_row, sum[i][0]);
      store(c + i * c_row + c_second, sum[i][1]);
    } else {
      store_next(c + i * c_row, sum[i][0], lanes);
    }
  }
}

#define TILES(rows)                                                               \
  static void tile_##rows##_1(const Tile *tile) { multiply_tile(tile, rows, 1); } \
  static void tile_##rows##_2(const Tile *tile) { multiply_tile(tile, rows, 2); }
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6)
#if TILE_ROWS > 6
TILES(7) TILES(8)
#endif
#if TILE_ROWS > 8
TILES(9) TILES(10) TILES(11) TILES(12)
#endif
#undef TILES

// multiply[rows - 1][vectors - 1]
#define PAIR(rows) {tile_##rows##_1, tile_##rows##_2}
static void (*const multiply[TILE_ROWS][2])(const Tile *) = {
    PAIR(1), PAIR(2), PAIR(3), PAIR(4), PAIR(5), PAIR(6),
#if TILE_ROWS > 6
    PAIR(7), PAIR(8),
#endif
#if TILE_ROWS > 8
    PAIR(9), PAIR(10), PAIR(11), PAIR(12),
#endif
};
#undef PAIR
