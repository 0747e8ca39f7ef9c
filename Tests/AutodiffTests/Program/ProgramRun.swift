import Testing

@testable import UnrollAutodiff

/// A function that was recorded once, with its gradients, and made a program.
///
/// It is differentiated by one number that is made of all results, each element with a weight of its own.
struct ProgramRun {
  typealias Function = ([Variable], [IntTensor]) -> [Variable]

  let program: Program
  /// The integers that the function itself holds.
  private let constants: [IntTensor]
  private let function: Function
  private let gradientsOnly: Bool

  /// Records the function at a point.
  init(
    at point: [Tensor], integers: [IntTensor] = [], gradientsOnly: Bool = false,
    _ function: @escaping Function
  ) throws {
    let (tape, inputs, results) = Self.record(point, integers, gradientsOnly, function)
    constants = Self.integers(on: tape).filter { own in !integers.contains { $0.isSame(as: own) } }
    program = try Program(
      tape, inputs: inputs, integers: integers + constants, results: results)
    self.function = function
    self.gradientsOnly = gradientsOnly
  }

  /// Expects the program to give at a point what a fresh tape gives there.
  func expectEqual(
    at point: [Tensor], integers: [IntTensor] = [], relative: Double = 1e-12,
    absolute: Double = 1e-14, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (_, _, expected) = Self.record(point, integers, gradientsOnly, function)
    let found = program.run(point, integers: integers + constants)
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    for (index, (found, expected)) in zip(found, expected).enumerated() {
      #expect(found.dtype == expected.dtype)
      expectClose(
        found, expected.value, relative: relative, absolute: absolute, "\(what), result \(index)",
        sourceLocation: sourceLocation)
    }
  }

  /// The integers that operations on a tape hold, each once.
  private static func integers(on tape: Tape) -> [IntTensor] {
    let all = tape.entries.compactMap { entry -> IntTensor? in
      switch entry.operation {
      case let operation as Gather: operation.indices
      case let operation as ScatterAddRows: operation.indices
      case let operation as SoftmaxCrossEntropy: operation.labels
      case let operation as SoftmaxMinusOneHot: operation.labels
      default: nil
      }
    }
    return all.reduce(into: []) { known, tensor in
      if !known.contains(where: { $0.isSame(as: tensor) }) { known.append(tensor) }
    }
  }

  private static func record(
    _ point: [Tensor], _ integers: [IntTensor], _ gradientsOnly: Bool, _ function: Function
  ) -> (tape: Tape, inputs: [Variable], results: [Variable]) {
    let tape = Tape()
    let inputs = point.map { tape.variable($0) }
    let y = function(inputs, integers)
    let parts = y.filter { $0.tape != nil }.enumerated().map { weighted($1, $0) }
    guard let first = parts.first else { return (tape, inputs, gradientsOnly ? [] : y) }
    let total = parts.dropFirst().reduce(first, +)
    let gradients = tape.gradient(of: total, for: inputs, recorded: true)
    return (tape, inputs, (gradientsOnly ? [] : y) + gradients)
  }

  /// `Σ w ⊙ (y + ½ y²)` with weights of both signs.
  private static func weighted(_ y: Variable, _ index: Int) -> Variable {
    let weights = (0..<y.shape.elementCount).map { place in
      let size = 0.5 + Double((7 * place + 5 * index) % 11) / 11
      return place % 2 == 0 ? size : -size
    }
    return (Variable(Tensor(weights, shape: y.shape, dtype: y.dtype)) * (y + 0.5 * y * y)).sum()
  }
}

/// Numbers between −1 and 1, others for each seed.
func numbers(_ shape: Shape, _ seed: Int = 0, dtype: DType = .float64) -> Tensor {
  let elements = (0..<shape.elementCount).map { place in
    let mixed = (place + 1) &* 2_654_435_761 &+ (seed + 1) &* 40_503 &* (place + 17)
    return Double(mixed % 2001 - 1000) / 1000
  }
  return Tensor(elements, shape: shape, dtype: dtype)
}
