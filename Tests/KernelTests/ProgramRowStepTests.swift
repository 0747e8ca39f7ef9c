import Foundation
import Testing
import UnrollKernels

/// The steps of a program that work on whole rows: sums, lookups, softmax and cross-entropy.
@Suite struct ProgramRowStepTests {
  private static let sizes = [(1, 1), (1, 9), (5, 1), (3, 4), (2, 16), (7, 17), (4, 70)]

  @Test(arguments: KernelPath.available)
  func `sums and maxima of the middle of three axes`(path: KernelPath) {
    path.run {
      for f in [unroll_sum, unroll_max] {
        for (rows, inner, columns) in [
          (1, 1, 1), (3, 5, 1), (2, 7, 4), (1, 33, 18), (4, 1, 5), (5, 40, 3),
        ] {
          checkReduce(Float.self, f, rows, inner, columns)
          checkReduce(Double.self, f, rows, inner, columns)
        }
      }
    }
  }

  private func checkReduce<Number: KernelNumber>(
    _: Number.Type, _ f: unroll_reduction, _ rows: Int, _ inner: Int, _ columns: Int
  ) {
    func number(_ place: Int) -> Number { Number((place * 37) % 23 - 11) }
    let memory = StepMemory<Number>()
    let x = StepOperand<Number>(1, rows * inner * columns, row: 0, column: 1, around: .nan) {
      number($1)
    }
    func y(_ number: (Int, Int) -> Number) -> StepOperand<Number> {
      StepOperand(rows, columns, row: columns, column: 1, around: 12345, number)
    }
    var step = unroll_step(unroll_step_reduce, function: f.rawValue, rows, columns)
    step.inner = UInt32(inner)
    step.a = x.operand(in: memory)
    step.out = y { _, _ in 777 }.operand(in: memory)
    memory.run([step])
    let wanted = y { r, c in
      let all = (0..<inner).map { number((r * inner + $0) * columns + c) }
      return f == unroll_sum ? all.reduce(0, +) : all.max() ?? 0
    }
    #expect(
      memory.bits(step.out.block) == wanted.block.map(\.bits), "\(rows), \(inner), \(columns)")
  }

  @Test(arguments: KernelPath.available)
  func `rows are looked up and added at integers, of tables and to tables with gaps`(
    path: KernelPath
  ) {
    path.run {
      for (rows, columns) in Self.sizes {
        for (tableGap, rowGap) in [(0, 0), (3, 0), (0, 5), (18, 33)] {
          checkLookUp(Float.self, rows, columns, tableGap, rowGap)
          checkLookUp(Double.self, rows, columns, tableGap, rowGap)
        }
      }
    }
  }

  private func checkLookUp<Number: KernelNumber>(
    _: Number.Type, _ rows: Int, _ columns: Int, _ tableGap: Int, _ rowGap: Int
  ) {
    let memory = StepMemory<Number>()
    let indices = (0..<rows).map { Int32(($0 * 5 + 2) % 4) }
    // Integers in front that are no rows.
    let integers = unroll_operand(
      offset: 3, block: memory.add([99, -1, 77] + indices + [-5]), row: 0, column: 1)
    let table = StepOperand<Number>(4, columns, row: columns + tableGap, column: 1, around: 12345) {
      Number(10 * $0 + $1)
    }
    let own = StepOperand<Number>(rows, columns, row: columns + rowGap, column: 1, around: 12345) {
      Number($0 - 3 * $1)
    }
    var gather = unroll_step(unroll_step_gather, rows, columns)
    (gather.a, gather.b, gather.out) = (
      table.operand(in: memory), integers, own.operand(in: memory)
    )
    memory.run([gather])
    let found = StepOperand<Number>(rows, columns, row: columns + rowGap, column: 1, around: 12345)
    {
      table[Int(indices[$0]), $1]
    }
    #expect(memory.bits(gather.out.block) == found.block.map(\.bits))
    #expect(memory.bits(gather.a.block) == table.block.map(\.bits))

    var scatter = unroll_step(unroll_step_scatter, rows, columns)
    (scatter.a, scatter.b, scatter.out) = (
      own.operand(in: memory), integers, table.operand(in: memory)
    )
    memory.run([scatter])
    let sums = StepOperand<Number>(4, columns, row: columns + tableGap, column: 1, around: 12345) {
      r, c in
      (0..<rows).filter { indices[$0] == r }.reduce(table[r, c]) { $0 + own[$1, c] }
    }
    #expect(memory.bits(scatter.out.block) == sums.block.map(\.bits))
  }

  @Test(arguments: KernelPath.available)
  func `softmax and cross-entropy of rows that lie apart are those of dense rows`(
    path: KernelPath
  ) {
    path.run {
      for (rows, columns) in Self.sizes {
        for (gap, outGap) in [(0, 0), (2, 0), (0, 7), (19, 33)] {
          checkSoftmax(Float.self, rows, columns, gap, outGap, within: 1e-6)
          checkSoftmax(Double.self, rows, columns, gap, outGap, within: 1e-14)
        }
      }
    }
  }

  private func checkSoftmax<Number: KernelNumber>(
    _: Number.Type, _ rows: Int, _ columns: Int, _ gap: Int, _ outGap: Int, within bound: Double
  ) {
    var random = TestRandom(seed: 4)
    let numbers = random.doubles(rows * columns, in: -30...30)
    let labels = (0..<rows).map { Int32(($0 * 3 + 1) % columns) }
    let memory = StepMemory<Number>()
    let x = StepOperand<Number>(rows, columns, row: columns + gap, column: 1, around: .nan) {
      Number(numbers[$0 * columns + $1])
    }.operand(in: memory)
    let integers = unroll_operand(
      offset: 2, block: memory.add([-9, 99] + labels), row: 0, column: 1)
    /// Runs a step, and returns what it computed; expects that nothing else was written.
    func run(_ parts: unroll_softmax_part...) -> (result: [Double], losses: [Double]) {
      let parts = parts.reduce(0) { $0 | $1.rawValue }
      let result = StepOperand<Number>(
        rows, columns, row: columns + outGap, column: 1, around: 12345
      ) { _, _ in 777 }
      let losses = StepOperand<Number>(1, rows, row: 0, column: 1, around: 12345) { _, _ in 777 }
      var step = unroll_step(unroll_step_softmax, function: parts, rows, columns)
      (step.a, step.b) = (x, integers)
      (step.out, step.d) = (result.operand(in: memory), losses.operand(in: memory))
      memory.run([step])
      let found = (memory.numbers(step.out.block), memory.numbers(step.d.block))
      func isUntouched(_ found: [Number], _ before: StepOperand<Number>, _ isWritten: Bool) -> Bool
      {
        zip(found, before.block).allSatisfy { $0 == $1 || (isWritten && $1 == 777) }
      }
      #expect(isUntouched(found.0, result, parts & 3 != 0), "parts \(parts)")
      #expect(isUntouched(found.1, losses, parts & 4 != 0), "parts \(parts)")
      func numbers(_ found: [Number], _ before: StepOperand<Number>) -> [Double] {
        zip(found, before.block).filter { $1 == 777 }.map { Double($0.0) }
      }
      return (numbers(found.0, result), numbers(found.1, losses))
    }
    let softmax = run(unroll_softmax_result).result
    let difference = run(unroll_softmax_minus_one_hot).result
    let entropy = run(unroll_softmax_losses).losses
    let both = run(unroll_softmax_minus_one_hot, unroll_softmax_losses)
    #expect(both.result == difference && both.losses == entropy)
    let others = run(unroll_softmax_result, unroll_softmax_losses)
    #expect(others.losses == entropy)
    for r in 0..<rows {
      let row = numbers[(r * columns)..<((r + 1) * columns)].map { Double(Number($0)) }
      let powers = row.map { exp($0 - (row.max() ?? 0)) }
      let sum = powers.reduce(0, +)
      for c in 0..<columns {
        let place = r * columns + c
        #expect(abs(softmax[place] - powers[c] / sum) <= bound)
        let label = Int(labels[r]) == c ? 1.0 : 0
        #expect(abs(difference[place] - (powers[c] / sum - label)) <= bound)
      }
      let right = (row.max() ?? 0) - row[Int(labels[r])] + log(sum)
      #expect(abs(entropy[r] - right) <= 60 * bound)
    }
  }
}
