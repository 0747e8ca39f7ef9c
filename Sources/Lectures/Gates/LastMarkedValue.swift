import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Sequences of numbers some of which are marked; the answer at every step is the last marked number.
///
/// To answer, a memory has to let go of one number whenever a new one is marked, and to hold on to it in
/// between. `x[b, t] = [number, mark]`, `[sequences, steps, 2]`; `y[b, t]` the number at the last mark up
/// to t, `[sequences, steps, 1]`. The first step is always marked.
struct LastMarkedValue {
  /// The sequences with their answers.
  let data: Dataset
  /// Which steps are marked: `[sequences][steps]`.
  let marks: [[Bool]]

  init(_ count: Int, steps: Int, using generator: inout SeededGenerator) {
    var (x, y): ([Double], [Double]) = ([], [])
    var marks: [[Bool]] = []
    for _ in 0..<count {
      var last = 0.0
      marks.append((0..<steps).map { $0 == 0 || generator.uniform() < 0.2 })
      for isMarked in marks[marks.count - 1] {
        let number = generator.uniform(in: -1..<1)
        if isMarked { last = number }
        x += [number, isMarked ? 1 : 0]
        y.append(last)
      }
    }
    data = Dataset(
      Tensor(x, shape: [count, steps, 2]), Tensor(y, shape: [count, steps, 1]))
    self.marks = marks
  }
}
