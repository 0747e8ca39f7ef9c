import UnrollNumerics

/// The windows of a stream: which steps are read together, and which of them count.
///
/// Truncated backpropagation TBPTT(k₁, k₂) (Williams & Peng 1990): a step of training every k₁ time steps, the
/// `stride`, with a gradient that reaches k₂ time steps back, the `window`. Windows overlap where the stride
/// is shorter; each time step counts once, in the first window that reads it.
struct StreamWindows {
  /// One window.
  struct Span: Equatable {
    /// The steps that are read.
    let range: Range<Int>
    /// Those of them that have not counted yet: the last ones.
    let counted: Range<Int>
    /// Where the next window begins.
    let next: Int
  }

  let spans: [Span]

  init(steps: Int, window: Int, stride: Int, _ operation: String) {
    require(window > 0, "\(operation): got a window of \(window) steps; expected at least 1")
    require(
      (1...window).contains(stride),
      """
      \(operation): got a stride of \(stride) for a window of \(window) steps; expected 1 to \(window), \
      because with a longer one some steps would never be read
      """)
    var spans: [Span] = []
    var (start, end) = (0, 0)
    while end < steps {
      let range = start..<min(start + window, steps)
      let next = start + stride
      spans.append(Span(range: range, counted: end..<range.upperBound, next: next))
      (start, end) = (next, range.upperBound)
    }
    self.spans = spans
  }
}
