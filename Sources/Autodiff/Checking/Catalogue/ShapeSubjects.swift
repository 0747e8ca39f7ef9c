// Matrix products, and the operations that move elements about.

extension CheckSubject {
  static let matrixProducts: [CheckSubject] = [
    .operation("matmul", .any("a", [2, 3]), .any("b", [3, 4])) { matmul($0[0], $0[1]) },
    .operation("matmul (square)", .any("a", [3, 3]), .any("b", [3, 3])) { matmul($0[0], $0[1]) },
    .operation("matmul (aᵀ b)", .any("a", [3, 2]), .any("b", [3, 4])) {
      matmul($0[0], $0[1], transposeA: true)
    },
    .operation("matmul (a bᵀ)", .any("a", [2, 3]), .any("b", [4, 3])) {
      matmul($0[0], $0[1], transposeB: true)
    },
    .operation("matmul (aᵀ bᵀ)", .any("a", [3, 2]), .any("b", [4, 3])) {
      matmul($0[0], $0[1], transposeA: true, transposeB: true)
    },
    .operation("matmul (sequence)", .any("x", [2, 4, 3]), .any("weights", [3, 2])) {
      matmul($0[0], $0[1])
    },
    .operation("matmul (batched)", .any("a", [2, 2, 3]), .any("b", [2, 3, 4])) {
      matmul($0[0], $0[1])
    },
    .operation("matmul (broadcast)", .any("a", [2, 3]), .any("b", [4, 3, 2])) {
      matmul($0[0], $0[1])
    },
  ]

  static let shapeChanges: [CheckSubject] = [
    .operation("reshape", .any("x", [2, 6])) { $0[0].reshaped([3, 4]) },
    .operation("transpose", .any("x", [2, 3])) { $0[0].transposed() },
    .operation("transpose (square)", .any("x", [3, 3])) { $0[0].transposed() },
    .operation("transpose (three axes)", .any("x", [2, 3, 4])) { $0[0].transposed([2, 0, 1]) },
    .operation("broadcast", .any("x", [3, 1])) { $0[0].broadcast(to: [2, 3, 4]) },
    .operation("sumTo", .any("x", [2, 3, 4])) { $0[0].summed(to: [3, 1]) },
  ]

  static let regions: [CheckSubject] = [
    .operation("slice", .any("x", [3, 4])) { $0[0][0..., 1..<3] },
    .operation("slice (one step)", .any("x", [2, 5, 3])) { $0[0][0..., 2] },
    .operation("slice (overlapping)", .any("x", [2, 4])) {
      $0[0][0..., 0..<3] * $0[0][0..., 1..<4]
    },
    .operation("assemble", .any("x", [2, 3])) { $0[0].padded(axis: 1, before: 2, after: 1) },
    .operation("assemble (overlapping)", .any("a", [2, 3]), .any("b", [2, 2])) {
      apply(Assemble([2, 5], [Region(1, 0..<3), Region(1, 2..<4)]), $0)[0]
    },
  ]

  static let joining: [CheckSubject] = [
    .operation("concatenate", .any("a", [2, 3]), .any("b", [1, 3]), .any("c", [2, 3])) {
      concatenate($0)
    },
    .operation("concatenate (axis 1)", .any("a", [2, 3]), .any("b", [2, 1])) {
      concatenate($0, axis: 1)
    },
    .operation("stack", .any("a", [2, 3]), .any("b", [2, 3]), .any("c", [2, 3])) { stack($0) },
    .operation("stack (axis 1)", .any("a", [2, 3]), .any("b", [2, 3])) { stack($0, axis: 1) },
    .operation("split", .any("x", [3, 4]), results: { split($0[0], into: 2) }),
    .operation("split (axis 0)", .any("x", [6, 2]), results: { split($0[0], into: 3, axis: 0) }),
    .operation("unstack", .any("x", [3, 2]), results: { unstack($0[0]) }),
    .operation("unstack (axis 1)", .any("x", [2, 4, 3]), results: { unstack($0[0], axis: 1) }),
    .operation(
      "unstack (some unused)", .any("x", [2, 4]),
      results: { x in
        let steps = unstack(x[0], axis: 1)
        return [steps[3], steps[0] * steps[0]]
      }),
  ]

  static let rows: [CheckSubject] = [
    .operation("gather", .any("table", [4, 3])) { gather($0[0], [2, 0]) },
    .operation("gather (repeated rows)", .any("table", [4, 3])) {
      gather($0[0], IntTensor([[1, 3, 1], [0, 1, 3]]))
    },
    .operation("scatterAdd", .any("rows", [2, 3])) { scatterAdd($0[0], [2, 0], rowCount: 4) },
    .operation("scatterAdd (repeated rows)", .any("rows", [4, 3])) {
      scatterAdd($0[0], [1, 2, 1, 0], rowCount: 3)
    },
  ]
}
