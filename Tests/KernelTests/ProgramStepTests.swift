import Testing
import UnrollKernels

/// The steps of a program that work on numbers one by one, with every pair of strides.
///
/// Inputs are surrounded by NaN and outputs by a mark, and the whole block of the output is compared, so
/// that neither reading nor writing beyond an operand goes unseen.
@Suite struct ProgramStepTests {
  private static let sizes = [(1, 1), (1, 7), (6, 1), (3, 5), (2, 16), (5, 33), (17, 3), (8, 8)]

  /// Row and column strides of an operand that is written, or may be.
  private static func dense(_ rows: Int, _ columns: Int) -> [(Int, Int)] {
    [(columns, 1), (columns + 3, 1), (2 * columns + 16, 1)]
  }

  /// Those of one that is read: side by side, a repeated column, row and number, turned, spread out.
  private static func all(_ rows: Int, _ columns: Int) -> [(Int, Int)] {
    dense(rows, columns) + [
      (1, 0), (0, 1), (0, 0), (1, rows), (1, rows + 2), (2 * columns, 2), (9, 5),
    ]
  }

  /// Runs a step on operands of all strides, and expects each number of the result to be a function of
  /// the operands' numbers there.
  private func check<Number: KernelNumber>(
    _: Number.Type, _ kind: unroll_step_kind, _ function: UInt32 = 0, operands count: Int,
    scale: Double = 0, shift: Double = 0, in range: ClosedRange<Double> = -2...2,
    expected: (Number, Number) -> Number
  ) {
    for (rows, columns) in Self.sizes {
      let read = Self.all(rows, columns)
      for (index, out) in Self.dense(rows, columns).enumerated() {
        for (place, a) in read.enumerated() {
          // Every stride of b beside every stride of a, some with each kind of output.
          for (other, b) in (count == 2 ? read : [read[0]]).enumerated()
          where count < 2 || (place + other) % 3 == index {
            run(
              Number.self, unroll_step(kind, function: function, rows, columns), count, out, a, b,
              (scale, shift), range, expected)
          }
        }
      }
    }
  }

  private func run<Number: KernelNumber>(
    _: Number.Type, _ step: unroll_step, _ count: Int, _ outStrides: (Int, Int),
    _ aStrides: (Int, Int), _ bStrides: (Int, Int), _ line: (scale: Double, shift: Double),
    _ range: ClosedRange<Double>, _ expected: (Number, Number) -> Number
  ) {
    var random = TestRandom(seed: 11)
    let (rows, columns) = (Int(step.rows), Int(step.columns))
    let numbers = random.doubles(rows * columns * 2, in: range).map { Number($0) }
    func input(_ strides: (Int, Int), _ first: Int) -> StepOperand<Number> {
      StepOperand(rows, columns, row: strides.0, column: strides.1, around: .nan) {
        numbers[first + $0 * columns + $1]
      }
    }
    let (a, b) = (input(aStrides, 0), input(bStrides, rows * columns))
    func output(_ number: (Int, Int) -> Number) -> StepOperand<Number> {
      StepOperand(rows, columns, row: outStrides.0, column: 1, around: 12345, number)
    }
    let memory = StepMemory<Number>()
    var step = step
    (step.scale, step.shift) = line
    step.out = output { _, _ in 777 }.operand(in: memory)
    if count > 0 { step.a = a.operand(in: memory) }
    if count > 1 { step.b = b.operand(in: memory) }
    memory.run([step])
    let wanted = output { expected(a[$0, $1], b[$0, $1]) }.block.map(\.bits)
    #expect(
      memory.bits(step.out.block) == wanted,
      """
      \(Number.self), kind \(step.kind), function \(step.function), [\(rows), \(columns)], strides \
      \(outStrides), \(aStrides), \(bStrides)
      """)
  }

  @Test(arguments: KernelPath.available)
  func `fill and copy write what they should and nothing else`(path: KernelPath) {
    path.run {
      check(Float.self, unroll_step_fill, operands: 0, scale: 0.3) { _, _ in Float(0.3) }
      check(Double.self, unroll_step_fill, operands: 0, scale: 0.3) { _, _ in 0.3 }
      check(Float.self, unroll_step_copy, operands: 1) { a, _ in a }
      check(Double.self, unroll_step_copy, operands: 1) { a, _ in a }
    }
  }

  @Test(arguments: KernelPath.available)
  func `functions of one number are those of single numbers, bit for bit`(path: KernelPath) {
    path.run {
      for f in [
        unroll_negate, unroll_exp, unroll_tanh, unroll_sigmoid, unroll_relu, unroll_abs,
        unroll_softplus, unroll_log, unroll_sqrt,
      ] {
        let range = f == unroll_log || f == unroll_sqrt ? 0.1...3 : -3...3
        check(Float.self, unroll_step_unary, f.rawValue, operands: 1, in: range) { a, _ in
          Float.scalar(f, a)
        }
        check(Double.self, unroll_step_unary, f.rawValue, operands: 1, in: range) { a, _ in
          Double.scalar(f, a)
        }
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `scale multiplies and adds with two roundings`(path: KernelPath) {
    path.run {
      check(Float.self, unroll_step_scale, operands: 1, scale: 0.7, shift: 0.1) { a, _ in
        let product = a * Float(0.7)
        return product + Float(0.1)
      }
      check(Double.self, unroll_step_scale, operands: 1, scale: -0.7, shift: 0.1) { a, _ in
        let product = a * -0.7
        return product + 0.1
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `functions of two numbers, with operands of every stride`(path: KernelPath) {
    path.run {
      checkBinary(Float.self)
      checkBinary(Double.self)
    }
  }

  private func checkBinary<Number: KernelNumber>(_: Number.Type) {
    func check(_ f: unroll_binary, _ expected: (Number, Number) -> Number) {
      self.check(
        Number.self, unroll_step_binary, f.rawValue, operands: 2, expected: expected)
    }
    check(unroll_add) { $0 + $1 }
    check(unroll_subtract) { $0 - $1 }
    check(unroll_multiply) { $0 * $1 }
    check(unroll_divide) { $0 / $1 }
    check(unroll_maximum) { max($0, $1) }
    check(unroll_minimum) { min($0, $1) }
    check(unroll_relu_pullback) { $1 > 0 ? $0 : 0 }
  }

  @Test(arguments: KernelPath.available)
  func `pullbacks are the same at every stride, and those of their formulas`(path: KernelPath) {
    path.run {
      checkPullbacks(Float.self, unit: 0x1p-24)
      checkPullbacks(Double.self, unit: 0x1p-53)
    }
  }

  private func checkPullbacks<Number: KernelNumber>(_: Number.Type, unit: Number) {
    for (f, formula) in [
      (unroll_tanh_pullback, { (a: Number, b: Number) in a * (1 - b * b) }),
      (unroll_sigmoid_pullback, { (a: Number, b: Number) in a * b * (1 - b) }),
    ] {
      check(Number.self, unroll_step_binary, f.rawValue, operands: 2) { a, b in
        var result: [Number] = [0]
        Number.combine(f, 1, 1, [a], 1, 1, [b], 1, 1, &result)
        // Each factor is at most 5 in size, each of up to four roundings off by one unit.
        #expect(abs(result[0] - formula(a, b)) <= 40 * unit)
        return result[0]
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `the pullback of a clip passes what lies between, corners included`(path: KernelPath) {
    path.run {
      check(Float.self, unroll_step_clip_pullback, operands: 2, scale: -1, shift: 0.5) {
        $1 >= -1 && $1 <= 0.5 ? $0 : 0
      }
      check(Double.self, unroll_step_clip_pullback, operands: 2, scale: -1, shift: 0.5) {
        $1 >= -1 && $1 <= 0.5 ? $0 : 0
      }
      let memory = StepMemory<Double>()
      var step = unroll_step(unroll_step_clip_pullback, 1, 5)
      (step.scale, step.shift) = (-1, 1)
      let (a, b): ([Double], [Double]) = ([1, 2, 3, 4, 5], [-1, 1, -1.001, 1.001, .nan])
      step.a = unroll_operand(offset: 0, block: memory.add(a), row: 5, column: 1)
      step.b = unroll_operand(offset: 0, block: memory.add(b), row: 5, column: 1)
      step.out = unroll_operand(
        offset: 0, block: memory.add([Double](repeating: 9, count: 5)), row: 5, column: 1)
      memory.run([step])
      #expect(memory.bits(step.out.block) == [1, 2, 0, 0, 0].map(\.bitPattern))
    }
  }

  /// As overlapping parts are added up.
  @Test(arguments: KernelPath.available)
  func `adding in place to a part of a wider matrix`(path: KernelPath) {
    path.run {
      for (rows, columns) in Self.sizes {
        for row in [columns, columns + 2, columns + 20] {
          let memory = StepMemory<Float>()
          let sum = StepOperand<Float>(rows, columns, row: row, column: 1, around: 12345) {
            Float($0 - $1)
          }
          let part = StepOperand<Float>(rows, columns, row: 1, column: rows, around: .nan) {
            Float(10 * $0 + $1)
          }
          var step = unroll_step(unroll_step_binary, function: unroll_add.rawValue, rows, columns)
          step.out = sum.operand(in: memory)
          step.a = step.out
          step.b = part.operand(in: memory)
          memory.run([step, step])
          let wanted = StepOperand<Float>(rows, columns, row: row, column: 1, around: 12345) {
            sum[$0, $1] + 2 * part[$0, $1]
          }
          #expect(memory.bits(step.out.block) == wanted.block.map(\.bits))
        }
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `steps run in order, and none is no mistake`(path: KernelPath) {
    path.run {
      let memory = StepMemory<Double>()
      let x = memory.add([1.0, 2, 3])
      let place = unroll_operand(offset: 0, block: x, row: 3, column: 1)
      func scale(_ factor: Double, _ shift: Double) -> unroll_step {
        var step = unroll_step(unroll_step_scale, 1, 3)
        (step.scale, step.shift, step.out, step.a) = (factor, shift, place, place)
        return step
      }
      memory.run([])
      memory.run([scale(2, 0), scale(1, 1), scale(-3, 0)])
      #expect(memory.bits(x) == [-9.0, -15, -21].map(\.bitPattern))
    }
  }
}
