import Testing

@testable import UnrollAutodiff

/// Programs that look up rows and compare with classes, run with other integers than were recorded.
@Suite struct ProgramIntegerTests {
  private func integers(_ shape: Shape, below bound: Int, _ seed: Int) -> IntTensor {
    IntTensor((0..<shape.elementCount).map { ($0 * 7 + seed * ($0 + 3)) % bound }, shape: shape)
  }

  private func expectProgram(
    _ shapes: [Shape], _ indices: [(shape: Shape, bound: Int)], dtype: DType,
    sourceLocation: SourceLocation = #_sourceLocation, _ function: @escaping ProgramRun.Function
  ) throws {
    func point(_ seed: Int) -> [Tensor] {
      shapes.enumerated().map { numbers($1, seed + 10 * $0, dtype: dtype) }
    }
    func choice(_ seed: Int) -> [IntTensor] {
      indices.enumerated().map { integers($1.shape, below: $1.bound, seed + $0) }
    }
    let run = try ProgramRun(at: point(1), integers: choice(1), function)
    for seed in [2, 3, 4, 1] {
      run.expectEqual(
        at: point(seed), integers: choice(seed), relative: dtype == .float64 ? 1e-12 : 1e-5,
        absolute: dtype == .float64 ? 1e-13 : 1e-5, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [DType.float64, .float32])
  func `rows are looked up and added back at the integers of each run`(dtype: DType) throws {
    try expectProgram([[5, 3]], [([4], 5)], dtype: dtype) { [gather($0[0], $1[0])] }
    try expectProgram([[5, 1]], [([2, 3], 5)], dtype: dtype) { [gather($0[0], $1[0])] }
    try expectProgram([[1, 4]], [([3], 1)], dtype: dtype) { [gather($0[0], $1[0])] }
    try expectProgram([[5, 2, 3]], [([2], 5)], dtype: dtype) { [gather(tanh($0[0]), $1[0])] }
    try expectProgram([[7]], [([3, 2], 7)], dtype: dtype) { [gather($0[0], $1[0])] }
    try expectProgram([[4, 3]], [([4], 6)], dtype: dtype) {
      [
        scatterAdd($0[0], $1[0], rowCount: 6).transposed(),
        scatterAdd(exp($0[0]), $1[0], rowCount: 6),
      ]
    }
  }

  @Test(arguments: [DType.float64, .float32])
  func `looked up rows that are turned at once, as in an embedding`(dtype: DType) throws {
    try expectProgram([[5, 3], [3, 2]], [([4, 6], 5)], dtype: dtype) { x, i in
      let steps = unstack(gather(x[0], i[0]).transposed([1, 0, 2]))
      let states = steps.map { tanh(matmul($0, x[1])) }
      return [states[5] + states[0], stack(states, axis: 1)]
    }
    // The table itself is turned, and cut.
    try expectProgram([[3, 5]], [([2, 2], 4)], dtype: dtype) {
      [gather($0[0].transposed()[1...], $1[0])]
    }
    try expectProgram([[3, 2, 4]], [([3, 2], 5)], dtype: dtype) {
      [scatterAdd($0[0].transposed([0, 1, 2]), $1[0], rowCount: 5)]
    }
    try expectProgram([[4, 3, 2]], [([3, 2], 5)], dtype: dtype) {
      [scatterAdd($0[0].transposed([1, 2, 0]), $1[0], rowCount: 5)]
    }
  }

  @Test(arguments: [DType.float64, .float32])
  func `classes are those of each run, also under another shape and used twice`(
    dtype: DType
  ) throws {
    try expectProgram([[3, 4]], [([3], 4)], dtype: dtype) {
      [softmaxCrossEntropy($0[0], labels: $1[0])]
    }
    try expectProgram([[2, 3, 4]], [([2, 3], 4)], dtype: dtype) { x, i in
      [softmaxCrossEntropy(x[0].transposed([1, 0, 2]), labels: i[0].reshaped([3, 2])).mean()]
    }
    try expectProgram([[1, 1]], [([1], 1)], dtype: dtype) {
      [softmaxCrossEntropy($0[0], labels: $1[0])]
    }
    try expectProgram([[5, 4], [4, 5]], [([6], 4), ([6], 5)], dtype: dtype) { x, i in
      let rows = gather(x[0], i[1])
      return [
        softmaxCrossEntropy(rows, labels: i[0]).sum(), gather(x[1], i[0]),
        softmaxCrossEntropy(matmul(rows, x[1]), labels: i[1]).mean(),
        gather(x[0].transposed(), i[0]),
      ]
    }
  }

  @Test(arguments: [DType.float64, .float32])
  func `a cross-entropy and its pullback in one step, beside others of the same logits`(
    dtype: DType
  ) throws {
    func error(_ x: Variable, _ labels: IntTensor) -> Variable {
      apply(SoftmaxMinusOneHot(labels: labels), x)
    }
    try expectProgram([[3, 4]], [([3], 4), ([3], 4)], dtype: dtype) { x, i in
      let logits = tanh(x[0])
      return [
        softmaxCrossEntropy(logits, labels: i[0]), softmaxCrossEntropy(logits, labels: i[1]).mean(),
        error(logits, i[0]), softmax(logits),
      ]
    }
    try expectProgram([[3, 4]], [([3], 4)], dtype: dtype) { x, i in
      let before = error(x[0], i[0])
      let losses = softmaxCrossEntropy(x[0], labels: i[0])
      return [before.transposed(), stack([error(x[0], i[0]), before], axis: 1), losses, losses]
    }
    try expectProgram([[2, 4], [4, 5]], [([2], 5)], dtype: dtype) { x, i in
      let logits = matmul(x[0], x[1])
      let losses = softmaxCrossEntropy(logits, labels: i[0])
      return [
        stack([losses, losses * losses], axis: 1),
        matmul(error(logits, i[0]), x[1], transposeB: true),
      ]
    }
  }

  @Test func `the same integers as two inputs can't be told apart, copies can`() throws {
    let tape = Tape()
    let x = tape.variable(numbers([3, 3]))
    func loss(_ rows: IntTensor, _ labels: IntTensor) -> Variable {
      softmaxCrossEntropy(gather(x, rows), labels: labels)
    }
    let both = IntTensor([1, 0, 2])
    #expect(throws: ProgramError.sameIntegers) {
      try Program(tape, inputs: [x], integers: [both, both], results: [loss(both, both)])
    }
    let copy = IntTensor(both.elements)
    let program = try Program(
      tape, inputs: [x], integers: [both, copy], results: [loss(both, copy)])
    let found = program.run([numbers([3, 3])], integers: [[0, 0, 1], [2, 1, 0]])
    expectClose(found[0], loss([0, 0, 1], [2, 1, 0]).value)
  }

  @Test func `integers may be changed by their owner after a run`() throws {
    let tape = Tape()
    let x = tape.variable(numbers([4, 2]))
    var indices = IntTensor([3, 1])
    let program = try Program(tape, inputs: [x], integers: [indices], results: [gather(x, indices)])
    indices = [0, 0]
    let values = numbers([4, 2], 3)
    #expect(program.run([values], integers: [indices])[0] == values.rows(at: [0, 0]))
    #expect(program.run([values], integers: [[3, 1]])[0] == values.rows(at: [3, 1]))
  }
}
