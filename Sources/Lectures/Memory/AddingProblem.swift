import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// The sum of two marked numbers among many (Hochreiter & Schmidhuber 1997; numbers and sum as in Le, Jaitly &
/// Hinton 2015, marks as in Arjovsky, Shah & Bengio 2016).
///
/// `x[b, t] = [number, mark]`, `[sequences, T, 2]`: numbers uniform in [0, 1), one mark in the first half and
/// one in the second. `y[b]` is the sum of the marked numbers, `[sequences, 1]`.
public struct AddingProblem: MemoryTask {
  public let name = "adding"
  public let question = "What is the sum of the two marked numbers?"
  public let measure = "mean squared error"
  public let sizes = (inputs: 2, outputs: 1)
  public let answersAtEveryStep = false
  public let loss = Loss.meanSquaredError

  /// The task.
  public init() {}

  public func data(
    _ count: Int, length: Int, using generator: inout SeededGenerator
  ) -> Dataset {
    var (x, y): ([Double], [Double]) = ([], [])
    x.reserveCapacity(count * length * 2)
    let half = length / 2
    for _ in 0..<count {
      let marks = (generator.integer(below: half), half + generator.integer(below: length - half))
      var sum = 0.0
      for t in 0..<length {
        let number = generator.uniform()
        let isMarked = t == marks.0 || t == marks.1
        if isMarked { sum += number }
        x.append(number)
        x.append(isMarked ? 1 : 0)
      }
      y.append(sum)
    }
    return Dataset(Tensor(x, shape: [count, length, 2]), Tensor(y, shape: [count, 1]))
  }

  /// The best answer without memory is 1, the mean; its error is the variance of the sum of two uniform
  /// numbers, 2 · 1/12.
  public func chance(length: Int) -> Double { 1.0 / 6 }

  public func goal(length: Int) -> Double { 0.01 }
}
