import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Twenty short series, each with a number that follows from it: enough to train on in no time.
func smallData(_ count: Int = 20, seed: UInt64 = 1, dtype: DType = .float32) -> Dataset {
  var generator = SeededGenerator(seed: seed, stream: "small data")
  let x = Tensor.uniform([count, 6, 1], in: -1..<1, using: &generator)
  let last = x[0..., -1].elements
  let first = x[0..., 0].elements
  let y = zip(last, first).map { 0.7 * $0 - 0.2 * $1 }
  return Dataset(x.cast(to: dtype), Tensor(y, shape: [count, 1], dtype: dtype))
}

/// A recurrent model for such data.
func smallModel(seed: UInt64 = 42, dtype: DType = .float32) -> Sequential {
  Sequential(inputShape: [nil, 1], seed: seed, dtype: dtype) {
    SimpleRNN(4)
    Dense(1)
  }
}

extension Sequential {
  /// All weights.
  var values: [Tensor] { parameters.map(\.value) }
}

extension History {
  /// All figures in the order of their names.
  var figures: [[Double]] { names.map { self[$0] } }
}
