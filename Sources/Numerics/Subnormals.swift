import UnrollKernels

// Numbers below the smallest normal one (2⁻¹²⁶ in float32) are kept with fewer and fewer digits, and
// processors compute with them many times slower. They appear by the million when gradients vanish.
//
// The policy of this library: training in float32 takes them as zero; everything in float64, above
// all gradient checking, keeps them.

/// Runs `body` with subnormal numbers taken as zero on this thread, and puts back what was before.
public func flushingSubnormals<Result>(_ body: () throws -> Result) rethrows -> Result {
  let before = unroll_flush_subnormals(true)
  defer { _ = unroll_flush_subnormals(before) }
  return try body()
}
