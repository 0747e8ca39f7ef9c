import UnrollKernels
import UnrollNumerics

// What a program can run, operation by operation. An operation that is not here is recorded on a tape in
// every step, which is slower and gives the same.

/// An operation that a program computes by kernel calls.
///
/// Its pullback records the same operations whatever the numbers are: no constant comes from them.
protocol ProgramOperation: Operation {
  /// Writes down the steps that compute `y` from `x`.
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws
}

/// An operation whose results are the numbers of its input, looked at in another way.
protocol ViewOperation: Operation {
  /// The results, where no number has to be moved for them.
  func views(of x: Layout) -> [Layout]?
}

/// A view of all numbers of its input: a value can be put where its view is wanted.
protocol WholeViewOperation: ViewOperation {
  /// Where the input lies whose view is `y`.
  func source(of y: Layout, shape: Shape) -> Layout?
}

/// An operation that puts its inputs next to one another: they can be computed where they are wanted.
protocol JoinOperation: ProgramOperation {
  /// Where each input lies in the result, or nil where inputs overlap or leave gaps.
  func places(in y: Layout, of parts: [Shape]) -> [Layout]?

  /// Writes down the steps where inputs overlap or leave gaps.
  func addUp(_ x: [Layout], into y: Layout, _ writer: inout ProgramWriter)
}

extension JoinOperation {
  /// Inputs that are always next to one another.
  func addUp(_ x: [Layout], into y: Layout, _ writer: inout ProgramWriter) {}

  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    guard let places = places(in: y[0], of: x.map(\.shape)) else {
      return addUp(x, into: y[0], &writer)
    }
    for (part, place) in zip(x, places) where !part.isSamePlace(as: place) {
      writer.copy(part, into: place)
    }
  }
}

// MARK: - One number at a time

/// An operation that is one kernel of one operand.
protocol UnaryKernelOperation: ProgramOperation {
  var kernel: unroll_unary { get }
}

extension UnaryKernelOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.unary(kernel, x[0], into: y[0])
  }
}

extension Negate: UnaryKernelOperation { var kernel: unroll_unary { unroll_negate } }
extension Tanh: UnaryKernelOperation { var kernel: unroll_unary { unroll_tanh } }
extension Sigmoid: UnaryKernelOperation { var kernel: unroll_unary { unroll_sigmoid } }
extension ReLU: UnaryKernelOperation { var kernel: unroll_unary { unroll_relu } }
extension Exponential: UnaryKernelOperation { var kernel: unroll_unary { unroll_exp } }
extension Logarithm: UnaryKernelOperation { var kernel: unroll_unary { unroll_log } }
extension Softplus: UnaryKernelOperation { var kernel: unroll_unary { unroll_softplus } }
extension SquareRoot: UnaryKernelOperation { var kernel: unroll_unary { unroll_sqrt } }

/// An operation that is one kernel of two operands.
protocol BinaryKernelOperation: ProgramOperation {
  var kernel: unroll_binary { get }
}

extension BinaryKernelOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.binary(kernel, x[0], x[1], into: y[0])
  }
}

extension Add: BinaryKernelOperation { var kernel: unroll_binary { unroll_add } }
extension Subtract: BinaryKernelOperation { var kernel: unroll_binary { unroll_subtract } }
extension Multiply: BinaryKernelOperation { var kernel: unroll_binary { unroll_multiply } }
extension Divide: BinaryKernelOperation { var kernel: unroll_binary { unroll_divide } }
extension TanhPullback: BinaryKernelOperation { var kernel: unroll_binary { unroll_tanh_pullback } }
extension SigmoidPullback: BinaryKernelOperation {
  var kernel: unroll_binary { unroll_sigmoid_pullback }
}
extension ReLUPullback: BinaryKernelOperation { var kernel: unroll_binary { unroll_relu_pullback } }

/// An operation with a plain number: `y = factor · x + shift`.
protocol ScaleOperation: ProgramOperation {
  var line: (factor: Double, shift: Double) { get }
}

extension ScaleOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.scale(x[0], by: line.factor, plus: line.shift, into: y[0])
  }
}

extension Scale: ScaleOperation { var line: (factor: Double, shift: Double) { (factor, 0) } }
extension Shift: ScaleOperation { var line: (factor: Double, shift: Double) { (1, amount) } }
extension SubtractFrom: ScaleOperation {
  var line: (factor: Double, shift: Double) { (-1, minuend) }
}

extension DivideBy: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.binary(unroll_divide, x[0], writer.number(divisor), into: y[0])
  }
}

extension DivideInto: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.binary(unroll_divide, writer.number(numerator), x[0], into: y[0])
  }
}

extension Clip: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let atLeast = writer.scratch(y[0].shape)
    writer.binary(unroll_maximum, x[0], writer.number(low), into: atLeast)
    writer.binary(unroll_minimum, atLeast, writer.number(high), into: y[0])
  }
}

extension ClipPullback: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.clipPullback(x[0], x[1], low, high, into: y[0])
  }
}
