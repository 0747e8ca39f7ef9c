// The matrix product: cuts C into tiles, and A and B into blocks that fit the caches.
//
//   for each block of rows of C          its part of A, packed if need be, stays in the L2 cache;
//     for each block of k
//       for each panel of columns        its part of B, packed if need be, stays in the L1 cache
//         for each tile of the panel
//
// Small products, the usual ones here, have one block; often nothing is packed.

#define ROW_BLOCK (524288 / (K_BLOCK * SCALAR_BYTES) / TILE_ROWS * TILE_ROWS)  // 512 KB of A
#define K_BLOCK 256        // with two vectors of columns: at most 32 KB of B
#define CACHED_BYTES 32768 // an operand this small is read where it lies, however often
#define B_ROW_BYTES 512    // rows of B this close are, too
#define PAGE_BYTES 4096    // and columns of a transposed A that are closer than this

// A panel is the columns that one tile covers. Two vectors may overlap (columns 0..15 and 4..19
// of 20): both compute the same bits there, and no column needs a vector of its own kind.
typedef struct { int vectors; size_t second, width; } Panel;

INLINE Panel next_panel(size_t left) {
  if (left <= LANES) return (Panel){1, 0, left};
  if (left <= 2 * LANES) return (Panel){2, left - LANES, left};
  if (left < 3 * LANES) return (Panel){1, 0, LANES};  // leaves two that may overlap
  return (Panel){2, LANES, 2 * LANES};
}

// Asks the caches for rows of two vectors that are needed soon, while others are worked on.
INLINE void prefetch_rows(const Scalar *x, size_t row, size_t first, size_t end) {
  for (size_t r = first; r < end; ++r)
    for (size_t line = 0; line < 2 * LANES; line += LANES) __builtin_prefetch(x + r * row + line);
}

INLINE size_t rounded_up_division(size_t a, size_t b) { return (a + b - 1) / b; }

// The columns of a panel, one or two vectors, for k rows of B; n is the number of all columns.
INLINE void pack_panel(size_t k, size_t n, Panel panel, const Scalar *b, size_t b_row,
                       size_t b_column, Scalar *to) {
  const size_t to_row = (size_t)panel.vectors * LANES;
  pack_columns(k, smaller(n, LANES), b, b_row, b_column, to, to_row);
  if (panel.vectors == 2)
    pack_columns(k, LANES, b + panel.second * b_column, b_row, b_column, to + LANES, to_row);
}

// How B is packed in advance: for each block of k its panels one after another, each with its rows of
// one or two vectors.
static void pack(size_t k, size_t n, const Scalar *b, size_t b_row, size_t b_column, Scalar *to) {
  for (size_t p0 = 0; p0 < k; p0 += K_BLOCK) {
    const size_t block = smaller(K_BLOCK, k - p0);
    for (size_t j = 0; j < n;) {
      const Panel panel = next_panel(n - j);
      pack_panel(block, n, panel, b + p0 * b_row + j * b_column, b_row, b_column, to);
      to += block * (size_t)panel.vectors * LANES;
      j += panel.width;
    }
  }
}

// C = D + A B, where C is [m, n] with its numbers of a row side by side, and so is D; without a D,
// C = A B. D may be C, or one row that is repeated (d_row == 0). Where b_row is 0, B is packed.
static void product(size_t m, size_t n, size_t k,
                    const Scalar *a, size_t a_row, size_t a_column,
                    const Scalar *b, size_t b_row, size_t b_column,
                    const Scalar *d, size_t d_row, Scalar *c, size_t c_row) {
  if (m == 0 || n == 0) return;
  const bool is_packed = b_row == 0 && k > 0;
  if (n == 1 && m > 1 && !is_packed && c_row == 1 && (d == NULL || d_row == 1)) {
    // A column in memory is a row: the transposed product, C^T = B^T A^T, fills whole vectors.
    const Scalar *swap = a;
    size_t row = a_row, column = a_column;
    a = b, a_row = b_column, a_column = b_row;
    b = swap, b_row = column, b_column = row;
    n = m, m = 1;
  }
  if (k == 0 || (n == 1 && !is_packed)) {
    for (size_t i = 0; i < m; ++i)
      for (size_t j = 0; j < n; ++j) {
        Scalar sum = d == NULL ? 0 : d[i * d_row + j];
        for (size_t p = 0; p < k; ++p)
          sum = multiply_add_scalar(a[i * a_row + p * a_column], b[p * b_row + j * b_column], sum);
        c[i * c_row + j] = sum;
      }
    return;
  }

  const bool large_b = k * n * sizeof(Scalar) > CACHED_BYTES && m > 2 * TILE_ROWS;
  const bool large_a = m * k * sizeof(Scalar) > CACHED_BYTES && n > 4 * LANES;
  const bool packs_b = !is_packed && ((large_b && b_row * SCALAR_BYTES > B_ROW_BYTES) ||
                                      b_column != 1 || n < LANES);
  const bool packs_a = large_a && a_column != 1 && a_column * SCALAR_BYTES >= PAGE_BYTES;
  const size_t k_block = smaller(k, large_a || large_b || packs_b || is_packed ? K_BLOCK : k);
  const size_t row_block = smaller(m, packs_a ? ROW_BLOCK : m);
  Scalar *packed_b = NULL, *packed_a = NULL;
  if (packs_a || packs_b) {
    packed_b = unroll_scratch((2 * LANES + row_block) * k_block * sizeof(Scalar));
    packed_a = packed_b + 2 * LANES * k_block;
  }

  for (size_t i0 = 0; i0 < m; i0 += row_block) {
    const size_t rows = smaller(row_block, m - i0);
    const size_t tiles = rounded_up_division(rows, TILE_ROWS);
    const Scalar *packed = b;
    for (size_t p0 = 0; p0 < k; p0 += k_block) {
      Tile tile;
      tile.k = smaller(k_block, k - p0);
      tile.lanes = smaller(n, LANES);
      tile.c_row = c_row;
      tile.d_row = p0 > 0 ? c_row : d_row;
      const Scalar *begin = p0 > 0 ? c : d;
      for (size_t j = 0; j < n;) {
        const Panel panel = next_panel(n - j);
        const Scalar *b0 = b + p0 * b_row + j * b_column;
        if (is_packed) {
          tile.b = packed;
          tile.b_row = (size_t)panel.vectors * LANES;
          tile.b_second = LANES;
          packed += tile.k * tile.b_row;
        } else if (packs_b) {
          tile.b = packed_b;
          tile.b_row = (size_t)panel.vectors * LANES;
          tile.b_second = LANES;
          pack_panel(tile.k, n, panel, b0, b_row, b_column, packed_b);
        } else {
          tile.b = b0;
          tile.b_row = b_row;
          tile.b_second = panel.second;
        }
        tile.c_second = panel.second;
        const bool is_last = j + panel.width >= n;
        // Rows are dealt evenly: 13 are tiles of 7 and 6, not of 12 and 1.
        for (size_t t = 0, i = 0; t < tiles; ++t) {
          const size_t tile_rows = (rows - i) / (tiles - t);
          const Scalar *a0 = a + (i0 + i) * a_row + p0 * a_column;
          tile.a = a0, tile.a_row = a_row, tile.a_column = a_column;
          if (packs_a) {
            Scalar *copy = packed_a + i * tile.k;
            if (j == 0 && t == 0) pack_rows(rows, tiles, tile.k, a0, a_row, a_column, copy);
            tile.a = copy, tile.a_row = 1, tile.a_column = tile_rows;
          }
          tile.c = c + (i0 + i) * c_row + j;
          tile.d = begin == NULL ? NULL : begin + (i0 + i) * tile.d_row + j;
          if (packs_b && b_column == 1 && !is_last)
            prefetch_rows(b0 + panel.width, b_row, tile.k * t / tiles, tile.k * (t + 1) / tiles);
          if (tile.d != NULL && t + 1 < tiles)
            prefetch_rows(tile.d + tile_rows * tile.d_row, tile.d_row, 0, tile_rows);
          multiply[tile_rows - 1][panel.vectors - 1](&tile);
          i += tile_rows;
        }
        j += panel.width;
      }
    }
  }
}

// The same for a dense C: C = A B, or C += A B.
static void matmul(size_t m, size_t n, size_t k,
                   const Scalar *a, size_t a_row, size_t a_column,
                   const Scalar *b, size_t b_row, size_t b_column, Scalar *c, bool accumulate) {
  product(m, n, k, a, a_row, a_column, b, b_row, b_column, accumulate ? c : NULL, n, c, n);
}
