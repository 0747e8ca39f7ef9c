import Foundation
import UnrollAutodiff
import UnrollNumerics

/// The lectures' time series: two sine waves of random frequency and phase, plus a bit of noise.
///
/// `x(t) = 0.5 sin((t − o₁)(10 f₁ + 10)) + 0.2 sin((t − o₂)(20 f₂ + 20)) + 0.1 (u − 0.5)` with
/// f, o and u uniform on [0, 1) and t at `steps` equal distances from 0 to 1.
///
/// With a generator seeded as `np.random.seed(42)` the result is the lectures' array (000:721). Shape
/// `[batchSize, steps, 1]`, float32, as there.
///
/// Stops with a sentence where there are no series, or they have fewer than two steps.
public func generateTimeSeries(
  batchSize: Int, steps: Int, using generator: inout NumPyLegacyGenerator
) -> Tensor {
  require(
    batchSize > 0 && steps > 1,
    "generateTimeSeries: got \(batchSize) series of \(steps) steps; expected at least 1 of 2 steps")
  let frequencies1 = generator.rand(batchSize)
  let frequencies2 = generator.rand(batchSize)
  let offsets1 = generator.rand(batchSize)
  let offsets2 = generator.rand(batchSize)
  let noise = generator.rand(batchSize * steps)
  let time = linspace(0, 1, steps)

  let elements = [Float](unsafeUninitializedCapacity: batchSize * steps) { buffer, count in
    for row in 0..<batchSize {
      for (column, t) in time.enumerated() {
        let index = row * steps + column
        // Summed in NumPy's order, so that every rounding is NumPy's too.
        var value = 0.5 * sin((t - offsets1[row]) * (frequencies1[row] * 10 + 10))
        value += 0.2 * sin((t - offsets2[row]) * (frequencies2[row] * 20 + 20))
        value += 0.1 * (noise[index] - 0.5)
        buffer[index] = Float(value)
      }
    }
    count = batchSize * steps
  }
  return Tensor(elements, shape: [batchSize, steps, 1])
}

/// Numbers at equal distances from `start` to `end`, both included, rounded as NumPy's `linspace`.
public func linspace(_ start: Double, _ end: Double, _ count: Int) -> [Double] {
  guard count > 1 else { return count == 1 ? [start] : [] }
  let step = (end - start) / Double(count - 1)
  var numbers = (0..<count).map { Double($0) * step + start }
  numbers[count - 1] = end
  return numbers
}
