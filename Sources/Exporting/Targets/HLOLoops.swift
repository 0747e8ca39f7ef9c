import UnrollAutodiff

/// A loop that is being written: what it carries beside the states, once its rounds are known.
struct HLOLoop {
  /// The line in front of which the loop begins.
  let firstLine: Int
  let round: HLOValue
  let carried: [HLOValue]
}

extension HLOTarget {
  /// A loop is a `stablehlo.while` over a counter. Its rows are read at the counter, and what is kept is written there into
  /// rows of zeros; how many of them there are is known at the end, so its head is written then.
  mutating func beginLoop(
    _ loop: LoopHead<HLOValue>
  ) -> (carried: [HLOValue], elements: [HLOValue]) {
    let round = HLOValue(name: newName(), shape: [], element: .i32)
    let carried = loop.carried.map {
      HLOValue(name: newName(), shape: $0.shape, element: $0.element)
    }
    loops.append(HLOLoop(firstLine: lines.count, round: round, carried: carried))
    indent(by: 1)
    let elements = loop.reads.map { row in
      let zero = constant("dense<0>", [], .i32)
      let shape = Shape([1] + row.shape.dropFirst())
      let places = [round.name] + row.shape.dropFirst().map { _ in zero.name }
      let sizes = shape.map(\.description).joined(separator: ", ")
      let part = define(
        shape, row.element,
        "stablehlo.dynamic_slice \(row.name), \(places.joined(separator: ", ")), sizes = [\(sizes)] : "
          + signature([row] + places.map { _ in round }, shape, row.element))
      return reshape(part, to: row.shape.without(0))
    }
    return (carried, elements)
  }

  mutating func endLoop(
    _ loop: LoopHead<HLOValue>, next: [HLOValue], kept: [HLOValue]
  ) -> (rows: [HLOValue], finals: [HLOValue]) {
    let open = loops.removeLast()
    let rows = kept.map { value in
      HLOValue(
        name: newName(), shape: Shape([loop.count] + Array(value.shape)), element: value.element)
    }
    let filled = zip(rows, kept).map { row, value in
      let zero = constant("dense<0>", [], .i32)
      let part = reshape(value, to: Shape([1] + Array(value.shape)))
      let places = [open.round.name] + value.shape.map { _ in zero.name }
      return define(
        row.shape, row.element,
        "stablehlo.dynamic_update_slice \(row.name), \(part.name), \(places.joined(separator: ", ")) : "
          + signature([row, part] + places.map { _ in open.round }, row.shape, row.element))
    }
    let one = constant("dense<1>", [], .i32)
    let following = binary(.add, open.round, one)
    let after = [following] + next + filled
    let types = after.map(\.type).joined(separator: ", ")
    add("stablehlo.return \(after.map(\.name).joined(separator: ", ")) : \(types)")
    indent(by: -1)
    add("}")

    // The head, with what is carried: the counter, the states, the rows.
    var head = HLOTarget()
    let results = newName()
    let start = newName(), end = newName(), isOn = newName()
    head.add("\(start) = stablehlo.constant dense<0> : tensor<i32>")
    head.add("\(end) = stablehlo.constant dense<\(loop.count)> : tensor<i32>")
    var initial = [start] + loop.carried.map(\.name)
    for row in rows {
      let empty = newName()
      head.add("\(empty) = stablehlo.constant dense<0.0> : \(row.type)")
      initial.append(empty)
    }
    let inside = [open.round] + open.carried + rows
    let pairs = zip(inside, initial).map { "\($0.name) = \($1)" }.joined(separator: ", ")
    head.add("\(results):\(inside.count) = stablehlo.while(\(pairs)) : \(types)")
    head.add("cond {")
    head.add(
      "  \(isOn) = stablehlo.compare LT, \(open.round.name), \(end) : (tensor<i32>, tensor<i32>) -> tensor<i1>"
    )
    head.add("  stablehlo.return \(isOn) : tensor<i1>")
    head.add("} do {")
    lines.insert(contentsOf: head.lines, at: open.firstLine)

    let found = inside.enumerated().map { index, value in
      HLOValue(name: "\(results)#\(index)", shape: value.shape, element: value.element)
    }
    return (Array(found.suffix(rows.count)), Array(found[1..<(1 + open.carried.count)]))
  }
}
