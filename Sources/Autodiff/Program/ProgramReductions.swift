import UnrollKernels
import UnrollNumerics

// Products, sums, losses and rows of tables, as programs compute them.

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
