import UnrollAutodiff

/// A loop that is being written.
struct PythonLoop {
  let carried, elements: [PythonValue]
  /// The line in front of the loop.
  let firstLine: Int
}

extension PythonTarget {
  mutating func beginLoop(
    _ loop: LoopHead<PythonValue>
  ) -> (carried: [PythonValue], elements: [PythonValue]) {
    func inside(_ wish: String, _ shape: Shape, _ dtype: DType) -> PythonValue {
      PythonValue(text: names.taken(wish), strength: .call, shape: shape, dtype: dtype)
    }
    let carried = loop.carried.map { inside("s", $0.shape, $0.dtype) }
    let elements = loop.reads.map { inside("x", $0.shape.without(0), $0.dtype) }
    let (states, parts) = (carried.map(\.text), elements.map(\.text))
    loops.append(PythonLoop(carried: carried, elements: elements, firstLine: lines.count))
    switch dialect {
    case .jax:
      add("def round_\(loop.number)(carried, elements):")
      depth += 1
      if !carried.isEmpty { add("\(PythonDialect.tuple(states)) = carried") }
      if !elements.isEmpty { add("\(PythonDialect.tuple(parts)) = elements") }
    case .pyTorch:
      for (state, initial) in zip(states, loop.carried) { add("\(state) = \(initial.text)") }
      let rows = loop.reads.map(\.text)
      switch rows.count {
      case 0: add("for _ in range(\(loop.count)):")
      case 1: add("for \(parts[0]) in \(rows[0]):")
      default: add("for \(parts.joined(separator: ", ")) in zip(\(rows.joined(separator: ", "))):")
      }
      depth += 1
    }
    return (carried, elements)
  }

  mutating func endLoop(
    _ loop: LoopHead<PythonValue>, next: [PythonValue], kept: [PythonValue]
  ) -> (rows: [PythonValue], finals: [PythonValue]) {
    let open = loops.removeLast()
    let rows = kept.map { value in
      PythonValue(
        text: names.taken("all_\(value.text)"), strength: .call,
        shape: Shape([loop.count] + Array(value.shape)), dtype: value.dtype)
    }
    switch dialect {
    case .jax:
      add(
        "return \(PythonDialect.tuple(next.map(\.text))), \(PythonDialect.tuple(kept.map(\.text)))")
      depth -= 1
      let initial = PythonDialect.tuple(loop.carried.map(\.text))
      let reads = PythonDialect.tuple(loop.reads.map(\.text))
      let length = loop.reads.isEmpty ? ", length=\(loop.count)" : ""
      // What is carried out has the names of what was carried in: it is the same value, some rounds later.
      let finals = PythonDialect.tuple(open.carried.map(\.text))
      let results = PythonDialect.tuple(rows.map(\.text))
      add(
        "\(finals), \(results) = jax.lax.scan(round_\(loop.number), \(initial), \(reads)\(length))")
    case .pyTorch:
      for (row, value) in zip(rows, kept) { add("\(row.text).append(\(value.text))") }
      if !next.isEmpty {
        let states = open.carried.map(\.text).joined(separator: ", ")
        add("\(states) = \(next.map(\.text).joined(separator: ", "))")
      }
      depth -= 1
      let indent = String(repeating: "    ", count: depth)
      lines.insert(contentsOf: rows.map { "\(indent)\($0.text) = []" }, at: open.firstLine)
      for row in rows { add("\(row.text) = torch.stack(\(row.text))") }
    }
    return (rows, open.carried)
  }
}
