import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Two symbols far apart among distractors: in which order did X and Y come? (Hochreiter & Schmidhuber 1997,
/// experiment 6a.)
///
/// ```text
/// E b d a X c a b d c d b Y a c d b B   →   XY
/// ```
///
/// A sequence begins with E and ends with B. Between them stand a, b, c and d at random, an X or Y somewhere
/// from T/10 to 2T/10 and another from 5T/10 to 6T/10, counted from 0: the places of the paper, where T is 100
/// to 110. `x[b, t]` is one-hot, `[sequences, T, 8]`; `y[b]` one of four classes, `[sequences]`.
public struct TemporalOrder: MemoryTask {
  public let name = "order"
  public let question = "In which order did two symbols come?"
  public let measure = "share of wrong answers"
  public let sizes = (inputs: 8, outputs: 4)
  public let answersAtEveryStep = false
  public let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)

  /// The symbols by their names: `a` … `d` say nothing, `x` and `y` count.
  static let (x, y, begin, end) = (4, 5, 6, 7)
  private static let distractors = 4

  /// The task.
  public init() {}

  public func data(
    _ count: Int, length: Int, using generator: inout SeededGenerator
  ) -> Dataset {
    var (inputs, answers): ([[Int]], [Int]) = ([], [])
    for _ in 0..<count {
      let places = [length / 10, length / 2].map { $0 + generator.integer(below: length / 10 + 1) }
      let isY = places.map { _ in generator.integer(below: 2) }
      var symbols = (0..<length).map { _ in generator.integer(below: Self.distractors) }
      for (place, isY) in zip(places, isY) { symbols[place] = isY == 1 ? Self.y : Self.x }
      symbols[0] = Self.begin
      symbols[length - 1] = Self.end
      inputs.append(symbols)
      answers.append(2 * isY[0] + isY[1])  // XX, XY, YX, YY
    }
    return Dataset(IntTensor(inputs).oneHot(sizes.inputs), IntTensor(answers))
  }

  public func error(_ prediction: Tensor, _ targets: Samples) -> Double {
    1 - Metric.sparseCategoricalAccuracy()(prediction, targets)
  }

  /// One of four classes, all equally frequent, is guessed right.
  public func chance(length: Int) -> Double { 0.75 }

  public func goal(length: Int) -> Double { 0.05 }
}
