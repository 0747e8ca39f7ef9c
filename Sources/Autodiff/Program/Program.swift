import UnrollKernels
import UnrollNumerics

/// A tape made ready to be run again: the same operations in the same order, on other inputs.
///
/// A tape that is recorded anew in every training step costs more than the arithmetic of a small network.
/// A program is written once, from one recording: all memory is laid out in advance, slices and transposes
/// become ways of looking at it, a sum of matrix products over time becomes one product, and what remains
/// is a list of kernel calls. The tape stays what it is, and can be read beside it.
///
/// ```swift
/// let gradients = tape.gradient(of: loss, for: weights, recorded: true)
/// let program = try Program(tape, inputs: weights + [x, y], results: [loss] + gradients)
/// let values = program.run(newWeights + [newX, newY])
/// ```
///
/// Results equal those of the tape but for rounding. Shapes stay as they were recorded, and so does
/// everything that was decided while recording: which way an `if` went, and every constant. That is why
/// the caller has to know that the operations are the same for all inputs.
public final class Program {
  /// The shapes of the inputs.
  public let inputShapes: [Shape]
  /// The number of kernel calls.
  public var stepCount: Int { steps.count }
  /// The bytes of memory for what lies between inputs and results.
  public var scratchByteCount: Int { scratch.elementCount * dtype.byteCount }

  private let dtype: DType
  private let integerShapes: [Shape]
  private let resultShapes: [Shape]
  private let steps: [unroll_step]
  private let integerUses: [ProgramWriter.IntegerUse]
  private let constants: [Tensor]
  private var scratch: Tensor
  /// The places of all blocks in memory: scratch, constants, inputs, integers, results.
  private var places: [UnsafeMutableRawPointer?]

  /// A program for the results that a tape computed from some of its inputs.
  ///
  /// - Parameters:
  ///   - inputs: Variables made with ``Tape/variable(_:name:)``, all that the results depend on.
  ///   - integers: The integers that were looked up or compared with, the very ones.
  ///   - results: Values on the tape, recorded gradients among them.
  /// - Throws: ``ProgramError`` where the tape holds something that a program can't run.
  public init(
    _ tape: Tape, inputs: [Variable], integers: [IntTensor] = [], results: [Variable]
  ) throws {
    let resultSlots = results.map(tape.slot)
    dtype = results.first?.dtype ?? .float32
    guard (inputs + results).allSatisfy({ $0.dtype == results[0].dtype }) else {
      throw ProgramError.mixedTypes
    }
    inputShapes = inputs.map(\.shape)
    integerShapes = integers.map(\.shape)
    resultShapes = results.map(\.shape)
    let translation = try ProgramTranslation(
      tape, dtype, inputs: inputs.map(tape.slot), integers: integers, results: resultSlots)
    let writer = translation.writer
    let plan = ScratchPlan(writer.blocks, writer.steps)
    scratch = Tensor(uninitialized: [plan.elementCount], dtype)
    var constants: [Tensor] = []
    var numbers: [Int] = []
    for block in writer.blocks {
      switch block {
      case .scratch: numbers.append(0)
      case .constant(let tensor):
        constants.append(tensor)
        numbers.append(constants.count)
      default: numbers.append(0)
      }
    }
    let (inputStart, integerStart) = (1 + constants.count, 1 + constants.count + inputs.count)
    let resultStart = integerStart + integers.count
    for (index, block) in writer.blocks.enumerated() {
      switch block {
      case .input(let i): numbers[index] = inputStart + i
      case .integers(let i): numbers[index] = integerStart + i
      case .result(let i): numbers[index] = resultStart + i
      default: break
      }
    }
    self.constants = constants
    integerUses = writer.integerUses
    steps = writer.steps.map { step in
      var step = step
      step.changeOperands { operand in
        guard operand.block != ProgramWriter.none else {
          operand.block = 0
          return
        }
        operand.offset += Int64(plan.offsets[Int(operand.block)] ?? 0)
        operand.block = UInt32(numbers[Int(operand.block)])
      }
      return step
    }
    places = [UnsafeMutableRawPointer?](repeating: nil, count: resultStart + results.count)
  }

  /// Computes the results for other inputs of the same shapes.
  public func run(_ inputs: [Tensor], integers: [IntTensor] = []) -> [Tensor] {
    requireShapes(inputs, integers)
    let results = resultShapes.map { Tensor(uninitialized: $0, dtype) }
    var next = 0
    func add(_ tensor: Tensor) {
      places[next] = tensor.start
      next += 1
    }
    add(scratch)
    constants.forEach(add)
    inputs.forEach(add)
    let copies = integers.map { $0.copied() }
    copies.forEach(add)
    results.forEach(add)
    withExtendedLifetime((inputs, copies)) {
      switch dtype {
      case .float32: unroll_run_f32(steps, steps.count, places)
      case .float64: unroll_run_f64(steps, steps.count, places)
      }
    }
    return results
  }

  private func requireShapes(_ inputs: [Tensor], _ integers: [IntTensor]) {
    require(
      inputs.map(\.shape) == inputShapes && inputs.allSatisfy { $0.dtype == dtype },
      """
      program: got inputs of shapes \(inputs.map(\.shape)); expected \(inputShapes), all of them \(dtype), \
      as they were when the tape was recorded
      """)
    require(
      integers.map(\.shape) == integerShapes,
      "program: got integers of shapes \(integers.map(\.shape)); expected \(integerShapes)")
    for use in integerUses {
      integers[use.input].requireIndices(below: use.bound, use.operation)
    }
  }
}
