import UnrollKernels

/// Where scratch blocks lie in one stretch of memory: a block takes the place of those that are no longer
/// read.
struct ScratchPlan {
  /// Where each block begins, in elements; nil for a block that is not scratch or not used.
  private(set) var offsets: [Int?]
  /// The elements that all scratch blocks need.
  private(set) var elementCount = 0

  /// Stretches that are free, in order, none touching another.
  private var free: [Range<Int>] = []

  /// Blocks begin at multiples of so many elements, which are whole cache lines.
  private static let unit = 16

  init(_ blocks: [ProgramWriter.Block], _ steps: [unroll_step]) {
    offsets = [Int?](repeating: nil, count: blocks.count)
    var lastUse = [Int](repeating: -1, count: blocks.count)
    for (index, step) in steps.enumerated() {
      for block in step.blocks { lastUse[block] = index }
    }
    for (index, step) in steps.enumerated() {
      for block in step.blocks where offsets[block] == nil {
        guard case .scratch(let count) = blocks[block] else { continue }
        offsets[block] = take(Self.rounded(count))
      }
      for block in Set(step.blocks) where lastUse[block] == index {
        guard case .scratch(let count) = blocks[block], let offset = offsets[block] else {
          continue
        }
        giveBack(offset..<(offset + Self.rounded(count)))
      }
    }
  }

  private static func rounded(_ count: Int) -> Int { (max(count, 1) + unit - 1) / unit * unit }

  /// The smallest free stretch that is large enough, or new memory at the end.
  private mutating func take(_ count: Int) -> Int {
    var best: Int?
    for (index, range) in free.enumerated() where range.count >= count {
      if best.map({ range.count < free[$0].count }) ?? true { best = index }
    }
    if let best {
      let start = free[best].lowerBound
      if free[best].count == count {
        free.remove(at: best)
      } else {
        free[best] = (start + count)..<free[best].upperBound
      }
      return start
    }
    // What is free at the end is made longer.
    if let last = free.last, last.upperBound == elementCount {
      free.removeLast()
      elementCount = last.lowerBound + count
      return last.lowerBound
    }
    elementCount += count
    return elementCount - count
  }

  private mutating func giveBack(_ range: Range<Int>) {
    var (low, high) = (0, free.count)
    while low < high {
      let middle = (low + high) / 2
      if free[middle].lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    free.insert(range, at: low)
    if low + 1 < free.count, free[low].upperBound == free[low + 1].lowerBound {
      free[low] = free[low].lowerBound..<free[low + 1].upperBound
      free.remove(at: low + 1)
    }
    if low > 0, free[low - 1].upperBound == free[low].lowerBound {
      free[low - 1] = free[low - 1].lowerBound..<free[low].upperBound
      free.remove(at: low)
    }
  }
}

extension unroll_step {
  /// The blocks that the step reads and writes.
  var blocks: [Int] {
    [out, a, b, d].compactMap { $0.block == ProgramWriter.none ? nil : Int($0.block) }
  }

  /// Calls `body` with each operand that the step has.
  mutating func changeOperands(_ body: (inout unroll_operand) -> Void) {
    body(&out)
    body(&a)
    body(&b)
    body(&d)
  }
}
