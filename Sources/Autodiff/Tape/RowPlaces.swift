/// Which rows of a table were looked up, and where each index stands among them.
///
/// `rows[places[i]] = indices[i]`. What it costs follows from the number of indices and not from that of
/// the rows.
struct RowPlaces {
  /// The rows, each once, in increasing order: `[n]`.
  let rows: IntTensor
  /// For each lookup the places of its indices among the rows.
  let places: [IntTensor]

  /// The rows of lookups whose indices lie in `0..<bound`.
  init(_ lookups: [IntTensor], below bound: Int) {
    let all = lookups.flatMap(\.storage)
    var rows: [Int32] = []
    var places = [Int32](repeating: 0, count: all.count)
    for index in Self.order(of: all, below: bound) {
      if rows.last != all[index] { rows.append(all[index]) }
      places[index] = Int32(rows.count - 1)
    }
    var start = 0
    self.places = lookups.map { indices in
      defer { start += indices.elementCount }
      return IntTensor(
        storage: Array(places[start..<(start + indices.elementCount)]), shape: indices.shape)
    }
    self.rows = IntTensor(storage: rows, shape: [rows.count])
  }

  /// Where integers in `0..<bound` stand, from the smallest to the largest: sorted by their last byte, then
  /// by the one before it, and so on, each time keeping the order of equal ones (radix sort).
  private static func order(of integers: [Int32], below bound: Int) -> [Int] {
    var order = Array(integers.indices)
    var sorted = order
    var shift = 0
    while (bound - 1) >> shift > 0 {
      func byte(_ integer: Int32) -> Int { Int(integer >> shift) & 255 }
      var starts = [Int](repeating: 0, count: 257)
      for integer in integers { starts[byte(integer) + 1] += 1 }
      for value in 1...256 { starts[value] += starts[value - 1] }
      for index in order {
        let value = byte(integers[index])
        sorted[starts[value]] = index
        starts[value] += 1
      }
      swap(&order, &sorted)
      shift += 8
    }
    return order
  }
}
