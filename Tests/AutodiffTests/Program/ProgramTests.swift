import Testing

@testable import UnrollAutodiff

/// Values that are looked at, moved, joined, and asked for as results in every way.
@Suite struct ProgramTests {
  private static let types: [DType] = [.float64, .float32]

  /// Expects a program recorded at one point to be right at others.
  private func expectProgram(
    _ shapes: [Shape], dtype: DType, sourceLocation: SourceLocation = #_sourceLocation,
    _ function: @escaping ([Variable]) -> [Variable]
  ) throws {
    func point(_ seed: Int) -> [Tensor] {
      shapes.enumerated().map { numbers($1, seed + 10 * $0, dtype: dtype) }
    }
    let run = try ProgramRun(at: point(1)) { x, _ in function(x) }
    for seed in [2, 3, 1] {
      run.expectEqual(
        at: point(seed), relative: dtype == .float64 ? 1e-12 : 1e-5,
        absolute: dtype == .float64 ? 1e-13 : 1e-5, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: types)
  func `a view that has to be moved is moved`(dtype: DType) throws {
    try expectProgram([[3, 4]], dtype: dtype) { [$0[0].transposed().reshaped([2, 6])] }
    try expectProgram([[3, 4]], dtype: dtype) { [tanh($0[0].transposed().reshaped([12]))] }
    try expectProgram([[2, 3, 4]], dtype: dtype) {
      [tanh($0[0]).transposed([2, 0, 1]).reshaped([8, 3]).transposed().reshaped([4, 6])]
    }
    try expectProgram([[3, 1]], dtype: dtype) {
      [$0[0].broadcast(to: [2, 3, 4]).reshaped([6, 4])]
    }
    try expectProgram([[3]], dtype: dtype) { [$0[0].broadcast(to: [4, 3]).reshaped([2, 6])] }
    try expectProgram([[3, 5]], dtype: dtype) { [$0[0][0..., 1..<4].reshaped([9])] }
    try expectProgram([[3, 5], [5, 3]], dtype: dtype) {
      [matmul($0[0][0..<2, 1..<4], $0[1][2..., 0..<2].transposed().reshaped([3, 2]))]
    }
  }

  @Test(arguments: types)
  func `views of views, sums of views, and losses of views`(dtype: DType) throws {
    try expectProgram([[4, 3, 2]], dtype: dtype) { x in
      let turned = x[0].transposed([2, 0, 1])
      return [turned.sum(axes: [0, 2]), turned.mean(axis: 1), turned[1].transposed().sum()]
    }
    try expectProgram([[4, 3], [3, 4]], dtype: dtype) {
      [meanSquaredError($0[0].transposed(), $0[1]), softmax($0[0].transposed())]
    }
    try expectProgram([[5]], dtype: dtype) {
      [$0[0].broadcast(to: [3, 5]).sum(axis: 1), sigmoid($0[0])]
    }
    try expectProgram([[3, 4]], dtype: dtype) {
      [$0[0].transposed().summed(to: [3]), clip($0[0], -0.5, 0.5)]
    }
  }

  @Test(arguments: types)
  func `parts that overlap are added, and gaps are zeros`(dtype: DType) throws {
    func assemble(_ regions: [Region], _ parts: [Variable]) -> Variable {
      apply(Assemble([3, 6], regions), parts)[0]
    }
    let shapes: [Shape] = [[3, 2], [3, 4]]
    try expectProgram(shapes, dtype: dtype) { x in
      let (a, b) = (tanh(x[0]), sigmoid(x[1]))
      return [
        assemble([Region(1, 0..<2), Region(1, 2..<6)], [a, b]),
        assemble([Region(1, 4..<6), Region(1, 0..<4)], [a, b]),
        assemble([Region(1, 1..<3), Region(1, 2..<6)], [a, b]),
        assemble([Region(1, 3..<5)], [a]), assemble([Region(1, 0..<2), Region(1, 0..<2)], [a, a]),
      ]
    }
    try expectProgram(shapes, dtype: dtype) { x in
      [
        x[0].padded(axis: 0, before: 1, after: 2), x[1].transposed().padded(axis: 1, after: 3),
        stack([x[0].padded(axis: 1, before: 1), x[1][0..., 1...]], axis: 2),
      ]
    }
  }

  @Test(arguments: types)
  func `a value may stand in several joins, and several times in one`(dtype: DType) throws {
    try expectProgram([[2, 3]], dtype: dtype) { x in
      let y = tanh(x[0])
      return [
        concatenate([y, y]), stack([y, x[0], y], axis: 2), concatenate([y * y, y], axis: 1), y,
        stack([concatenate([y, y], axis: 1), concatenate([x[0], y], axis: 1)]),
      ]
    }
    try expectProgram([[2, 3]], dtype: dtype) { x in
      let joined = stack([tanh(x[0]), sigmoid(x[0])], axis: 1)
      let parts = unstack(joined.transposed([1, 0, 2]))
      return [concatenate([parts[1], parts[0]]), joined.reshaped([4, 3]), parts[0].transposed()]
    }
    try expectProgram([[2, 6], [2, 3]], dtype: dtype) { x in
      let halves = split(matmul(x[1], x[0][0..., 0..<3], transposeA: true), into: 3, axis: 1)
      return [stack(halves + halves.reversed(), axis: 2), halves[1], concatenate(halves.map(exp))]
    }
  }

  @Test(arguments: types)
  func `the same value as a result twice, an input, a constant, and a view of it`(
    dtype: DType
  ) throws {
    try expectProgram([[2, 3]], dtype: dtype) { x in
      let y = exp(x[0])
      return [
        y, y, x[0], x[0], Variable(numbers([2, 2], 8, dtype: dtype)), y.transposed(), x[0][1],
        x[0].reshaped([6]), y.reshaped([3, 2]), y.detached(), y.sum(), y.transposed(),
      ]
    }
  }

  @Test func `results that depend on no input, inputs that nothing depends on, and no results`()
    throws
  {
    let tape = Tape()
    let (x, unused) = (tape.variable(numbers([2])), tape.variable(numbers([3]), name: "unused"))
    let constant = x.detached() * 0 + 1
    let gradient = tape.gradient(of: x.sum(), for: [x, unused], recorded: true)
    let program = try Program(tape, inputs: [x, unused], results: [constant] + gradient)
    let results = program.run([numbers([2], 4), numbers([3], 5)])
    #expect(
      results == [
        .ones([2], dtype: .float64), .ones([2], dtype: .float64), .zeros([3], dtype: .float64),
      ])
    #expect(
      try Program(tape, inputs: [x, unused], results: []).run([numbers([2]), numbers([3])]) == [])
    #expect(try Program(tape, inputs: [], results: [gradient[0]]).run([]) == [results[1]])
  }

  @Test(arguments: types)
  func `tensors without elements and sizes of 1`(dtype: DType) throws {
    try expectProgram([[0, 3], [3, 2]], dtype: dtype) {
      [matmul($0[0], $0[1]), tanh($0[0]).transposed(), $0[0].sum(axis: 0), $0[0] + 1]
    }
    try expectProgram([[1, 1, 1]], dtype: dtype) {
      [
        tanh($0[0]).transposed([2, 1, 0]).reshaped([1]), $0[0].sum(axis: 1), stack([$0[0], $0[0]]),
      ]
    }
  }

  @Test(arguments: types)
  func `a part of a tensor goes in, results go out as own tensors`(dtype: DType) throws {
    let tape = Tape()
    let x = tape.variable(numbers([2, 3], 1, dtype: dtype))
    let program = try Program(tape, inputs: [x], results: [x * 2])
    let whole = numbers([4, 2, 3], 2, dtype: dtype)
    let first = program.run([whole[3]])
    let second = program.run([whole[1]])
    #expect(first == [whole[3] * 2] && second == [whole[1] * 2])
    #expect(program.inputShapes == [[2, 3]] && program.stepCount == 1)
  }

  @Test func `a program outlives its tape, and the tape can be used on`() throws {
    let tape = Tape()
    let x = tape.variable(numbers([3], 1))
    let program = try Program(tape, inputs: [x], results: [x * Variable(numbers([3], 5)) + 1])
    tape.reset()
    _ = tape.variable(numbers([3], 2)) * 7
    let found = program.run([numbers([3], 3)])
    #expect(found == [numbers([3], 3) * numbers([3], 5) + 1])
  }

  @Test(arguments: types)
  func `large weights, which are arranged once, in both directions and transposed`(
    dtype: DType
  ) throws {
    let tape = Tape()
    func point(_ seed: Int) -> [Tensor] {
      [[3, 25, 90], [90, 130], [90, 130]].enumerated().map { numbers($1, seed + $0, dtype: dtype) }
    }
    func results(_ x: [Variable]) -> [Variable] {
      let steps = unstack(x[0])
      let there = steps.map { matmul($0, x[1]) }
      let back = there.map { matmul($0, x[1], transposeB: true) + steps[0] }
      return there + back + [
        matmul(there[0][0..<2], x[2], transposeB: true), matmul(steps[1], x[2] + 1),
      ]
    }
    let inputs = point(1).map { tape.variable($0) }
    let program = try Program(tape, inputs: inputs, results: results(inputs))
    for seed in [2, 5] {
      let expected = results(point(seed).map { Variable($0) })
      // Sums of up to 130 products, the second of sums that are as large as 60.
      let bound = dtype == .float64 ? 1e-11 : 1e-2
      for (found, expected) in zip(program.run(point(seed)), expected) {
        expectClose(found, expected.value, relative: 0, absolute: bound)
      }
    }
  }

  /// Long enough that they do run at the same time.
  @Test func `copies of a program run at the same time, each on numbers of its own`() throws {
    let tape = Tape()
    let (x, w) = (tape.variable(numbers([80, 40])), tape.variable(numbers([40, 40])))
    let indices = IntTensor([1, 3, 0])
    let state = (0..<60).reduce(x) { h, _ in tanh(matmul(h, w)) }
    let program = try Program(
      tape, inputs: [x, w], integers: [indices], results: [gather(state, indices), state.sum()])
    let programs = [program] + (0..<5).map { _ in program.copy() }
    for round in 0..<3 {
      let calls = programs.enumerated().map { index, program in
        let seed = 10 * round + index
        return (
          program: program, inputs: [numbers([80, 40], seed), numbers([40, 40], seed + 1)],
          integers: [IntTensor([index, round, 2])]
        )
      }
      let expected = calls.map { program.run($0.inputs, integers: $0.integers) }
      #expect(Program.run(calls) == expected)
    }
    #expect(Program.run([]).isEmpty)
  }
}
