import UnrollAutodiff
import UnrollRecurrent

/// The arrays of a batch in order: what a program is run with.
struct BatchArrays {
  var numbers: [Tensor] = []
  var integers: [IntTensor] = []

  init(_ batch: Dataset) {
    add(batch.inputs)
    add(batch.targets)
  }

  private mutating func add(_ samples: Samples) {
    switch samples {
    case .numbers(let tensor): numbers.append(tensor)
    case .tokens(let tensor): integers.append(tensor)
    case .several(let parts): for part in parts { add(part) }
    }
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
