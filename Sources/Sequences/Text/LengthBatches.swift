import UnrollAutodiff
import UnrollNumerics

/// Batches of sequences of similar length, so that each is padded to its own longest only.
///
/// The sequences are shuffled, sorted into buckets by length (1 to `width` tokens, the next `width`, …), and
/// cut into batches in that order; then the batches are shuffled. So texts of one bucket meet other texts in
/// every epoch, short and long batches alternate, and only one batch is smaller than the others.
///
/// ```swift
/// let batches = LengthBatches(ids, batchSize: 32, seed: 42)
/// for batch in batches.epoch(0) {
///   let ofThese = batch.indices.map { labels[$0] }
///   print(batch.tokens.shape, batch.mask.shape, ofThese)  // [texts, longest], both
/// }
/// print(batches.saving(epoch: 0))
/// ```
public struct LengthBatches: Sendable {
  /// Some sequences, padded to the longest of them.
  public struct Batch: Sendable, Hashable {
    /// Which sequences these are.
    public let indices: [Int]
    /// Their tokens with padding: `[sequences, longest]`.
    public let tokens: IntTensor
    /// True where a token is, false where padding is, in the same shape.
    public let mask: BoolTensor
  }

  /// How much padding the batches of an epoch need.
  public struct Saving: Sendable, Hashable, CustomStringConvertible {
    /// The number of tokens.
    public let tokens: Int
    /// The number of places in these batches, padding among them.
    public let places: Int
    /// The number of places in equally large batches of any lengths, each padded to its own longest.
    public let placesInAnyOrder: Int
    /// The number of places with all sequences padded to the longest of all.
    public let placesAtFullLength: Int

    /// The share of the padding at full length that is saved, from 0 to 1; 1 where there is none to save.
    public var share: Double {
      let before = placesAtFullLength - tokens
      return before == 0 ? 1 : 1 - Double(places - tokens) / Double(before)
    }

    /// The amounts of padding and the share, in a sentence.
    public var description: String {
      "padding: \(places - tokens) places in batches by length, \(placesInAnyOrder - tokens) in batches "
        + "in any order, \(placesAtFullLength - tokens) at full length; saved \((100 * share).fixed(1)) %"
    }
  }

  private let sequences: [[Int]]
  private let batchSize: Int
  private let width: Int
  private let padding: SequenceSide
  private let value: Int
  private let seed: UInt64

  /// Batches of sequences; buckets are `width` tokens wide, and padding of `value` stands in front, as in
  /// Keras, unless told. Stops with a sentence where `batchSize` or `width` is below 1.
  public init(
    _ sequences: [[Int]], batchSize: Int, width: Int = 10, padding: SequenceSide = .pre,
    value: Int = Vocabulary.padding, seed: UInt64
  ) {
    require(
      batchSize > 0 && width > 0,
      "batches: got batches of \(batchSize) and buckets \(width) wide; expected at least 1 of each")
    self.sequences = sequences
    self.batchSize = batchSize
    self.width = width
    self.padding = padding
    self.value = value
    self.seed = seed
  }

  /// The batches of an epoch: the same for the same seed and epoch.
  public func epoch(_ epoch: Int) -> [Batch] {
    order(epoch).map { indices in
      let rows = indices.map { sequences[$0] }
      let ones = rows.map { [Int](repeating: 1, count: $0.count) }
      let mask = padSequences(ones, padding: padding)
      return Batch(
        indices: indices, tokens: padSequences(rows, padding: padding, value: value),
        mask: BoolTensor(mask.elements.map { $0 == 1 }, shape: mask.shape))
    }
  }

  /// What the batches of an epoch save.
  public func saving(epoch: Int) -> Saving {
    let lengths = sequences.map(\.count)
    func places(_ batches: [[Int]]) -> Int {
      batches.reduce(0) { sum, batch in sum + batch.count * longest(batch.map { lengths[$0] }) }
    }
    return Saving(
      tokens: lengths.reduce(0, +), places: places(order(epoch)),
      placesInAnyOrder: places(cut(shuffled(epoch))),
      placesAtFullLength: places([Array(lengths.indices)]))
  }

  private func longest(_ lengths: [Int]) -> Int { lengths.max() ?? 0 }

  /// Which sequences each batch of an epoch has.
  private func order(_ epoch: Int) -> [[Int]] {
    let shuffled = shuffled(epoch)
    let bucket = shuffled.map { max(0, sequences[$0].count - 1) / width }
    // Of one bucket, the shuffled order stays.
    let sorted = shuffled.indices.sorted { (bucket[$0], $0) < (bucket[$1], $1) }
    let batches = cut(sorted.map { shuffled[$0] })
    var generator = SeededGenerator(seed: seed, stream: "order of batches by length", step: epoch)
    return generator.permutation(batches.count).map { batches[$0] }
  }

  private func shuffled(_ epoch: Int) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: "batches by length", step: epoch)
    return generator.permutation(sequences.count)
  }

  private func cut(_ order: [Int]) -> [[Int]] {
    stride(from: 0, to: order.count, by: batchSize).map {
      Array(order[$0..<min($0 + batchSize, order.count)])
    }
  }
}
