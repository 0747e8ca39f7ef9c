import Foundation
import Testing
import UnrollKernels

/// Which path is taken, and who may choose it.
@Suite struct DispatchTests {
  @Test func `a test can choose a path, and an unknown one is refused`() {
    for path in KernelPath.available {
      path.run {
        #expect(String(cString: unroll_kernels_in_use()) == path.name)
        #expect(!unroll_use_kernels("mmx"))
        #expect(String(cString: unroll_kernels_in_use()) == path.name)
      }
    }
  }

  @Test func `paths with a fused multiply-add agree bit for bit`() {
    var random = TestRandom(seed: 9)
    let x = random.doubles(40 * 40, in: -3...3)
    let results = KernelPath.available.filter { $0.name != "portable" }.map { path in
      var y = x
      path.run {
        unroll_matmul_f64(40, 40, 40, x, 40, 1, x, 1, 40, &y, false)
        var start = 0
        for f in [unroll_exp, unroll_tanh, unroll_sigmoid, unroll_softplus] {
          y.withUnsafeMutableBufferPointer {
            guard let part = $0.baseAddress.map({ $0 + start }) else { return }
            unroll_apply_f64(f, 300, part, part)
          }
          start += 300
        }
      }
      return y
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func `UNROLL_KERNELS forces a path`() async {
    await #expect(processExitsWith: .success) {
      setenv("UNROLL_KERNELS", "portable", 1)
      precondition(String(cString: unroll_kernels_in_use()) == "portable")
    }
  }

  @Test func `an unknown UNROLL_KERNELS is named once and the best path is used`() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      setenv("UNROLL_KERNELS", "mmx", 1)
      let inUse = String(cString: unroll_kernels_in_use())
      precondition(inUse == KernelPath.available.last?.name)
      _ = unroll_scalar_f32(unroll_tanh, 1)
    }
    let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(said.components(separatedBy: "UNROLL_KERNELS=mmx").count == 2)
  }
}
