import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Ten symbols to be written down T steps after they were read (Hochreiter & Schmidhuber 1997, in the form of
/// Arjovsky, Shah & Bengio 2016).
///
/// ```text
/// x   symbols (10)   blanks (T − 1)   signal (1)   blanks (10)
/// y   blanks (T + 10)                              symbols (10)
/// ```
///
/// x is one-hot, `[sequences, T + 20, 10]`: eight symbols, the blank and the signal to begin. y are classes,
/// `[sequences, T + 20]`.
public struct CopyingProblem: MemoryTask {
  public let name = "copying"
  public let question = "Which ten symbols stood at the beginning?"
  public let measure = "cross-entropy"
  public let sizes = (inputs: 10, outputs: 9)
  public let answersAtEveryStep = true
  public let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)

  static let symbols = 8
  /// How many symbols are to be remembered.
  static let remembered = 10
  private static let (blank, signal) = (symbols, symbols + 1)

  /// The task.
  public init() {}

  public func data(
    _ count: Int, length: Int, using generator: inout SeededGenerator
  ) -> Dataset {
    var (inputs, targets): ([[Int]], [[Int]]) = ([], [])
    func blanks(_ count: Int) -> [Int] { [Int](repeating: Self.blank, count: count) }
    for _ in 0..<count {
      let symbols = (0..<Self.remembered).map { _ in generator.integer(below: Self.symbols) }
      inputs.append(symbols + blanks(length - 1) + [Self.signal] + blanks(Self.remembered))
      targets.append(blanks(length + Self.remembered) + symbols)
    }
    return Dataset(IntTensor(inputs).oneHot(sizes.inputs), IntTensor(targets))
  }

  /// The best answer without memory is a blank for T + 10 steps, and then any of the eight symbols:
  /// `10 ln 8 / (T + 20)` (Arjovsky, Shah & Bengio 2016, section 4.1).
  public func chance(length: Int) -> Double {
    Double(Self.remembered) * log(Double(Self.symbols)) / Double(length + 2 * Self.remembered)
  }

  public func goal(length: Int) -> Double { chance(length: length) / 10 }
}
