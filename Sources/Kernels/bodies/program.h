// Runs the steps of a program: each is a call of a body above, with its operands looked up.

typedef struct { Scalar *at; size_t row, column; } Operand;

INLINE Operand operand(const unroll_operand *o, void *const *blocks) {
  return (Operand){(Scalar *)blocks[o->block] + o->offset, o->row, o->column};
}
INLINE const int32_t *integers(const unroll_operand *o, void *const *blocks) {
  return (const int32_t *)blocks[o->block] + o->offset;
}

static void fill(size_t rows, size_t columns, Scalar value, Operand out) {
  if (out.row == columns) columns *= rows, rows = 1;
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; c += LANES)
      store_next(out.at + r * out.row + c, splat(value), columns - c);
}

static void copy(size_t rows, size_t columns, Operand a, Operand out) {
  if (a.column == 1 && a.row == columns && out.row == columns) {
    memcpy(out.at, a.at, rows * columns * sizeof(Scalar));
  } else if (a.column == 1) {
    for (size_t r = 0; r < rows; ++r)
      for (size_t c = 0; c < columns; c += LANES)
        store_next(out.at + r * out.row + c, load_next(a.at + r * a.row + c, columns - c), columns - c);
  } else if (columns == 1 && out.row == 1) {
    for (size_t r = 0; r < rows; ++r) out.at[r] = a.at[r * a.row];
  } else {
    for (size_t r = 0; r < rows; ++r)
      for (size_t c = 0; c < columns; ++c)
        out.at[r * out.row + c] = a.at[r * a.row + c * a.column];
  }
}

// Rows that do not follow each other are copied first, to be one long row of the result: the ends
// of short rows would leave many lanes empty, and these functions take long.
static void apply_rows(unroll_unary f, size_t rows, size_t columns, Operand a, Operand out) {
  if (out.row == columns || rows == 1) {
    if (a.column != 1 || (a.row != columns && rows > 1)) {
      copy(rows, columns, a, out);
      a = out;
    }
    apply(f, rows * columns, a.at, out.at);
    return;
  }
  copy(rows, columns, a, out);
  for (size_t r = 0; r < rows; ++r) apply(f, columns, out.at + r * out.row, out.at + r * out.row);
}

static void scale_rows(size_t rows, size_t columns, Scalar factor, Scalar shift, Operand a,
                       Operand out) {
  if (a.column != 1) {
    copy(rows, columns, a, out);
    a = out, a.column = 1;
  }
  if (a.row == columns && out.row == columns) columns *= rows, rows = 1;
  for (size_t r = 0; r < rows; ++r)
    scale(columns, factor, shift, a.at + r * a.row, out.at + r * out.row);
}

static void clip_pullback(size_t rows, size_t columns, Scalar low, Scalar high, Operand a,
                          Operand b, Operand out) {
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; ++c) {
      const Scalar x = b.at[r * b.row + c * b.column];
      out.at[r * out.row + c] = x >= low && x <= high ? a.at[r * a.row + c * a.column] : 0;
    }
}

static void run(const unroll_step *steps, size_t count, void *const *blocks) {
  for (const unroll_step *s = steps; s < steps + count; ++s) {
    const Operand out = operand(&s->out, blocks), a = operand(&s->a, blocks);
    const Operand b = operand(&s->b, blocks), d = operand(&s->d, blocks);
    switch ((unroll_step_kind)s->kind) {
      case unroll_step_fill: fill(s->rows, s->columns, (Scalar)s->scale, out); break;
      case unroll_step_copy: copy(s->rows, s->columns, a, out); break;
      case unroll_step_unary:
        apply_rows((unroll_unary)s->function, s->rows, s->columns, a, out);
        break;
      case unroll_step_scale:
        scale_rows(s->rows, s->columns, (Scalar)s->scale, (Scalar)s->shift, a, out);
        break;
      case unroll_step_binary:
        combine((unroll_binary)s->function, s->rows, s->columns, a.at, a.row, a.column,
                b.at, b.row, b.column, out.at, out.row);
        break;
      case unroll_step_clip_pullback:
        clip_pullback(s->rows, s->columns, (Scalar)s->scale, (Scalar)s->shift, a, b, out);
        break;
      case unroll_step_pack:
        pack(s->inner, s->columns, a.at, a.row, a.column, out.at);
        break;
      case unroll_step_product:
        product(s->rows, s->columns, s->inner, a.at, a.row, a.column, b.at, b.row, b.column,
                NULL, 0, out.at, out.row);
        break;
      case unroll_step_product_onto:
        product(s->rows, s->columns, s->inner, a.at, a.row, a.column, b.at, b.row, b.column,
                d.at, d.row, out.at, out.row);
        break;
      case unroll_step_reduce:
        reduce((unroll_reduction)s->function, s->rows, s->inner, s->columns, a.at, out.at);
        break;
      case unroll_step_gather:
        gather(s->rows, s->columns, a.at, a.row, integers(&s->b, blocks), out.at, out.row);
        break;
      case unroll_step_scatter:
        scatter(s->rows, s->columns, a.at, a.row, integers(&s->b, blocks), out.at, out.row);
        break;
      case unroll_step_softmax: {
        const bool is_kept = s->function & (unroll_softmax_result | unroll_softmax_minus_one_hot);
        const bool has_labels = s->function & (unroll_softmax_minus_one_hot | unroll_softmax_losses);
        softmax_rows(s->rows, s->columns, a.at, a.row, has_labels ? integers(&s->b, blocks) : NULL,
                     is_kept ? out.at : NULL, out.row,
                     s->function & unroll_softmax_losses ? d.at : NULL);
        break;
      }
    }
  }
}
