import Dispatch
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
/// let tape = Tape()
/// let w = tape.variable([[0.1], [0.2]])
/// let x = tape.variable([[1, 2], [3, 4], [5, 6]])
/// let loss = tanh(matmul(x, w)).sum()
/// let gradient = tape.gradient(of: loss, for: w, recorded: true)
/// let program = try Program(tape, inputs: [w, x], results: [loss, gradient])
/// let values = program.run([[[0.3], [0.4]], [[6, 5], [4, 3], [2, 1]]])
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
  private let operations: [String]
  private let integerUses: [ProgramWriter.IntegerUse]
  private let constants: [Tensor]
  private let scratch: Tensor
  /// The places of all blocks in memory: scratch, inputs, integers, results, constants.
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
    let dtype = (results + inputs).first?.dtype ?? .float32
    self.dtype = dtype
    guard (inputs + results).allSatisfy({ $0.dtype == dtype }) else {
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
    // Places stand in the order scratch, inputs, integers, results, constants.
    let integerStart = 1 + inputs.count
    let resultStart = integerStart + integers.count
    let constantStart = resultStart + results.count
    var constants: [Tensor] = []
    let numbers = writer.blocks.map { block in
      switch block {
      case .scratch: return 0
      case .input(let index): return 1 + index
      case .integers(let index): return integerStart + index
      case .result(let index): return resultStart + index
      case .constant(let tensor):
        constants.append(tensor)
        return constantStart + constants.count - 1
      }
    }
    self.constants = constants
    integerUses = writer.integerUses
    operations = writer.operations
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
    places = [UnsafeMutableRawPointer?](repeating: nil, count: constantStart + constants.count)
  }

  /// The same program with memory of its own, so that both can run at the same time.
  public func copy() -> Program { Program(self) }

  private init(_ other: Program) {
    dtype = other.dtype
    inputShapes = other.inputShapes
    integerShapes = other.integerShapes
    resultShapes = other.resultShapes
    steps = other.steps
    operations = other.operations
    integerUses = other.integerUses
    constants = other.constants
    scratch = Tensor(uninitialized: other.scratch.shape, dtype)
    places = other.places
  }

  /// Computes the results for other inputs of the same shapes.
  ///
  /// Inputs and results are in the order in which the program was made. Stops with a sentence where shapes or
  /// types are others, or an integer names a row or class that there is not.
  public func run(_ inputs: [Tensor], integers: [IntTensor] = []) -> [Tensor] {
    let call = Call(self, inputs, integers)
    call.execute()
    return call.results
  }

  /// Runs several programs at the same time, each on a thread of its own. None may be there twice.
  /// Results in the order of the calls.
  public static func run(
    _ calls: [(program: Program, inputs: [Tensor], integers: [IntTensor])]
  ) -> [[Tensor]] {
    nonisolated(unsafe) let calls = calls.map { Call($0.program, $0.inputs, $0.integers) }
    if calls.count == 1 {
      calls[0].execute()
      return [calls[0].results]
    }
    let isFlushing = unroll_flush_subnormals(false)
    _ = unroll_flush_subnormals(isFlushing)
    DispatchQueue.concurrentPerform(iterations: calls.count) { index in
      // The processor's mode belongs to a thread.
      let before = unroll_flush_subnormals(isFlushing)
      calls[index].execute()
      _ = unroll_flush_subnormals(before)
    }
    return calls.map(\.results)
  }

  /// A program with everything it needs to run: all memory is taken before.
  private struct Call {
    let program: Program
    let results: [Tensor]
    private let held: [Tensor]

    init(_ program: Program, _ inputs: [Tensor], _ integers: [IntTensor]) {
      program.requireShapes(inputs, integers)
      self.program = program
      results = program.resultShapes.map { Tensor(uninitialized: $0, program.dtype) }
      held =
        [program.scratch] + inputs + integers.map { $0.copied() } + results + program.constants
      for (index, tensor) in held.enumerated() { program.places[index] = tensor.start }
    }

    func execute() { execute(program.steps) }

    func execute(_ steps: [unroll_step]) {
      withExtendedLifetime(held) {
        switch program.dtype {
        case .float32: unroll_run_f32(steps, steps.count, program.places)
        case .float64: unroll_run_f64(steps, steps.count, program.places)
        }
      }
    }
  }

  /// Where the time of a run goes, by the operations of the tape, the most expensive first.
  ///
  /// Each kernel call is timed by itself, and of several runs its median counts.
  ///
  /// Inputs are those of ``run(_:integers:)``.
  public func costs(_ inputs: [Tensor], integers: [IntTensor] = [], runs: Int = 21) -> [Cost] {
    let call = Call(self, inputs, integers)
    let single = steps.map { [$0] }
    let clock = ContinuousClock()
    func seconds(_ steps: [unroll_step]) -> Double {
      clock.measure { call.execute(steps) } / .seconds(1)
    }
    let times = (0..<runs).map { _ in single.map(seconds) }
    // What the clock itself takes.
    let idle = (0..<1000).map { _ in seconds([]) }.sorted()[500]
    var costs: [String: Cost] = [:]
    for index in steps.indices {
      let median = times.map { $0[index] }.sorted()[runs / 2]
      costs[operations[index], default: Cost(operation: operations[index])]
        .add(max(0, median - idle), steps[index])
    }
    return costs.values.sorted { ($0.seconds, $1.operation) > ($1.seconds, $0.operation) }
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

  /// Whether all integers name rows and classes that there are.
  package func accepts(_ integers: [IntTensor]) -> Bool {
    integerUses.allSatisfy { integers[$0.input].hasIndices(below: $0.bound) }
  }
}
