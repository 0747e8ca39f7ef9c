import UnrollAutodiff
import UnrollNumerics

/// The front or the back of a sequence, by Keras's names.
public enum SequenceSide: String, Sendable, Hashable, CaseIterable {
  /// In front.
  case pre
  /// Behind.
  case post
}

/// Sequences of different lengths as the rows of one matrix, by the rules of Keras's `pad_sequences`:
/// `[sequences, maxlen]`.
///
/// A shorter sequence is filled up with `value`, a longer one is cut; both in front, unless told. Without
/// `maxlen` the rows are as long as the longest sequence.
///
/// ```swift
/// padSequences([[1], [2, 3, 4]], maxlen: 2)                                        // [[0, 1], [3, 4]]
/// padSequences([[1], [2, 3, 4]], maxlen: 2, padding: .post, truncating: .post)     // [[1, 0], [2, 3]]
/// ```
///
/// Stops with a sentence where `maxlen` is below 1, or a number does not fit in 32 bits.
public func padSequences(
  _ sequences: [[Int]], maxlen: Int? = nil, padding: SequenceSide = .pre,
  truncating: SequenceSide = .pre, value: Int = 0
) -> IntTensor {
  if let maxlen { require(maxlen > 0, "padSequences: maxlen is \(maxlen); expected at least 1") }
  let width = maxlen ?? sequences.map(\.count).max() ?? 0
  // Written where it stays, because the reviews of a data set are millions of numbers.
  return IntTensor(shape: [sequences.count, width]) { elements in
    var next = 0
    func write(_ part: some Sequence<Int>) {
      for element in part {
        elements.initializeElement(at: next, to: IntTensor.narrow(element))
        next += 1
      }
    }
    for sequence in sequences {
      let kept = truncating == .pre ? sequence.suffix(width) : sequence.prefix(width)
      let filling = repeatElement(value, count: width - kept.count)
      if padding == .pre { write(filling) }
      write(kept)
      if padding == .post { write(filling) }
    }
  }
}
