import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A layer that passes its input on and promises nothing: a model with it is recorded in every step.
struct Unpromising: Layer {
  var kind: String { "Unpromising" }
  func outputShape(for input: LayerShape) -> LayerShape { input }
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { x }
}

/// Two models with the same weights: one whose training steps are programs, and one that is recorded each
/// time.
func bothWays(
  _ input: LayerShape, seed: UInt64 = 5, dtype: DType = .float64,
  @LayerBuilder _ layers: () -> [any Layer]
) -> (program: Sequential, tape: Sequential) {
  let layers = layers()
  func model(_ added: [any Layer]) -> Sequential {
    Sequential(inputShape: input, seed: seed, dtype: dtype) {
      for layer in layers + added { layer }
    }
  }
  return (model([]), model([Unpromising()]))
}

extension TrainingStep.Result {
  /// Loss, prediction and gradients.
  var all: [Tensor] { [loss, prediction] + gradients }
}

/// The largest difference of two steps' results, relative to the largest number of each tensor.
func difference(_ a: TrainingStep.Result, _ b: TrainingStep.Result) -> Double {
  guard a.all.map(\.shape) == b.all.map(\.shape) else { return .infinity }
  return zip(a.all, b.all).map { found, expected in
    let size = expected.elements.map(\.magnitude).max() ?? 0
    let worst = zip(found.elements, expected.elements).map { ($0 - $1).magnitude }.max() ?? 0
    return worst == 0 ? 0 : worst / size
  }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}

/// Numbers between −1 and 1 unless told otherwise, others for each seed.
func stepNumbers(_ shape: Shape, _ seed: Int, in range: Range<Double> = -1..<1) -> Tensor {
  var generator = SeededGenerator(seed: UInt64(seed), stream: "steps \(shape)")
  return .uniform(shape, in: range, dtype: .float64, using: &generator)
}

/// Tokens below a bound, others for each seed.
func stepTokens(_ shape: Shape, below bound: Int, _ seed: Int) -> IntTensor {
  var generator = SeededGenerator(seed: UInt64(seed), stream: "tokens \(shape)")
  let all = (0..<shape.elementCount).map { _ in Int.random(in: 0..<bound, using: &generator) }
  return IntTensor(all, shape: shape)
}
