import Testing
import UnrollKernels
import UnrollNumerics

@testable import UnrollAutodiff

/// Where intermediate results lie, for lists of steps made by dice.
@Suite struct ScratchPlanTests {
  private static func step(_ blocks: [Int]) -> unroll_step {
    var step = unroll_step()
    func operand(_ index: Int) -> unroll_operand {
      unroll_operand(
        offset: 0, block: index < blocks.count ? UInt32(blocks[index]) : ProgramWriter.none,
        row: 0, column: 0)
    }
    (step.out, step.a, step.b, step.d) = (operand(0), operand(1), operand(2), operand(3))
    return step
  }

  /// Elements of scratch blocks, nil for other blocks, and steps that use them.
  private static func random(_ seed: Int) -> (sizes: [Int?], steps: [[Int]]) {
    var generator = SeededGenerator(seed: UInt64(seed), stream: "scratch plans")
    let sizes: [Int?] = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
      [nil, 0, 1, 15, 16, 17, 40, 100, 333].randomElement(using: &generator) ?? nil
    }
    let steps = (0..<Int.random(in: 1...60, using: &generator)).map { time in
      // Blocks are used for a while, and then others are.
      (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        min(
          sizes.count - 1,
          max(0, time * sizes.count / 60 + Int.random(in: -3...3, using: &generator)))
      }
    }
    return (sizes, steps)
  }

  private static func plan(_ sizes: [Int?], _ steps: [[Int]]) -> ScratchPlan {
    ScratchPlan(
      sizes.enumerated().map { index, size in
        size.map { .scratch(elementCount: $0) } ?? .input(index)
      }, steps.map(step))
  }

  @Test func `blocks that are alive at the same time never overlap`() {
    for seed in 0..<400 {
      let (sizes, steps) = Self.random(seed)
      let plan = Self.plan(sizes, steps)
      var lives: [(block: Int, time: ClosedRange<Int>, place: Range<Int>)] = []
      for (block, size) in sizes.enumerated() {
        let times = steps.indices.filter { steps[$0].contains(block) }
        guard let size, let first = times.first, let last = times.last else {
          #expect(plan.offsets[block] == nil)
          continue
        }
        guard let offset = plan.offsets[block] else {
          Issue.record("seed \(seed): block \(block) has no place")
          continue
        }
        #expect(offset >= 0 && offset + size <= plan.elementCount)
        #expect(offset % 16 == 0, "a block begins at a cache line")
        lives.append((block, first...last, offset..<(offset + size)))
      }
      for a in lives {
        for b in lives where a.block < b.block && a.time.overlaps(b.time) {
          #expect(!a.place.overlaps(b.place), "seed \(seed): blocks \(a.block) and \(b.block)")
        }
      }
    }
  }

  @Test func `memory is what is alive at once, with few gaps, not what was ever used`() {
    for seed in 0..<400 {
      let (sizes, steps) = Self.random(seed)
      func size(_ block: Int) -> Int { (max(sizes[block] ?? 0, 1) + 15) / 16 * 16 }
      let used = sizes.indices.filter { sizes[$0] != nil && steps.joined().contains($0) }
      let plan = Self.plan(sizes, steps)
      #expect(plan.elementCount <= used.reduce(0) { $0 + size($1) })
    }
  }

  @Test func `a long chain of equal blocks takes two of them in turn`() {
    for length in [3, 10, 1000] {
      let steps = (1..<length).map { [$0, $0 - 1] }
      let plan = Self.plan(Array(repeating: 100, count: length), steps)
      #expect(plan.elementCount == 2 * 112)
    }
  }

  @Test func `stretches that touch are one again, whatever the order they are freed in`() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      // Three blocks side by side are freed; a fourth is as large as all of them.
      let steps = [[0, 1, 2, 4]] + order.map { [$0] } + [[3, 4]]
      let plan = Self.plan([32, 48, 16, 96, 16], steps)
      #expect(plan.elementCount == 112, "\(order)")
      #expect(plan.offsets[3] == 0)
    }
  }

  @Test func `what is free at the end is made longer`() {
    let plan = Self.plan([16, 32, 64], [[0], [1, 0], [2, 0]])
    #expect(plan.offsets == [0, 16, 16])
    #expect(plan.elementCount == 80)
  }

  @Test func `a program of a long chain needs no more memory than one of a short one`() throws {
    func bytes(_ length: Int) throws -> Int {
      let tape = Tape()
      let x = tape.variable(numbers([5, 7]), name: "x")
      let y = (0..<length).reduce(x) { y, _ in tanh(y) }
      return try Program(tape, inputs: [x], results: [y]).scratchByteCount
    }
    #expect(try bytes(3) == bytes(300))
    #expect(try bytes(300) == 2 * 48 * 8)
  }
}
