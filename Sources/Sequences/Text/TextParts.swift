import Dispatch

/// What `work` gives for parts of some texts, in their order, each part on a thread of its own.
func inParts<Result: Sendable>(
  of texts: [String], threads: Int, _ work: @Sendable (ArraySlice<String>) -> Result
) -> [Result] {
  let count = max(1, min(threads, texts.count))
  if count == 1 { return [work(texts[...])] }
  return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
    nonisolated(unsafe) let results = buffer
    DispatchQueue.concurrentPerform(iterations: count) { part in
      let range = (part * texts.count / count)..<((part + 1) * texts.count / count)
      results.initializeElement(at: part, to: work(texts[range]))
    }
    initialized = count
  }
}
