import UnrollKernels

/// The memory behind tensors: a block that one or several tensors look into.
///
/// Copies of a tensor share a block; whoever writes first makes sure that nobody else holds it
/// (``Tensor/makeUnique()``). Reading from several threads is therefore safe.
final class Storage: @unchecked Sendable {
  let memory: UnsafeMutableRawPointer
  let byteCount: Int

  /// A block whose contents are not yet defined.
  init(byteCount: Int) {
    self.byteCount = byteCount
    memory = unroll_allocate(byteCount)
  }

  deinit { unroll_free(memory, byteCount) }
}

/// How much memory the tensors made by this thread have asked for since it began.
///
/// The difference of two readings says what a piece of code costs, repeatably and without a clock.
public struct MemoryCount: Sendable, Equatable {
  /// The number of blocks.
  public var allocations: Int
  /// Their size in bytes.
  public var bytes: Int
  /// The blocks for which the system had to be asked, because none that was let go of had the size.
  public var fresh: Int

  /// The count so far, on the calling thread.
  public static var current: MemoryCount {
    let count = unroll_allocated_by_this_thread()
    return MemoryCount(
      allocations: Int(count.allocations), bytes: Int(count.bytes), fresh: Int(count.fresh))
  }

  /// What lies between two readings.
  public static func - (later: MemoryCount, earlier: MemoryCount) -> MemoryCount {
    MemoryCount(
      allocations: later.allocations - earlier.allocations, bytes: later.bytes - earlier.bytes,
      fresh: later.fresh - earlier.fresh)
  }
}
