import UnrollAutodiff
import UnrollNumerics

/// Sequences of bits, and whether the number of ones in them is odd.
///
/// No single bit says anything about the answer, and each can turn it over: a network has to carry one bit
/// of its own from the first time step to the last.
public enum Parity {
  /// A sequence of random bits, its length drawn from `lengths`.
  public static func sequence(
    lengths: ClosedRange<Int>, using generator: inout SeededGenerator
  ) -> [Int] {
    let length = lengths.lowerBound + generator.integer(below: lengths.count)
    return (0..<length).map { _ in generator.integer(below: 2) }
  }

  /// Whether the number of ones is odd.
  public static func isOdd(_ bits: [Int]) -> Bool { !bits.reduce(0, +).isMultiple(of: 2) }

  /// Bits as a network reads them, `[sequences, longest, 1]`: 1 for a one, −1 for a zero, and zeros in front
  /// of shorter sequences as padding.
  public static func inputs(_ sequences: [[Int]]) -> Tensor {
    let longest = sequences.map(\.count).max() ?? 0
    let numbers = sequences.flatMap { bits in
      [Double](repeating: 0, count: longest - bits.count) + bits.map { $0 == 1 ? 1 : -1 }
    }
    return Tensor(numbers, shape: [sequences.count, longest, 1])
  }

  /// The right answers, `[sequences, 1]`: 1 for odd, 0 for even.
  public static func targets(_ sequences: [[Int]]) -> Tensor {
    Tensor(sequences.map { isOdd($0) ? 1 : 0 }, shape: [sequences.count, 1])
  }
}
