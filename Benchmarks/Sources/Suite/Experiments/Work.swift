import Unroll

/// Takes steps of a workload until some seconds are over, for a profiler to watch, and says what a step
/// asks the system for.
func work(_ workload: Workload, seconds: Double) throws {
  let session = workload.begin(1)
  session.step()
  let before = MemoryCount.current
  session.step()
  let memory = MemoryCount.current - before
  let time = milliseconds(seconds: seconds, session.step)
  print(
    """
    \(workload.name): \(time.short) ms a step, which asks for \(memory.allocations) blocks, \
    \(memory.bytes / 1024) KiB
    """)
}
