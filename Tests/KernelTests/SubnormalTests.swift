import Testing
import UnrollKernels

/// The switch that treats subnormal numbers as zero.
@Suite struct SubnormalTests {
  @Test(arguments: KernelPath.available)
  func `flushing treats subnormal numbers as zero, and tells the state before`(path: KernelPath) {
    path.run {
      let half = { (x: Float) -> Float in
        var y: Float = 0
        unroll_scale_f32(1, 0.5, 0, [x], &y)
        return y
      }
      let before = unroll_flush_subnormals(false)
      defer { _ = unroll_flush_subnormals(before) }
      #expect(half(0x1p-126) == 0x1p-127)

      #expect(unroll_flush_subnormals(true) == false)
      let flushed = half(0x1p-126)
      let fromSubnormal = half(0x1p-127)
      let normal = half(0x1p-100)
      #if arch(x86_64) || arch(arm64)
        #expect(unroll_flush_subnormals(false) == true)
        #expect(flushed == 0 && fromSubnormal == 0)
      #endif
      #expect(normal == 0x1p-101)
      #expect(half(0x1p-126) == 0x1p-127)
    }
  }
}
