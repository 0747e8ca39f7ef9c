import Foundation
import UnrollAutodiff
import UnrollNumerics

/// One token's part in a bag: how much of it a text holds.
public struct BagEntry: Sendable, Hashable {
  /// The token.
  public let id: Int
  /// Its weight, by the ``Vocabulary/BagMode``.
  public let weight: Double
}

// A bag knows which tokens a text holds, not their order: one row of numbers, a column for each id.

extension Vocabulary {
  /// What stands in a bag for a token that a text holds; 0 stands for the others. Keras's names.
  public enum BagMode: String, Sendable, Hashable, CaseIterable {
    /// 1.
    case binary
    /// `c`, the number of times that the token occurs in the text.
    case count
    /// `c / n`, with `n` tokens in the text; those that are left out as unknown don't count.
    case freq
    /// `(1 + ln c) · ln(1 + D / (1 + d))`, where the vocabulary comes from `D` texts, `d` of which hold the
    /// token.
    case tfidf
  }

  /// The bag of a text: its different tokens in the order of their ids.
  ///
  /// With ``Tokenizer/ngrams(upTo:of:)`` it is a bag of n-grams. An id that stands for unknown tokens counts
  /// them all; it occurs in none of the texts that the vocabulary comes from (`d = 0`), as in Keras.
  public func bag(of text: String, mode: BagMode = .binary) -> [BagEntry] {
    bag(of: encode(text), mode: mode)
  }

  /// The bag of tokens. Stops with a sentence where there is no such token.
  public func bag(of ids: [Int], mode: BagMode = .binary) -> [BagEntry] {
    if let wrong = ids.first(where: { !(0..<count).contains($0) }) {
      stop("bag: there is no token \(wrong); there are \(count), counted from 0")
    }
    var counts: [Int: Int] = [:]
    for id in ids { counts[id, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { id, count in
      let c = Double(count)
      let weight =
        switch mode {
        case .binary: 1.0
        case .count: c
        case .freq: c / Double(ids.count)
        case .tfidf: (1 + log(c)) * log(1 + Double(textCount) / Double(1 + documentCount(id)))
        }
      return BagEntry(id: id, weight: weight)
    }
  }

  /// The bags of texts as rows, as Keras's `texts_to_matrix` has them: `[texts, count]`.
  ///
  /// Most numbers are zeros: 25,000 reviews with 10,000 words fill a gigabyte in float32, which their bags
  /// one by one do not.
  public func matrix(_ texts: [String], mode: BagMode = .binary, dtype: DType = .float32) -> Tensor
  {
    matrix(encode(texts), mode: mode, dtype: dtype)
  }

  /// The bags of tokens as rows: `[sequences, count]`.
  public func matrix(_ sequences: [[Int]], mode: BagMode = .binary, dtype: DType = .float32)
    -> Tensor
  {
    let shape: Shape = [sequences.count, count]
    func elements<Number: BinaryFloatingPoint>(_: Number.Type) -> [Number] {
      var elements = [Number](repeating: 0, count: shape.elementCount)
      for (row, ids) in sequences.enumerated() {
        for entry in bag(of: ids, mode: mode) {
          elements[row * count + entry.id] = Number(entry.weight)
        }
      }
      return elements
    }
    return dtype == .float32
      ? Tensor(elements(Float.self), shape: shape)
      : Tensor(elements(Double.self), shape: shape, dtype: dtype)
  }

  private func documentCount(_ id: Int) -> Int {
    id < reserved.count ? 0 : documents[id - reserved.count]
  }
}
