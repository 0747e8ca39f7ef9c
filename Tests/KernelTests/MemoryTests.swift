import Foundation
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
      unroll_free(memory, bytes)
    }
    let after = unroll_allocated_by_this_thread()
    #expect(after.allocations - before.allocations == 5)
    #expect(after.bytes - before.bytes == 1128)
  }

  @Test(.disabled(if: isUnderAddressSanitizer))
  func `a block that was let go of is given to the next of its size`() throws {
    // The sizes around every step between 64 bytes and 512 MiB that a block may be rounded up to.
    for power in 6..<29 {
      for bytes in [1 << power, (1 << power) + 1, 3 << (power - 1), (9 << (power - 3)) - 1] {
        let first = try #require(unroll_allocate(bytes))
        unroll_free(first, bytes)
        let second = try #require(unroll_allocate(bytes))
        let third = try #require(unroll_allocate(bytes))
        #expect(first == second && second != third, "\(bytes) bytes")
        // All of it is there to be written.
        second.storeBytes(of: 1, toByteOffset: bytes - 1, as: UInt8.self)
        unroll_free(second, bytes)
        unroll_free(third, bytes)
      }
    }
  }

  @Test func `a block may be let go of on another thread, whose end frees it`() async {
    let blocks = (0..<100).map { _ in UInt(bitPattern: unroll_allocate(1000)) }
    await withTaskGroup(of: Void.self) { group in
      for block in blocks {
        group.addTask { unroll_free(UnsafeMutableRawPointer(bitPattern: block), 1000) }
      }
    }
    let thread = Thread { unroll_free(unroll_allocate(5000), 5000) }
    thread.start()
    while !thread.isFinished { await Task.yield() }
  }

  @Test func `a packed matrix product does not count as an allocation`() {
    let x = [Float](repeating: 1, count: 100 * 100)
    var y = x
    let before = unroll_allocated_by_this_thread()
    unroll_matmul_f32(100, 100, 100, x, 1, 100, x, 1, 100, &y, false)
    #expect(unroll_allocated_by_this_thread().allocations == before.allocations)
    #expect(y.allSatisfy { $0 == 100 })
  }

  @Test(.disabled(if: isUnderAddressSanitizer))
  func `a request that can't be met ends the program with a sentence`() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = unroll_allocate(Int.max - 4096)
    }
    let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(said.contains("out of memory"))
  }
}
