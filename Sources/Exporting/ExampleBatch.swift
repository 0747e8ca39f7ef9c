import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

extension Sequential {
  /// Whether the model reads token ids, not numbers.
  private var readsTokens: Bool { layers.first?.layer is any TokenLayer }

  /// Inputs of the model's shape, to record it with: an export needs their shape, not what they are.
  ///
  /// - Parameters:
  ///   - count: The number of samples.
  ///   - steps: The size of axes that the model leaves open, such as time.
  public func exampleInputs(count: Int, steps: Int) -> Samples {
    var generator = SeededGenerator(seed: 42, stream: "export")
    let shape = Shape([count] + inputShape.sizes.map { $0 ?? steps })
    guard readsTokens else {
      let dtype = parameters.first?.value.dtype ?? .float32
      return .numbers(.uniform(shape, in: -1..<1, dtype: dtype, using: &generator))
    }
    let rows = parameters.first?.value.shape.first ?? 1
    let ids = (0..<shape.elementCount).map { _ in generator.integer(below: rows) }
    return .tokens(IntTensor(ids, shape: shape))
  }

  /// A batch for a training: inputs, and targets of the output's shape, or classes where the loss takes them.
  public func exampleBatch(count: Int, steps: Int, classes takesClasses: Bool) -> Dataset {
    let inputs = exampleInputs(count: count, steps: steps)
    let output = withFreshState {
      call(inputs.input(), parameters.map { Variable($0.value) }, Run())
    }
    var generator = SeededGenerator(seed: 43, stream: "export")
    guard takesClasses else {
      return Dataset(
        inputs,
        .numbers(.uniform(output.shape, in: 0..<1, dtype: output.dtype, using: &generator)))
    }
    let (shape, last) = (Shape(output.shape.dropLast()), output.shape.last ?? 1)
    let classes = (0..<shape.elementCount).map { _ in generator.integer(below: last) }
    return Dataset(inputs, .tokens(IntTensor(classes, shape: shape)))
  }
}
