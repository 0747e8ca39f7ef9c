// Loops over arrays: one function of one or two numbers, at every place.
//
// The choice of the function stands outside the loop, so each function has a loop of its own.

INLINE Vector negate_lanes(Vector x) { return -x; }
INLINE Vector relu_lanes(Vector x) { return choose(x <= splat(0), splat(0), x); }  // keeps a NaN

#define EACH_UNARY(USE)          \
  USE(negate, negate_lanes)      \
  USE(exp, exp_lanes)            \
  USE(log, log_lanes)            \
  USE(sqrt, square_root)         \
  USE(tanh, tanh_lanes)          \
  USE(sigmoid, sigmoid_lanes)    \
  USE(relu, relu_lanes)          \
  USE(abs, magnitude)            \
  USE(softplus, softplus_lanes)

// One number, bit for bit as in an array. All lanes hold x; the first is the answer.
static Scalar apply_to_one(unroll_unary f, Scalar x) {
#define ONE(name, function) \
  case unroll_##name: return function(splat(x))[0];
  if (f == unroll_tanh) return tanh_one(x);
  switch (f) { EACH_UNARY(ONE) }
  return x;
}

static void apply(unroll_unary f, size_t count, const Scalar *x, Scalar *y) {
  if (count == 1) {
    *y = apply_to_one(f, *x);
    return;
  }
#define MAP(name, function)                                             \
  case unroll_##name:                                                   \
    for (size_t i = 0; i < count; i += LANES)                           \
      store_next(y + i, function(load_next(x + i, count - i)), count - i); \
    break;
  switch (f) { EACH_UNARY(MAP) }
}

static void scale(size_t count, Scalar factor, Scalar shift, const Scalar *x, Scalar *y) {
  for (size_t i = 0; i < count; i += LANES)
    store_next(y + i, load_next(x + i, count - i) * factor + shift, count - i);
}

INLINE Vector add_lanes(Vector a, Vector b) { return a + b; }
INLINE Vector subtract_lanes(Vector a, Vector b) { return a - b; }
INLINE Vector multiply_lanes(Vector a, Vector b) { return a * b; }
INLINE Vector divide_lanes(Vector a, Vector b) { return a / b; }
// A comparison with NaN fails: a NaN in b is chosen by itself, one in a needs a test.
INLINE Vector maximum_lanes(Vector a, Vector b) { return choose((a > b) | (a != a), a, b); }
INLINE Vector minimum_lanes(Vector a, Vector b) { return choose((a < b) | (a != a), a, b); }
// Of a cotangent a, what passes a function: b is the function's result, of relu its argument.
INLINE Vector tanh_pullback_lanes(Vector a, Vector b) { return a * (splat(1) - b * b); }
INLINE Vector sigmoid_pullback_lanes(Vector a, Vector b) { return a * b * (splat(1) - b); }
INLINE Vector relu_pullback_lanes(Vector a, Vector b) { return choose(b > splat(0), a, splat(0)); }

// All but the power, which has no vectors.
#define EACH_BINARY(USE)                            \
  USE(add, add_lanes)                               \
  USE(subtract, subtract_lanes)                     \
  USE(multiply, multiply_lanes)                     \
  USE(divide, divide_lanes)                         \
  USE(maximum, maximum_lanes)                       \
  USE(minimum, minimum_lanes)                       \
  USE(tanh_pullback, tanh_pullback_lanes)           \
  USE(sigmoid_pullback, sigmoid_pullback_lanes)     \
  USE(relu_pullback, relu_pullback_lanes)

// The next vector of an operand: neighbours, one repeated number, or every stride-th number.
#define NEIGHBOURS(x, stride, left) load_next(x, left)
#define REPEATED(x, stride, left) splat(*(x))
#define STRIDED(x, stride, left) load_strided(x, stride, left)
INLINE Vector load_strided(const Scalar *x, size_t stride, size_t left) {
  Scalar gathered[LANES];
  if (left >= LANES) {
    UNROLLED for (size_t i = 0; i < LANES; ++i) gathered[i] = x[i * stride];
  } else {
    for (size_t i = 0; i < LANES; ++i) gathered[i] = i < left ? x[i * stride] : 0;
  }
  return load(gathered);
}

#define COMBINE_LOADED(function, LOAD_A, LOAD_B)                             \
  for (size_t r = 0; r < rows; ++r)                                          \
    for (size_t c = 0; c < columns; c += LANES) {                            \
      const size_t left = columns - c;                                       \
      Vector v = LOAD_A(a + r * a_row + c * a_column, a_column, left);       \
      Vector w = LOAD_B(b + r * b_row + c * b_column, b_column, left);       \
      store_next(out + r * out_row + c, function(v, w), left);               \
    }

#define COMBINE(name, function)                                                            \
  case unroll_##name:                                                                      \
    if (a_column == 1 && b_column == 1) COMBINE_LOADED(function, NEIGHBOURS, NEIGHBOURS)      \
    else if (a_column == 1 && b_column == 0) COMBINE_LOADED(function, NEIGHBOURS, REPEATED)   \
    else if (a_column == 0 && b_column == 1) COMBINE_LOADED(function, REPEATED, NEIGHBOURS)   \
    else COMBINE_LOADED(function, STRIDED, STRIDED)                                        \
    break;

// One pair of numbers, bit for bit as in an array.
INLINE Scalar combine_one(unroll_binary f, Scalar a, Scalar b) {
#define ONE_PAIR(name, function) \
  case unroll_##name: return function(splat(a), splat(b))[0];
  switch (f) {
    EACH_BINARY(ONE_PAIR)
    case unroll_power: return C_LIBRARY(pow)(a, b);
  }
  return a;
}

static void combine(unroll_binary f, size_t rows, size_t columns,
                    const Scalar *a, size_t a_row, size_t a_column,
                    const Scalar *b, size_t b_row, size_t b_column,
                    Scalar *out, size_t out_row) {
  if (rows == 1 && columns == 1) {
    *out = combine_one(f, *a, *b);
    return;
  }
  // One column is a row standing up; rows that follow each other evenly are one long row.
  if (columns == 1 && out_row == 1) {
    columns = rows, rows = 1;
    a_column = a_row, b_column = b_row;
  } else if (out_row == columns && a_row == columns * a_column && b_row == columns * b_column) {
    columns *= rows, rows = 1;
  }
  switch (f) {
    EACH_BINARY(COMBINE)
    case unroll_power:
      for (size_t r = 0; r < rows; ++r)
        for (size_t c = 0; c < columns; ++c)
          out[r * out_row + c] =
              C_LIBRARY(pow)(a[r * a_row + c * a_column], b[r * b_row + c * b_column]);
  }
}
