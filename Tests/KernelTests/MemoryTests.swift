import Testing
import UnrollKernels

/// Aligned memory and its counter.
@Suite struct MemoryTests {
  @Test func `memory is aligned to 64 bytes and counted`() throws {
    let before = unroll_allocated_by_this_thread()
    for bytes in [0, 1, 63, 64, 1000] {
      let memory = try #require(unroll_allocate(bytes))
      #expect(UInt(bitPattern: memory) % 64 == 0)
      memory.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
      unroll_free(memory)
    }
    let after = unroll_allocated_by_this_thread()
    #expect(after.allocations - before.allocations == 5)
    #expect(after.bytes - before.bytes == 1128)
  }

  @Test func `a packed matrix product does not count as an allocation`() {
    let x = [Float](repeating: 1, count: 100 * 100)
    var y = x
    let before = unroll_allocated_by_this_thread()
    unroll_matmul_f32(100, 100, 100, x, 1, 100, x, 1, 100, &y, false)
    #expect(unroll_allocated_by_this_thread().allocations == before.allocations)
    #expect(y.allSatisfy { $0 == 100 })
  }

  @Test func `a request that can't be met ends the program with a sentence`() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = unroll_allocate(Int.max - 4096)
    }
    let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(said.contains("out of memory"))
  }
}
