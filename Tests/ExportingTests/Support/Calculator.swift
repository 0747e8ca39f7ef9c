import UnrollAutodiff

@testable import UnrollExporting

/// A language that is run and not printed: what is written into it is a list of instructions, loops within them, which can be
/// followed with any numbers. So it is seen without another library what a program gives for a batch that was not recorded.
struct Calculator: ExportTarget {
  struct Value: ExportValue {
    let place: Int
    let shape: Shape
    let dtype: DType
  }

  /// The numbers at all places, and the ids by name.
  struct Memory {
    var values: [Int: Variable] = [:]
    var ids: [String: IntTensor] = [:]

    subscript(value: Value) -> Variable {
      guard let found = values[value.place] else {
        fatalError("a value is used before it is there")
      }
      return found
    }
  }

  typealias Instruction = (inout Memory) -> Void

  private var blocks: [[Instruction]] = [[]]
  private var open: [(carried: [Value], elements: [Value])] = []
  private var count = 0
  private var ids: [(name: String, tensor: IntTensor)] = []

  mutating func input(_ shape: Shape, _ dtype: DType) -> Value {
    count += 1
    return Value(place: count, shape: shape, dtype: dtype)
  }

  mutating func input(_ name: String, _ ids: IntTensor) { self.ids.append((name, ids)) }

  /// Follows all instructions.
  func run(_ memory: inout Memory) { for instruction in blocks[0] { instruction(&memory) } }

  private mutating func define(
    _ shape: Shape, _ dtype: DType, _ compute: @escaping (Memory) -> Variable
  ) -> Value {
    let value = input(shape, dtype)
    blocks[blocks.count - 1].append { memory in
      let result = compute(memory)
      precondition(result.shape == shape, "computed \(result.shape), told \(shape)")
      memory.values[value.place] = result
    }
    return value
  }

  // MARK: - The program

  mutating func name(_ value: Value, _ name: String) -> Value { value }

  mutating func comment(_ text: String) {}

  mutating func beginLoop(_ loop: LoopHead<Value>) -> (carried: [Value], elements: [Value]) {
    let carried = loop.carried.map { input($0.shape, $0.dtype) }
    let elements = loop.reads.map { input($0.shape.without(0), $0.dtype) }
    open.append((carried, elements))
    blocks.append([])
    return (carried, elements)
  }

  mutating func endLoop(
    _ loop: LoopHead<Value>, next: [Value], kept: [Value]
  ) -> (rows: [Value], finals: [Value]) {
    let (body, (carried, elements)) = (blocks.removeLast(), open.removeLast())
    let rows = kept.map { input(Shape([loop.count] + Array($0.shape)), $0.dtype) }
    let finals = next.map { input($0.shape, $0.dtype) }
    blocks[blocks.count - 1].append { memory in
      var state = loop.carried.map { memory[$0] }
      var all = [[Variable]](repeating: [], count: kept.count)
      for round in 0..<loop.count {
        for (place, value) in zip(carried, state) { memory.values[place.place] = value }
        for (place, row) in zip(elements, loop.reads) {
          memory.values[place.place] = Variable(memory[row].value[round])
        }
        for instruction in body { instruction(&memory) }
        state = next.map { memory[$0] }
        for (index, value) in kept.enumerated() { all[index].append(memory[value]) }
      }
      for (place, value) in zip(finals, state) { memory.values[place.place] = value }
      for (place, values) in zip(rows, all) { memory.values[place.place] = stack(values) }
    }
    return (rows, finals)
  }

  // MARK: - Numbers from nothing

  mutating func number(_ number: Double, like other: Value) -> Value {
    define([], other.dtype) { _ in Variable(number, dtype: other.dtype) }
  }

  mutating func constant(_ tensor: Tensor) -> Value {
    define(tensor.shape, tensor.dtype) { _ in Variable(tensor) }
  }

  mutating func constant(_ mask: BoolTensor) -> Value { constant(mask.tensor(dtype: .float64)) }

  mutating func zeros(_ shape: Shape, _ dtype: DType) -> Value {
    constant(.zeros(shape, dtype: dtype))
  }

  // MARK: - Element by element

  mutating func unary(_ operation: UnaryPrimitive, _ x: Value) -> Value {
    define(x.shape, x.dtype) { memory in
      let x = memory[x]
      return switch operation {
      case .negate: -x
      case .exp: exp(x)
      case .log: log(x)
      case .tanh: tanh(x)
      case .sigmoid: sigmoid(x)
      case .sqrt: sqrt(x)
      case .abs: abs(x)
      }
    }
  }

  mutating func binary(_ operation: BinaryPrimitive, _ a: Value, _ b: Value) -> Value {
    let shape = a.shape.broadcast(with: b.shape)
    return define(shape, a.dtype) { memory in
      let (a, b) = (memory[a], memory[b])
      func compared(_ holds: (Double, Double) -> Bool) -> Variable {
        let (x, y) = (a.broadcast(to: shape).value, b.broadcast(to: shape).value)
        let elements = zip(x.elements, y.elements).map { holds($0, $1) ? 1.0 : 0 }
        return Variable(Tensor(elements, shape: shape, dtype: x.dtype))
      }
      return switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .maximum: maximum(a, b)
      case .minimum: minimum(a, b)
      case .power: pow(a, b)
      case .greater: compared(>)
      case .greaterOrEqual: compared(>=)
      case .equal: compared(==)
      }
    }
  }

  mutating func select(_ mask: Value, _ a: Value, _ b: Value) -> Value {
    let shape = a.shape.broadcast(with: b.shape).broadcast(with: mask.shape)
    return define(shape, a.dtype) { memory in
      let all = [mask, a, b].map { memory[$0].broadcast(to: shape).value.elements }
      let elements = all[0].indices.map { all[0][$0] != 0 ? all[1][$0] : all[2][$0] }
      return Variable(Tensor(elements, shape: shape, dtype: a.dtype))
    }
  }

  mutating func cast(_ x: Value, to dtype: DType) -> Value {
    define(x.shape, dtype) { $0[x].cast(to: dtype) }
  }

  // MARK: - Matrices and sums

  mutating func matmul(_ a: Value, _ b: Value, transposeA: Bool, transposeB: Bool) -> Value {
    let rank = a.shape.count
    let shape = Shape(
      a.shape.dropLast(2)
        + [
          a.shape[rank - (transposeA ? 1 : 2)],
          b.shape[b.shape.count - (transposeB ? 2 : 1)],
        ])
    return define(shape, a.dtype) {
      UnrollAutodiff.matmul($0[a], $0[b], transposeA: transposeA, transposeB: transposeB)
    }
  }

  mutating func reduce(
    _ reduction: ReductionPrimitive, _ x: Value, axes: [Int], keepDims: Bool
  ) -> Value {
    let shape = Shape(
      x.shape.enumerated().compactMap { index, size in
        axes.contains(index) ? (keepDims ? 1 : nil) : size
      })
    return define(shape, x.dtype) { memory in
      reduction == .sum
        ? memory[x].sum(axes: axes, keepDims: keepDims)
        : memory[x].max(axes: axes, keepDims: keepDims)
    }
  }

  // MARK: - Shapes

  mutating func reshape(_ x: Value, to shape: Shape) -> Value {
    define(shape, x.dtype) { $0[x].reshaped(shape) }
  }

  mutating func transpose(_ x: Value, order: [Int]) -> Value {
    define(Shape(order.map { x.shape[$0] }), x.dtype) { $0[x].transposed(order) }
  }

  mutating func broadcast(_ x: Value, to shape: Shape) -> Value {
    define(shape, x.dtype) { $0[x].broadcast(to: shape) }
  }

  mutating func slice(_ x: Value, axis: Int, range: Range<Int>) -> Value {
    var sizes = Array(x.shape)
    sizes[axis] = range.count
    return define(Shape(sizes), x.dtype) { memory in
      UnrollAutodiff.concatenate(
        unstack(memory[x], axis: axis)[range].map { part in
          var sizes = Array(part.shape)
          sizes.insert(1, at: axis)
          return part.reshaped(Shape(sizes))
        }, axis: axis)
    }
  }

  mutating func concatenate(_ parts: [Value], axis: Int) -> Value {
    var sizes = Array(parts[0].shape)
    sizes[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return define(Shape(sizes), parts[0].dtype) { memory in
      UnrollAutodiff.concatenate(parts.map { memory[$0] }, axis: axis)
    }
  }

  mutating func pad(_ x: Value, axis: Int, before: Int, after: Int) -> Value {
    var sizes = Array(x.shape)
    sizes[axis] += before + after
    return define(Shape(sizes), x.dtype) {
      $0[x].padded(axis: axis, before: before, after: after)
    }
  }

  mutating func reverse(_ x: Value, axis: Int) -> Value {
    define(x.shape, x.dtype) { stack(unstack($0[x], axis: axis).reversed(), axis: axis) }
  }

  // MARK: - Rows of a table

  /// The ids that are given under the name of those that were recorded.
  private func places(_ ids: IntTensor) -> (Memory) -> IntTensor {
    guard let known = self.ids.first(where: { $0.tensor.isSame(as: ids) }) else {
      return { _ in ids }
    }
    return { memory in
      guard let given = memory.ids[known.name] else { fatalError("no ids \(known.name)") }
      return given.reshaped(ids.shape)
    }
  }

  mutating func gather(_ table: Value, _ indices: IntTensor) -> Value {
    let ids = places(indices)
    return define(Shape(Array(indices.shape) + table.shape.dropFirst()), table.dtype) {
      UnrollAutodiff.gather($0[table], ids($0))
    }
  }

  mutating func scatterAdd(_ rows: Value, _ indices: IntTensor, rowCount: Int) -> Value {
    let ids = places(indices)
    return define(Shape([rowCount] + rows.shape.dropFirst(indices.shape.count)), rows.dtype) {
      UnrollAutodiff.scatterAdd($0[rows], ids($0), rowCount: rowCount)
    }
  }

  mutating func oneHot(_ labels: IntTensor, classes: Int, like other: Value) -> Value {
    let ids = places(labels)
    return define(Shape(Array(labels.shape) + [classes]), other.dtype) {
      Variable(ids($0).oneHot(classes, dtype: other.dtype))
    }
  }

  mutating func notEqual(_ ids: IntTensor, _ id: Int) -> Value {
    let given = places(ids)
    return define(ids.shape, .float64) { memory in
      let elements = given(memory).elements.map { $0 == id ? 0.0 : 1 }
      return Variable(Tensor(elements, shape: ids.shape, dtype: .float64))
    }
  }
}

extension RecordedProgram {
  /// What the program gives, by names such as `weights/dense/kernel`, for numbers and ids by such names; what is not given is as
  /// it was recorded.
  func results(
    of numbers: [String: Tensor] = [:], ids: [String: IntTensor] = [:], isUnrolled: Bool = false
  ) throws -> [String: Tensor] {
    func named(_ parts: [Part]) -> [(name: String, value: Variable)] {
      parts.flatMap { part in
        if case .group(let group, let members) = part {
          return members.map { ("\(group)/\($0.name)", $0.value) }
        }
        return part.values
      }
    }
    var target = Calculator()
    var memory = Calculator.Memory()
    var places: [Int: Calculator.Value] = [:]
    for (name, variable) in named(inputs) {
      let value = target.input(variable.shape, variable.dtype)
      places[variable.knownPlace] = value
      memory.values[value.place] = Variable(numbers[name] ?? variable.value)
    }
    for case .tokens(let name, let tensor) in inputs {
      target.input(name, tensor)
      memory.ids[name] = ids[name] ?? tensor
    }
    let (text, found) = try written(in: target, given: places, isUnrolled: isUnrolled)
    text.run(&memory)
    let pairs = zip(named(results), found).map { ($0.name, memory[$1].value) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
