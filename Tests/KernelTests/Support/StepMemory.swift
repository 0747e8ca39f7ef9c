import Foundation
import Testing
import UnrollKernels

/// Blocks of memory for the steps of a program, and a way to run them.
final class StepMemory<Number: KernelNumber> {
  private var blocks: [UnsafeMutableBufferPointer<Number>] = []
  private var integerBlocks: [UnsafeMutableBufferPointer<Int32>] = []
  private var places: [UnsafeMutableRawPointer?] = []

  deinit {
    for block in blocks { block.deallocate() }
    for block in integerBlocks { block.deallocate() }
  }

  /// A block that holds numbers; its index is what steps name it by.
  func add(_ numbers: [Number]) -> UInt32 {
    let block = UnsafeMutableBufferPointer<Number>.allocate(capacity: numbers.count)
    _ = block.initialize(from: numbers)
    blocks.append(block)
    places.append(UnsafeMutableRawPointer(block.baseAddress))
    return UInt32(places.count - 1)
  }

  func add(_ integers: [Int32]) -> UInt32 {
    let block = UnsafeMutableBufferPointer<Int32>.allocate(capacity: integers.count)
    _ = block.initialize(from: integers)
    integerBlocks.append(block)
    places.append(UnsafeMutableRawPointer(block.baseAddress))
    return UInt32(places.count - 1)
  }

  func run(_ steps: [unroll_step]) {
    if Number.self == Float.self {
      unroll_run_f32(steps, steps.count, places)
    } else {
      unroll_run_f64(steps, steps.count, places)
    }
  }

  /// The numbers that a block holds now.
  func numbers(_ block: UInt32) -> [Number] {
    let start = places[Int(block)]
    return blocks.first { UnsafeMutableRawPointer($0.baseAddress) == start }.map(Array.init) ?? []
  }

  /// What a block holds now, bit for bit.
  func bits(_ block: UInt32) -> [Number.Bits] { numbers(block).map(\.bits) }

  /// Whether a block holds numbers, bit for bit.
  func holds(_ numbers: [Number], in block: UInt32) -> Bool {
    numbers.withUnsafeBytes { wanted in
      guard let start = places[Int(block)], let wanted = wanted.baseAddress else { return false }
      return memcmp(start, wanted, numbers.count * MemoryLayout<Number>.stride) == 0
    }
  }
}

/// An operand `[rows, columns]` that lies in a block of its own: where, and its numbers.
struct StepOperand<Number: KernelNumber> {
  let rows, columns: Int
  let row, column: Int
  /// The numbers of the block, with others around and between those of the operand.
  var block: [Number]
  static var offset: Int { 37 }

  /// An operand of which the gaps and margins hold `around`.
  init(
    _ rows: Int, _ columns: Int, row: Int, column: Int, around: Number,
    _ number: (_ row: Int, _ column: Int) -> Number
  ) {
    (self.rows, self.columns, self.row, self.column) = (rows, columns, row, column)
    let last = max(0, rows - 1) * row + max(0, columns - 1) * column
    block = Array(repeating: around, count: Self.offset + last + 1 + Self.offset)
    for r in 0..<rows {
      for c in 0..<columns { block[Self.offset + r * row + c * column] = number(r, c) }
    }
  }

  subscript(r: Int, c: Int) -> Number { block[Self.offset + r * row + c * column] }

  func operand(in memory: StepMemory<Number>) -> unroll_operand {
    operand(block: memory.add(block))
  }

  func operand(block: UInt32) -> unroll_operand {
    unroll_operand(
      offset: Int64(Self.offset), block: block, row: UInt32(row), column: UInt32(column))
  }
}

extension unroll_step {
  init(_ kind: unroll_step_kind, function: UInt32 = 0, _ rows: Int, _ columns: Int) {
    self.init()
    self.kind = kind.rawValue
    self.function = function
    (self.rows, self.columns) = (UInt32(rows), UInt32(columns))
  }
}
