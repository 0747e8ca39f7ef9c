import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

/// Which words of a review a network reads, as a row of ids.
///
/// Rows are filled up with zeros in front, as Keras does it.
public enum ReviewRows: Sendable, Hashable {
  /// So many words from the beginning.
  case first(Int)
  /// So many from the end, the sign for the start of a review counted as one: the rule of Keras's `imdb` with
  /// `pad_sequences`.
  case last(Int)
  /// Each word once, in no order that means anything; unknown words are left out.
  case distinct

  /// The greatest number of words; nil where there is no limit.
  public var length: Int? {
    switch self {
    case .first(let length), .last(let length): length
    case .distinct: nil
    }
  }

  /// The same, but no longer than the longest review.
  func limited(to longest: Int) -> ReviewRows {
    switch self {
    case .first(let length): .first(min(length, longest))
    case .last(let length): .last(min(length, longest + 1))
    case .distinct: .distinct
    }
  }

  /// The ids that a network reads of a review, not filled up.
  func ids(_ review: [Int], _ vocabulary: Vocabulary) -> [Int] {
    switch self {
    case .first(let length): Array(review.prefix(length))
    case .last(let length):
      Array(([vocabulary.id(of: .start)] + review).suffix(length))
    case .distinct: Set(review).filter { $0 >= vocabulary.reserved.count }.sorted()
    }
  }

  /// Reviews as rows: `[reviews, length]`; with ``distinct``, as long as the longest.
  public func callAsFunction(_ reviews: [[Int]], _ vocabulary: Vocabulary) -> IntTensor {
    let rows = reviews.map { ids($0, vocabulary) }
    return padSequences(rows, maxlen: length ?? max(1, rows.map(\.count).max() ?? 1))
  }
}

extension ReviewRows: CustomStringConvertible, LosslessStringConvertible {
  /// `first 20`, `last 500`, `distinct`: how a saved model keeps it.
  public var description: String {
    switch self {
    case .first(let length): "first \(length)"
    case .last(let length): "last \(length)"
    case .distinct: "distinct"
    }
  }

  /// Reads a description.
  public init?(_ description: String) {
    let parts = description.split(separator: " ")
    switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }) {
    case ("distinct", nil) where parts.count == 1: self = .distinct
    case ("first", let length?) where length > 0: self = .first(length)
    case ("last", let length?) where length > 0: self = .last(length)
    default: return nil
    }
  }
}
