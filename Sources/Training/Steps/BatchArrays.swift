import UnrollAutodiff
import UnrollRecurrent

/// The arrays of a batch in order: what a program is run with.
struct BatchArrays {
  private(set) var numbers: [Tensor] = []
  private(set) var integers: [IntTensor] = []

  init(_ batch: Dataset) {
    add(batch.inputs)
    add(batch.targets)
  }

  init(_ samples: Samples) { add(samples) }

  private mutating func add(_ samples: Samples) {
    switch samples {
    case .numbers(let tensor): numbers.append(tensor)
    case .tokens(let tensor): integers.append(tensor)
    case .several(let parts): for part in parts { add(part) }
    }
  }

  /// The number of samples.
  var count: Int { numbers.first?.shape[0] ?? integers.first?.shape[0] ?? 0 }

  /// Some of the samples.
  func rows(_ samples: Range<Int>) -> BatchArrays {
    if samples.count == count { return self }
    var part = self
    part.numbers = numbers.map { $0[samples] }
    part.integers = integers.map { $0.rows(samples) }
    return part
  }

  /// The samples in so many parts of nearly equal size, or in fewer, if there are not so many.
  func parts(_ number: Int) -> [Range<Int>] {
    let number = max(1, min(number, count))
    return (0..<number).map { ($0 * count / number)..<(($0 + 1) * count / number) }
  }

  var shape: BatchShape {
    BatchShape(
      numbers: numbers.map(\.shape), types: numbers.map(\.dtype),
      integers: integers.map(\.shape))
  }
}

/// The shapes of a batch's arrays, and the types of its numbers.
struct BatchShape: Hashable {
  let numbers: [Shape]
  let types: [DType]
  let integers: [Shape]
}

extension ModelInput {
  /// All numbers, as variables.
  var numbers: [Variable] {
    switch self {
    case .numbers(let x): [x]
    case .tokens: []
    case .several(let parts): parts.flatMap(\.numbers)
    }
  }
}
