import UnrollAutodiff

// Rows of a table, in StableHLO.

extension HLOTarget {
  /// The ids as a value: an input of the program, or numbers in it.
  private mutating func places(_ ids: IntTensor) -> HLOValue {
    if let known = self.ids.first(where: { $0.tensor.isSame(as: ids) }) {
      return reshape(known.value, to: ids.shape)
    }
    let words = ids.elements.map(\.description)
    return constant("dense<\(Self.nested(words, ids.shape))>", ids.shape, .i32)
  }

  mutating func gather(_ table: HLOValue, _ indices: IntTensor) -> HLOValue {
    let ids = places(indices)
    let (rank, width) = (ids.shape.count, Array(table.shape.dropFirst()))
    let shape = Shape(Array(ids.shape) + width)
    let offsets = (rank..<shape.count).map(\.description).joined(separator: ", ")
    let sizes = ([1] + width).map(\.description).joined(separator: ", ")
    return define(
      shape, table.element,
      "\"stablehlo.gather\"(\(table.name), \(ids.name)) <{dimension_numbers = #stablehlo.gather<"
        + "offset_dims = [\(offsets)], collapsed_slice_dims = [0], start_index_map = [0], "
        + "index_vector_dim = \(rank)>, slice_sizes = array<i64: \(sizes)>}> : "
        + signature([table, ids], shape, table.element))
  }

  mutating func scatterAdd(
    _ rows: HLOValue, _ indices: IntTensor, rowCount: Int
  ) -> HLOValue {
    let ids = places(indices)
    let rank = ids.shape.count
    let empty = zeros(Shape([rowCount] + rows.shape.dropFirst(rank)), rows.dtype)
    let windows = (rank..<rows.shape.count).map(\.description).joined(separator: ", ")
    let value = HLOValue(name: newName(), shape: empty.shape, element: rows.element)
    let one = HLOValue.type([], rows.element)
    add(
      "\(value.name) = \"stablehlo.scatter\"(\(empty.name), \(ids.name), \(rows.name)) <{"
        + "scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [\(windows)], "
        + "inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = \(rank)>}> ({"
    )
    add("^bb0(%old: \(one), %new: \(one)):")
    add("  %sum = stablehlo.add %old, %new : \(one)")
    add("  stablehlo.return %sum : \(one)")
    add("}) : \(signature([empty, ids, rows], empty.shape, rows.element))")
    return value
  }

  mutating func oneHot(_ labels: IntTensor, classes: Int, like other: HLOValue) -> HLOValue {
    let ids = places(labels)
    let shape = Shape(Array(ids.shape) + [classes])
    let all = define(
      shape, .i32, "stablehlo.iota dim = \(ids.shape.count) : \(HLOValue.type(shape, .i32))")
    let own = broadcast(reshape(ids, to: Shape(Array(ids.shape) + [1])), to: shape)
    let equal = binary(.equal, all, own)
    return define(
      shape, other.element,
      "stablehlo.convert \(equal.name) : \(signature([equal], shape, other.element))")
  }

  mutating func notEqual(_ ids: IntTensor, _ id: Int) -> HLOValue {
    let (own, other) = (places(ids), constant("dense<\(id)>", ids.shape, .i32))
    return define(
      ids.shape, .i1,
      "stablehlo.compare NE, \(own.name), \(other.name) : \(signature([own, other], ids.shape, .i1))"
    )
  }
}
