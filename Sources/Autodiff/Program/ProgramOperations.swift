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
}

extension JoinOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    for (part, place) in zip(x, places(in: y[0], of: x.map(\.shape)) ?? [])
    where !part.isSamePlace(as: place) {
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

// MARK: - Products, sums and losses

extension MatrixProduct: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let (a, b) = operands(x[0], x[1])
    for place in Grid<Float>.places(Shape(y[0].shape.dropLast(2))) {
      /// The matrix that stands at a place of the axes in front.
      func matrix(_ x: Layout) -> Layout {
        place.reduce(x) { $0.sliced(Region(0, $1..<($1 + 1))).dropping(0) }
      }
      writer.product(matrix(a), matrix(b), into: matrix(y[0]))
    }
  }

  /// The operands as they are read: transposed where the operation says so.
  func operands(_ a: Layout, _ b: Layout) -> (Layout, Layout) {
    (transposeA ? a.lastAxesSwapped : a, transposeB ? b.lastAxesSwapped : b)
  }
}

extension Layout {
  fileprivate var lastAxesSwapped: Layout {
    let rank = shape.count
    return transposed(Array(0..<(rank - 2)) + [rank - 1, rank - 2])
  }
}

extension Sum: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    writer.reduce(unroll_sum, x[0], along: axes, into: y[0])
  }
}

extension SumTo: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let axes = AxisSet(repeated: target, in: x[0].shape)
    writer.reduce(unroll_sum, x[0], along: axes, into: y[0])
  }
}

extension Mean: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let sum = writer.scratch(y[0].shape)
    writer.reduce(unroll_sum, x[0], along: axes, into: sum)
    let count = Double(x[0].shape.elementCount / y[0].shape.elementCount)
    writer.scale(sum, by: 1 / count, into: y[0])
  }
}

extension MeanSquaredError: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let shape = x[0].shape
    let difference = writer.scratch(shape)
    let square = writer.scratch(shape)
    let sum = writer.scratch([])
    writer.binary(unroll_subtract, x[0], x[1], into: difference)
    writer.binary(unroll_multiply, difference, difference, into: square)
    writer.reduce(unroll_sum, square, along: AxisSet(nil, of: shape, name), into: sum)
    writer.scale(sum, by: 1 / Double(shape.elementCount), into: y[0])
  }
}

extension SigmoidCrossEntropy: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    let (softplus, product) = (writer.scratch(y[0].shape), writer.scratch(y[0].shape))
    writer.unary(unroll_softplus, x[0], into: softplus)
    writer.binary(unroll_multiply, x[0], x[1], into: product)
    writer.binary(unroll_subtract, softplus, product, into: y[0])
  }
}

extension SoftmaxCrossEntropy: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    try writer.softmax(x[0], labels: labels, losses: y[0], name)
  }
}

extension Softmax: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    guard axis == x[0].shape.count - 1 else {
      throw ProgramError.unknownOperation("\(name) along axis \(axis)")
    }
    try writer.softmax(x[0], into: y[0], name)
  }
}

extension SoftmaxMinusOneHot: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    try writer.softmax(x[0], labels: labels, into: y[0], name)
  }
}

extension Gather: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    try writer.gather(writer.dense(x[0]), indices, into: y[0], name)
  }
}

extension ScatterAddRows: ProgramOperation {
  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    let table = y[0].isDense ? y[0] : writer.scratch(y[0].shape)
    writer.fill(table, with: 0)
    try writer.scatter(x[0], indices, into: table, name)
    if !y[0].isDense { writer.copy(table, into: y[0]) }
  }
}

// MARK: - Movement

extension Detach: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x] }
}

extension BroadcastTo: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.broadcast(to: target)] }
}

extension Reshape: WholeViewOperation, ProgramOperation {
  func views(of x: Layout) -> [Layout]? { x.reshaped(target).map { [$0] } }

  func source(of y: Layout, shape: Shape) -> Layout? { y.reshaped(shape) }

  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    if let target = y[0].reshaped(x[0].shape) { return writer.copy(x[0], into: target) }
    let moved = writer.scratch(x[0].shape)
    writer.copy(x[0], into: moved)
    writer.copy(moved.reshaped(y[0].shape) ?? moved, into: y[0])
  }
}

extension Transpose: WholeViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.transposed(order)] }

  func source(of y: Layout, shape: Shape) -> Layout? {
    y.transposed(order.indices.sorted { order[$0] < order[$1] })
  }
}

extension Slice: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.sliced(region)] }
}

extension Unstack: ViewOperation {
  func views(of x: Layout) -> [Layout]? {
    (0..<x.shape[axis]).map { x.sliced(Region(axis, $0..<($0 + 1))).dropping(axis) }
  }
}

extension Split: ViewOperation {
  func views(of x: Layout) -> [Layout]? {
    (0..<count).map { x.sliced(region($0, in: x.shape)) }
  }
}

extension Stack: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    parts.indices.map { y.sliced(Region(axis, $0..<($0 + 1))).dropping(axis) }
  }
}

extension Concatenate: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    regions(parts).map { y.sliced($0) }
  }
}

extension Assemble: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    guard let axis = regions.first?.axis else { return nil }
    var next = 0
    for region in regions.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard region.axis == axis, region.range.lowerBound == next else { return nil }
      next = region.range.upperBound
    }
    return next == y.shape[axis] ? regions.map { y.sliced($0) } : nil
  }

  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) throws {
    if let places = places(in: y[0], of: x.map(\.shape)) {
      for (part, place) in zip(x, places) where !part.isSamePlace(as: place) {
        writer.copy(part, into: place)
      }
      return
    }
    writer.fill(y[0], with: 0)
    for (part, region) in zip(x, regions) {
      let place = y[0].sliced(region)
      writer.binary(unroll_add, place, part, into: place)
    }
  }
}
