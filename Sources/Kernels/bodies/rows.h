// Rows of a table that indices name: taken out, or added to.

// out[r] = table[indices[r]]
static void gather(size_t rows, size_t columns, const Scalar *table, size_t table_row,
                   const int32_t *indices, Scalar *out, size_t out_row) {
  for (size_t r = 0; r < rows; ++r, out += out_row) {
    const Scalar *row = table + (size_t)indices[r] * table_row;
    for (size_t c = 0; c < columns; c += LANES)
      store_next(out + c, load_next(row + c, columns - c), columns - c);
  }
}

// table[indices[r]] += x[r], in the order of r
static void scatter(size_t rows, size_t columns, const Scalar *x, size_t x_row,
                    const int32_t *indices, Scalar *table, size_t table_row) {
  for (size_t r = 0; r < rows; ++r, x += x_row) {
    Scalar *row = table + (size_t)indices[r] * table_row;
    for (size_t c = 0; c < columns; c += LANES)
      store_next(row + c, load_next(row + c, columns - c) + load_next(x + c, columns - c),
                 columns - c);
  }
}
