// A vector of which only the first few lanes exist in memory: the end of an array.
//
// Lanes that do not exist are read as 0, computed with, and not written. So the end of an array
// goes through exactly the same arithmetic as its middle: where a number stands can't change it.

#if VECTOR_BYTES == 64 && defined(__x86_64__)

// AVX-512 reads and writes under a mask, one bit a lane, and touches no other memory.
INLINE Vector load_some(const Scalar *x, size_t count) {
  uint32_t mask = (1u << count) - 1;
  return SCALAR_BYTES == 4 ? (Vector)_mm512_maskz_loadu_ps((__mmask16)mask, x)
                           : (Vector)_mm512_maskz_loadu_pd((__mmask8)mask, x);
}
INLINE void store_some(Scalar *y, Vector v, size_t count) {
  uint32_t mask = (1u << count) - 1;
  if (SCALAR_BYTES == 4) _mm512_mask_storeu_ps(y, (__mmask16)mask, (__m512)v);
  else _mm512_mask_storeu_pd(y, (__mmask8)mask, (__m512d)v);
}

#elif VECTOR_BYTES == 32 && defined(__x86_64__)

// AVX2 takes the mask from the sign bits of a vector: a window into ones followed by zeros.
INLINE __m256i first_lanes(size_t count) {
  static const int32_t ones_then_zeros[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
  return _mm256_loadu_si256((const __m256i *)(ones_then_zeros + 8 - count * (SCALAR_BYTES / 4)));
}
INLINE Vector load_some(const Scalar *x, size_t count) {
  return SCALAR_BYTES == 4 ? (Vector)_mm256_maskload_ps((const float *)x, first_lanes(count))
                           : (Vector)_mm256_maskload_pd((const double *)x, first_lanes(count));
}
INLINE void store_some(Scalar *y, Vector v, size_t count) {
  if (SCALAR_BYTES == 4) _mm256_maskstore_ps((float *)y, first_lanes(count), (__m256)v);
  else _mm256_maskstore_pd((double *)y, first_lanes(count), (__m256d)v);
}

#else

INLINE Vector load_some(const Scalar *x, size_t count) {
  Vector v = {0};
  for (size_t i = 0; i < count; ++i) v[i] = x[i];
  return v;
}
INLINE void store_some(Scalar *y, Vector v, size_t count) {
  for (size_t i = 0; i < count; ++i) y[i] = v[i];
}

#endif

// The next vector of an array that has `left` numbers left.
INLINE Vector load_next(const Scalar *x, size_t left) {
  return left >= LANES ? load(x) : load_some(x, left);
}
INLINE void store_next(Scalar *y, Vector v, size_t left) {
  if (left >= LANES) store(y, v);
  else store_some(y, v, left);
}

// The same, with a value of the caller's choice in the lanes that do not exist.
INLINE Vector load_next_or(const Scalar *x, size_t left, Scalar otherwise) {
  if (left >= LANES) return load(x);
  Mask lane;
  UNROLLED for (int i = 0; i < LANES; ++i) lane[i] = i;
  return choose(lane < (Integer)left, load_some(x, left), splat(otherwise));
}
