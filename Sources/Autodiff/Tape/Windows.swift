import UnrollNumerics

extension Tape {
  /// Runs `body` as a window of a long sequence, from which no gradient may reach back into an earlier one.
  ///
  /// Truncated backpropagation through time carries the state from window to window and cuts the gradient
  /// between them (`state.detached()`, or a tape that is reset). A cut that is forgotten shows in no number
  /// but memory and time, which grow with every window. So a gradient of what a window computed looks for
  /// entries of earlier windows on its way, and stops with a sentence that says how many there are.
  public func window<Result>(_ index: Int, _ body: () throws -> Result) rethrows -> Result {
    beginWindow(index)
    return try scope("window", index, body)
  }

  /// Stops where the gradient of a value would reach from its window into an earlier one.
  func requireCut(_ target: Slot) {
    guard windows.count > 1, let maker = entries.lastIndex(where: { $0.firstOutput <= target }),
      let current = windows.lastIndex(where: { $0.firstEntry <= maker }), current > 0
    else { return }
    let reach = reach(of: target, madeBy: maker, from: windows[0], to: windows[current])
    guard let first = reach.first else { return }
    let earliest = windows.last { $0.firstEntry <= first } ?? windows[0]
    stop(
      """
      gradient: window \(windows[current].index) reaches back into window \(earliest.index), through \
      \(reach.count) entries of \(byteText(reach.bytes)); a state was carried over without a cut, so every \
      window takes longer than the one before. Pass on state.detached()
      """)
  }

  /// The entries of earlier windows that a gradient would pass.
  private func reach(
    of target: Slot, madeBy maker: Int, from first: Window, to current: Window
  ) -> (first: Int?, count: Int, bytes: Int) {
    var isNeeded = [Bool](repeating: false, count: Int(target) + 1)
    isNeeded[Int(target)] = true
    var found: (first: Int?, count: Int, bytes: Int) = (nil, 0, 0)
    for index in (first.firstEntry...maker).reversed() {
      let entry = entries[index]
      guard entry.outputs.contains(where: { $0 <= target && isNeeded[Int($0)] }) else { continue }
      // Inputs and constants hold nothing behind them, and a cut lets nothing through.
      if entry.inputCount == 0 || entry.operation is Detach { continue }
      for slot in inputs(of: entry) { isNeeded[Int(slot)] = true }
      if index < current.firstEntry {
        found.first = index
        found.count += 1
        found.bytes += entry.outputs.reduce(0) { sum, slot in
          let value = values[Int(slot)]
          return sum + value.elementCount * value.dtype.byteCount
        }
      }
    }
    return found
  }
}

/// `980 bytes`, `1.2 MB`.
private func byteText(_ count: Int) -> String {
  if count < 1000 { return "\(count) bytes" }
  if count < 1_000_000 { return "\((Double(count) / 1000).rounded()) KB" }
  return "\((Double(count) / 100_000).rounded() / 10) MB"
}
