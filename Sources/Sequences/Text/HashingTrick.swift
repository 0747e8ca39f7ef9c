import Foundation
import UnrollNumerics

/// The tokens of a text as ids from 1 to `dimension` − 1, without a vocabulary: by a hash of each token.
///
/// `id = md5(token) mod (dimension − 1) + 1`, the digest read as one number of 128 bits: the ids of Keras's
/// `hashing_trick` with `hash_function="md5"`, the same everywhere and always. 0 stays free for padding.
/// Different tokens may get the same id, see ``HashCollisions``; the wider the dimension, the fewer.
///
/// ```swift
/// let ids = hashingTrick("Data science rocks!", dimension: 1000)
/// let vectors = IntTensor(ids).oneHot(1000)   // [tokens, 1000]
/// ```
public func hashingTrick(
  _ text: String, dimension: Int, tokenizer: Tokenizer = .words()
) -> [Int] {
  tokenizer.tokens(of: text).map { hashedID(of: $0, dimension: dimension) }
}

/// The id of one token by the hashing trick, from 1 to `dimension` − 1. Stops with a sentence where
/// `dimension` is below 2.
public func hashedID(of token: String, dimension: Int) -> Int {
  require(
    dimension >= 2 && dimension <= Int(Int32.max),
    "hashingTrick: got the dimension \(dimension); expected from 2, for one id beside 0, to \(Int32.max)"
  )
  // Digit by digit in base 256, so that no 128-bit number is needed.
  return md5(token.utf8).reduce(0) { ($0 << 8 | Int($1)) % (dimension - 1) } + 1
}

/// How many tokens share an id by the hashing trick, counted, beside what chance would give.
///
/// A token collides where an earlier one has its id already. Of `k` tokens in `m` boxes, `k` minus the number
/// of boxes that are not empty do. By chance, a box stays empty with probability `(1 − 1/m)^k`, so
///
/// `E = k − m (1 − (1 − 1/m)^k)`
///
/// `Var = m (m − 1) (1 − 2/m)^k + m (1 − 1/m)^k − m² (1 − 1/m)^{2k}`
///
/// Source: the birthday problem; W. Feller, "An Introduction to Probability Theory", vol. 1, section IV.2.
public struct HashCollisions: Sendable, Hashable {
  /// The number of different tokens.
  public let tokens: Int
  /// The width of the vectors: one more than there are boxes.
  public let dimension: Int
  /// How many tokens share the id of an earlier one.
  public let count: Int

  /// The collisions among some tokens, each taken once.
  public init(of tokens: some Sequence<String>, dimension: Int) {
    let different = Set(tokens.map(TokenKey.init))
    let ids = Set(different.map { hashedID(of: $0.token, dimension: dimension) })
    self.tokens = different.count
    self.dimension = dimension
    count = different.count - ids.count
  }

  /// The collisions as a share of the tokens, from 0 to 1.
  public var rate: Double { tokens == 0 ? 0 : Double(count) / Double(tokens) }

  /// `E`, the number of collisions to be expected by chance.
  public var expected: Double {
    let (m, k) = (Double(dimension - 1), Double(tokens))
    // k − m (1 − e^{k ln(1 − 1/m)}), without the subtraction of nearly equal numbers inside.
    return k + m * expm1(k * log1p(-1 / m))
  }

  /// The standard deviation of the number of collisions, by chance.
  public var standardDeviation: Double {
    let (m, k) = (Double(dimension - 1), Double(tokens))
    let (one, two) = (pow(1 - 1 / m, k), pow(1 - 2 / m, k))
    return max(0, m * (m - 1) * two + m * one - m * m * one * one).squareRoot()
  }
}
