import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Sequences that begin with a number, and then there is only noise; the answer at the end is that number.
///
/// `x[b, t] = [number, noise]`, `[sequences, steps, 2]`: the number, uniform between −1 and 1, at the first
/// step and 0 at all others, the noise normal at every step. `y[b]`, `[sequences, 1]`. Whoever always answers 0
/// has a mean squared error of 1/3, the variance of the answers.
struct FirstNumber {
  /// The length of a sequence.
  var steps = 50
  /// The standard deviation of the noise.
  var noise = 0.3

  /// The variance of the answers: that of a uniform number, 2²/12.
  static let variance = 1.0 / 3

  /// New sequences with their answers.
  func samples(_ count: Int, using generator: inout SeededGenerator) -> Dataset {
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      let number = generator.uniform(in: -1..<1)
      for t in 0..<steps { x += [t == 0 ? number : 0, noise * generator.normal()] }
      y.append(number)
    }
    return Dataset(Tensor(x, shape: [count, steps, 2]), Tensor(y, shape: [count, 1]))
  }
}
