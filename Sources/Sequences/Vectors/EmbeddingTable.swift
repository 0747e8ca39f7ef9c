import Foundation
import UnrollAutodiff
import UnrollNumerics

/// The vectors of a vocabulary's words, ready for an `Embedding`, and which words have none.
///
/// ```swift
/// let table = vectors.table(for: words, reserved: 4)
/// print(table)  // 9,321 of 9,996 words have a vector (93.2 %). Without: …
/// let model = Sequential(inputShape: [100], seed: 42) {
///   Embedding(table.matrix.shape[0], table.matrix.shape[1], trainable: false)
///   Flatten()
///   Dense(1)
/// }
/// model.setWeights(["embeddings": table.matrix], of: "embedding")
/// ```
public struct EmbeddingTable: Sendable {
  /// The vectors, `[reserved + words, dimensions]`; a row of zeros for each reserved token and for each
  /// word without a vector.
  public let matrix: Tensor

  /// How many tokens in front stand for no word: padding, the start of a text, and the like.
  public let reserved: Int

  /// The words without a vector, in the vocabulary's order.
  public let missing: [String]

  /// The number of words.
  public var count: Int { matrix.shape[0] - reserved }

  /// The number of words with a vector.
  public var found: Int { count - missing.count }

  /// The share of words with a vector; 1 where there are no words.
  public var coverage: Double { count == 0 ? 1 : Double(found) / Double(count) }
}

extension EmbeddingTable: CustomStringConvertible {
  /// How many words have a vector, and the first few that have none.
  public var description: String {
    let share = String(format: "%.1f", 100 * coverage)
    let head = "\(found.grouped) of \(count.grouped) words have a vector (\(share) %)."
    if missing.isEmpty { return head }
    let rest = missing.count > 8 ? " and \((missing.count - 8).grouped) more" : ""
    return head + " Without: " + missing.prefix(8).joined(separator: ", ") + rest + "."
  }
}

extension WordVectors {
  /// The vectors of a vocabulary's words, in its order behind the reserved tokens.
  ///
  /// Token `reserved + i` is word i. Words are looked up as they are written, or else in small letters. A
  /// word without a vector gets zeros. Stops with a sentence where `reserved` is negative.
  public func table(for words: [String], reserved: Int = 0) -> EmbeddingTable {
    require(
      reserved >= 0, "table: there can't be \(reserved) reserved tokens; expected at least 0")
    var elements = [Float](repeating: 0, count: (reserved + words.count) * dimensions)
    let vectors = matrix.floats
    var missing: [String] = []
    for (index, word) in words.enumerated() {
      guard let row = rowOfEitherCase(word) else {
        missing.append(word)
        continue
      }
      let target = (reserved + index) * dimensions
      elements.replaceSubrange(
        target..<(target + dimensions), with: vectors[(row * dimensions)..<((row + 1) * dimensions)]
      )
    }
    return EmbeddingTable(
      matrix: Tensor(elements, shape: [reserved + words.count, dimensions]), reserved: reserved,
      missing: missing)
  }
}
