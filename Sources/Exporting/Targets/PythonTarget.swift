import UnrollAutodiff

/// Python source for JAX or PyTorch: a line for each line of the tape.
struct PythonTarget: ExportTarget {
  let dialect: PythonDialect
  var lines: [String] = []
  /// Constants with many numbers, by name: they come from a file.
  private(set) var tables: [(name: String, tensor: Tensor)] = []
  /// Token ids that are no part of the program: its inputs, or tables from the file.
  private(set) var ids: [(name: String, tensor: IntTensor)] = []
  var depth = 1
  var names = PythonNames()
  /// Of the loops that are open: what is carried and read, by name, and where the loop began.
  var loops: [PythonLoop] = []

  init(_ dialect: PythonDialect) { self.dialect = dialect }

  mutating func add(_ line: String) {
    lines.append(line.isEmpty ? "" : String(repeating: "    ", count: depth) + line)
  }

  private func call(_ function: String, _ arguments: [String], _ shape: Shape, _ dtype: DType)
    -> PythonValue
  {
    PythonValue(
      text: "\(function)(\(arguments.joined(separator: ", ")))", strength: .call, shape: shape,
      dtype: dtype)
  }

  /// An input of the program under a name that Python takes.
  mutating func input(_ name: String, _ shape: Shape, _ dtype: DType) -> PythonValue {
    PythonValue(text: names.taken(name), strength: .call, shape: shape, dtype: dtype)
  }

  /// Token ids that the program is given: an operation that uses these very ids uses the input.
  mutating func input(_ name: String, _ ids: IntTensor) -> String {
    self.ids.append((names.taken(name), ids))
    return self.ids[self.ids.count - 1].name
  }

  /// How the program finds ids: by the name of an input, in another shape if need be, or in the file of tables.
  mutating func places(_ ids: IntTensor) -> String {
    if let known = self.ids.first(where: { $0.tensor.isSame(as: ids) }) {
      guard known.tensor.shape != ids.shape else { return known.name }
      return "\(known.name).reshape(\(ids.shape.map(\.description).joined(separator: ", ")))"
    }
    let name = names.taken("ids_\(self.ids.count + 1)")
    self.ids.append(("tables[\"\(name)\"]", ids))
    return "tables[\"\(name)\"]"
  }

  // MARK: - The program

  mutating func name(_ value: PythonValue, _ name: String) -> PythonValue {
    var named = value
    named.text = names.taken(name)
    named.strength = .call
    add("\(named.text) = \(value.text)")
    return named
  }

  mutating func comment(_ text: String) {
    if lines.last.map({ !$0.isEmpty }) ?? false { lines.append("") }
    add("# \(text)")
  }

  // MARK: - Numbers from nothing

  mutating func number(_ number: Double, like other: PythonValue) -> PythonValue {
    PythonValue(
      text: Self.literal(number), strength: number < 0 ? .sign : .call, shape: [],
      dtype: other.dtype)
  }

  mutating func constant(_ tensor: Tensor) -> PythonValue {
    let elements = tensor.elements
    if tensor.shape.isEmpty {
      return call(
        dialect == .jax ? "jnp.array" : "torch.tensor",
        [Self.literal(elements[0]), "dtype=\(dialect.dtype(tensor.dtype))"], [], tensor.dtype)
    }
    if let first = elements.first, elements.allSatisfy({ $0 == first }) {
      if first == 0 { return zeros(tensor.shape, tensor.dtype) }
      return call(
        "\(dialect.module).full",
        [
          PythonDialect.tuple(Array(tensor.shape)), Self.literal(first),
          "dtype=\(dialect.dtype(tensor.dtype))",
        ], tensor.shape, tensor.dtype)
    }
    let name = names.taken("table_\(tables.count + 1)")
    tables.append((name, tensor))
    return PythonValue(
      text: "tables[\"\(name)\"]", strength: .call, shape: tensor.shape, dtype: tensor.dtype)
  }

  mutating func constant(_ mask: BoolTensor) -> PythonValue {
    let numbers = constant(mask.tensor())
    return binary(.greater, numbers, number(0.5, like: numbers))
  }

  mutating func zeros(_ shape: Shape, _ dtype: DType) -> PythonValue {
    call(
      "\(dialect.module).zeros",
      [PythonDialect.tuple(Array(shape)), "dtype=\(dialect.dtype(dtype))"], shape, dtype)
  }

  /// The shortest digits that give the number back.
  static func literal(_ number: Double) -> String {
    if number.isNaN { return "float(\"nan\")" }
    if number.isInfinite { return number < 0 ? "-float(\"inf\")" : "float(\"inf\")" }
    return "\(number)"
  }

  // MARK: - Element by element

  mutating func unary(_ operation: UnaryPrimitive, _ x: PythonValue) -> PythonValue {
    if operation == .negate {
      return PythonValue(
        text: "-" + x.text(atLeast: .sign), strength: .sign, shape: x.shape, dtype: x.dtype)
    }
    return call(dialect.function(operation), [x.text], x.shape, x.dtype)
  }

  mutating func binary(_ operation: BinaryPrimitive, _ a: PythonValue, _ b: PythonValue)
    -> PythonValue
  {
    let shape = a.shape.broadcast(with: b.shape)
    func infix(_ sign: String, _ strength: PythonValue.Strength, isStrict: Bool) -> PythonValue {
      // Of equally strong signs the left one binds first.
      let right = PythonValue.Strength(rawValue: strength.rawValue + 1) ?? .call
      let text =
        "\(a.text(atLeast: strength)) \(sign) \(b.text(atLeast: isStrict ? right : strength))"
      return PythonValue(text: text, strength: strength, shape: shape, dtype: a.dtype)
    }
    switch operation {
    case .add: return infix("+", .sum, isStrict: false)
    case .subtract: return infix("-", .sum, isStrict: true)
    case .multiply: return infix("*", .product, isStrict: false)
    case .divide: return infix("/", .product, isStrict: true)
    case .greater: return infix(">", .comparison, isStrict: true)
    case .greaterOrEqual: return infix(">=", .comparison, isStrict: true)
    case .equal: return infix("==", .comparison, isStrict: true)
    case .power:
      let text = "\(a.text(atLeast: .call)) ** \(b.text(atLeast: .call))"
      return PythonValue(text: text, strength: .power, shape: shape, dtype: a.dtype)
    case .maximum, .minimum:
      let isNumber = b.shape.isEmpty && Double(b.text) != nil
      if dialect == .pyTorch, isNumber {
        let bound = operation == .maximum ? "min" : "max"
        return call("torch.clamp", [a.text, "\(bound)=\(b.text)"], shape, a.dtype)
      }
      return call("\(dialect.module).\(operation.rawValue)", [a.text, b.text], shape, a.dtype)
    }
  }

  mutating func select(_ mask: PythonValue, _ a: PythonValue, _ b: PythonValue) -> PythonValue {
    call(
      "\(dialect.module).where", [mask.text, a.text, b.text],
      a.shape.broadcast(with: b.shape).broadcast(with: mask.shape), a.dtype)
  }

  mutating func cast(_ x: PythonValue, to dtype: DType) -> PythonValue {
    let method = dialect == .jax ? "astype" : "to"
    return call("\(x.text(atLeast: .call)).\(method)", [dialect.dtype(dtype)], x.shape, dtype)
  }

  mutating func softplus(_ x: PythonValue) -> PythonValue {
    let zero = dialect == .jax ? "0.0" : "torch.zeros_like(\(x.text))"
    return call("\(dialect.module).logaddexp", [x.text, zero], x.shape, x.dtype)
  }

  // MARK: - Matrices and sums

  mutating func matmul(
    _ a: PythonValue, _ b: PythonValue, transposeA: Bool, transposeB: Bool
  ) -> PythonValue {
    func operand(_ x: PythonValue, _ isTransposed: Bool) -> String {
      let text = x.text(atLeast: .call)
      return isTransposed ? text + (x.shape.count == 2 ? ".T" : ".mT") : text
    }
    let rows = a.shape[a.shape.count - (transposeA ? 1 : 2)]
    let columns = b.shape[b.shape.count - (transposeB ? 2 : 1)]
    return PythonValue(
      text: "\(operand(a, transposeA)) @ \(operand(b, transposeB))", strength: .product,
      shape: Shape(a.shape.dropLast(2) + [rows, columns]), dtype: a.dtype)
  }

  mutating func reduce(
    _ reduction: ReductionPrimitive, _ x: PythonValue, axes: [Int], keepDims: Bool
  ) -> PythonValue {
    let shape = Shape(
      x.shape.enumerated().compactMap { index, size in
        axes.contains(index) ? (keepDims ? 1 : nil) : size
      })
    let places = axes.count == 1 ? "\(axes[0])" : PythonDialect.tuple(axes)
    var arguments = [x.text, "\(dialect.axis)=\(places)"]
    if axes.count == x.shape.count && !keepDims { arguments.removeLast() }
    if keepDims { arguments.append("\(dialect.keepDims)=True") }
    let function =
      switch (dialect, reduction) {
      case (_, .sum): "\(dialect.module).sum"
      case (.jax, .max): "jnp.max"
      case (.pyTorch, .max): "torch.amax"
      }
    return call(function, arguments, shape, x.dtype)
  }

  mutating func softmax(_ x: PythonValue, axis: Int) -> PythonValue {
    let function = dialect == .jax ? "jax.nn.softmax" : "torch.softmax"
    return call(function, [x.text, "\(dialect.axis)=\(axis)"], x.shape, x.dtype)
  }

  mutating func logSoftmax(_ x: PythonValue, axis: Int) -> PythonValue {
    let function = dialect == .jax ? "jax.nn.log_softmax" : "torch.log_softmax"
    return call(function, [x.text, "\(dialect.axis)=\(axis)"], x.shape, x.dtype)
  }

  mutating func logSumExp(_ x: PythonValue, axis: Int, keepDims: Bool) -> PythonValue {
    let function = dialect == .jax ? "jax.nn.logsumexp" : "torch.logsumexp"
    let shape =
      keepDims
      ? Shape(x.shape.enumerated().map { $0.offset == axis ? 1 : $0.element })
      : x.shape.without(axis)
    return call(
      function,
      [x.text, "\(dialect.axis)=\(axis)"] + (keepDims ? ["\(dialect.keepDims)=True"] : []), shape,
      x.dtype)
  }
}
