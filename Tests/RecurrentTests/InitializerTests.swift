import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@Suite struct InitializerTests {
  /// What an initialiser gives in float64 from a stream of its own.
  private func draw(_ initializer: Initializer, _ shape: Shape, seed: UInt64 = 42) -> Tensor {
    var generator = SeededGenerator(seed: seed, stream: "weight")
    return initializer(shape, dtype: .float64, using: &generator)
  }

  /// The mean and the variance of all elements.
  private func moments(_ tensor: Tensor) -> (mean: Double, variance: Double) {
    let count = Double(tensor.elementCount)
    let mean = tensor.elements.reduce(0, +) / count
    return (mean, tensor.elements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count)
  }

  @Test(arguments: [[30, 50], [7, 200], [200, 7]])
  func `Glorot's numbers fill the interval to its limit, evenly`(_ sizes: [Int]) {
    let shape = Shape(sizes)
    let limit = (6.0 / Double(shape[0] + shape[1])).squareRoot()
    let weight = draw(.glorotUniform, shape)
    let largest = weight.elements.map(abs).max() ?? 0
    #expect(largest <= limit)
    #expect(largest > 0.99 * limit)
    // A mean of n numbers spreads by σ/√n; four such steps are allowed.
    let (mean, variance) = moments(weight)
    let deviation = limit / 3.0.squareRoot()
    let root = Double(shape.elementCount).squareRoot()
    #expect(abs(mean) < 4 * deviation / root)
    #expect(abs(variance / (deviation * deviation) - 1) < 4 * 0.9 / root)
    let above = Double(weight.elements.count { $0 > limit / 2 }) / Double(shape.elementCount)
    #expect(abs(above - 0.25) < 4 * 0.44 / root)
  }

  @Test func `Glorot's limit of a vector and of a stack of matrices is Keras's`() {
    // Keras: a vector counts as its length twice; the axes before the last two are a receptive field.
    for (shape, fans) in [([2000], 4000), ([10, 20, 30], 500), ([2, 5, 20, 30], 500)] {
      let limit = (6.0 / Double(fans)).squareRoot()
      let largest = draw(.glorotUniform, Shape(shape)).elements.map(abs).max() ?? 0
      #expect(largest <= limit && largest > 0.99 * limit, "\(shape)")
    }
  }

  @Test(arguments: [[6, 4], [4, 6], [5, 5], [1, 3], [3, 1], [40, 7]])
  func `an orthogonal matrix has orthonormal columns when tall and rows when wide`(
    _ sizes: [Int]
  ) {
    let q = Variable(draw(.orthogonal, Shape(sizes)))
    let product = sizes[0] >= sizes[1] ? matmul(q.transposed(), q) : matmul(q, q.transposed())
    let size = min(sizes[0], sizes[1])
    #expect(error(product.value, .identity(size, dtype: .float64)) < 1e-14)
  }

  @Test func `an orthogonal matrix is multiplied by its gain`() {
    let (one, two) = (draw(.orthogonal, [5, 3]), draw(.orthogonal(gain: 2), [5, 3]))
    #expect(two.elements == one.elements.map { 2 * $0 })
  }

  @Test func `orthogonal matrices lean to no side: their entries are zero on average`() {
    // Without the choice of signs, QR's own would make the first entries negative, all of them.
    let entries = (0..<200).map { draw(.orthogonal, [3, 2], seed: $0)[scalarAt: 0, 0] }
    let positive = entries.count { $0 > 0 }
    #expect((70...130).contains(positive))
    let mean = entries.reduce(0, +) / 200
    #expect(abs(mean) < 4 * 0.58 / 200.0.squareRoot())
  }

  @Test func `the identity has ones on its diagonal, times the gain, tall or wide`() {
    #expect(draw(.identity, [2, 3]) == Tensor([[1, 0, 0], [0, 1, 0]], dtype: .float64))
    #expect(
      draw(.identity(gain: 0.5), [3, 2])
        == Tensor([[0.5, 0], [0, 0.5], [0, 0]], dtype: .float64))
  }

  @Test func `zeros, ones and constants are what their names say`() {
    #expect(draw(.zeros, [2, 3]) == .zeros([2, 3], dtype: .float64))
    #expect(draw(.ones, [4]) == .ones([4], dtype: .float64))
    #expect(draw(.constant(-0.3), [4]).elements == [-0.3, -0.3, -0.3, -0.3])
  }

  @Test func `uniform and normal numbers have their range, mean and spread`() {
    let uniform = draw(.randomUniform(-1..<3), [40, 50])
    #expect(uniform.elements.allSatisfy { $0 >= -1 && $0 < 3 })
    #expect(abs(moments(uniform).mean - 1) < 4 * 1.155 / 2000.0.squareRoot())
    let normal = moments(draw(.randomNormal(standardDeviation: 0.05), [40, 50]))
    #expect(abs(normal.mean) < 4 * 0.05 / 2000.0.squareRoot())
    #expect(abs(normal.variance / 0.0025 - 1) < 4 * (2.0 / 2000).squareRoot())
  }

  @Test(arguments: [
    Initializer.glorotUniform, .orthogonal, .randomUniform(0..<1),
    .randomNormal(standardDeviation: 1),
  ])
  func `equal seeds give equal numbers, other seeds others`(_ initializer: Initializer) {
    #expect(draw(initializer, [5, 3]) == draw(initializer, [5, 3]))
    #expect(draw(initializer, [5, 3]) != draw(initializer, [5, 3], seed: 43))
  }

  @Test func `float32 weights are the float64 ones, rounded`() {
    var generator = SeededGenerator(seed: 42, stream: "weight")
    let narrow = Initializer.glorotUniform([5, 3], using: &generator)
    #expect(narrow == draw(.glorotUniform, [5, 3]).cast(to: .float32))
  }

  @Test func `a vector can't be orthogonal, and the sentence says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 42)
      _ = Initializer.orthogonal([4], using: &generator)
    }
    expectSentence(
      result,
      "orthogonal initializer: expected a matrix, not a weight of shape [4]")
  }
}
