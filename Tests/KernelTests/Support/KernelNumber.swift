import UnrollKernels

/// `Float` and `Double`, with the kernels of their type under one name.
protocol KernelNumber: BinaryFloatingPoint & Sendable {
  associatedtype Bits: FixedWidthInteger
  var bits: Bits { get }

  static func apply(_ f: unroll_unary, _ count: Int, _ x: [Self], _ y: inout [Self])
  static func scalar(_ f: unroll_unary, _ x: Self) -> Self
  static func combine(
    _ f: unroll_binary, _ rows: Int, _ columns: Int, _ a: [Self], _ aRow: Int, _ aColumn: Int,
    _ b: [Self], _ bRow: Int, _ bColumn: Int, _ out: inout [Self])
  static func scale(_ count: Int, _ scale: Self, _ shift: Self, _ x: [Self], _ y: inout [Self])
  static func matmul(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, _ aRow: Int, _ aColumn: Int,
    _ b: UnsafePointer<Self>, _ bRow: Int, _ bColumn: Int, _ c: UnsafeMutablePointer<Self>,
    _ accumulate: Bool)
  static func reduce(
    _ f: unroll_reduction, _ outer: Int, _ count: Int, _ inner: Int, _ x: [Self],
    _ y: inout [Self])
  static func addRows(
    _ rows: Int, _ columns: Int, _ from: [Self], _ fromRow: Int, _ to: inout [Self], _ toRow: Int)
  static func gather(
    _ rows: Int, _ columns: Int, _ table: [Self], _ indices: [Int32], _ out: inout [Self])
  static func scatterAdd(
    _ rows: Int, _ columns: Int, _ from: [Self], _ indices: [Int32], _ table: inout [Self])
}

extension Float: KernelNumber {
  var bits: UInt32 { bitPattern }

  static func apply(_ f: unroll_unary, _ count: Int, _ x: [Self], _ y: inout [Self]) {
    unroll_apply_f32(f, count, x, &y)
  }
  static func scalar(_ f: unroll_unary, _ x: Self) -> Self { unroll_scalar_f32(f, x) }
  static func combine(
    _ f: unroll_binary, _ rows: Int, _ columns: Int, _ a: [Self], _ aRow: Int, _ aColumn: Int,
    _ b: [Self], _ bRow: Int, _ bColumn: Int, _ out: inout [Self]
  ) {
    unroll_combine_f32(f, rows, columns, a, aRow, aColumn, b, bRow, bColumn, &out)
  }
  static func scale(_ count: Int, _ scale: Self, _ shift: Self, _ x: [Self], _ y: inout [Self]) {
    unroll_scale_f32(count, scale, shift, x, &y)
  }
  static func matmul(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, _ aRow: Int, _ aColumn: Int,
    _ b: UnsafePointer<Self>, _ bRow: Int, _ bColumn: Int, _ c: UnsafeMutablePointer<Self>,
    _ accumulate: Bool
  ) {
    unroll_matmul_f32(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, accumulate)
  }
  static func reduce(
    _ f: unroll_reduction, _ outer: Int, _ count: Int, _ inner: Int, _ x: [Self],
    _ y: inout [Self]
  ) {
    unroll_reduce_f32(f, outer, count, inner, x, &y)
  }
  static func addRows(
    _ rows: Int, _ columns: Int, _ from: [Self], _ fromRow: Int, _ to: inout [Self], _ toRow: Int
  ) {
    unroll_add_rows_f32(rows, columns, from, fromRow, &to, toRow)
  }
  static func gather(
    _ rows: Int, _ columns: Int, _ table: [Self], _ indices: [Int32], _ out: inout [Self]
  ) {
    unroll_gather_rows_f32(rows, columns, table, indices, &out)
  }
  static func scatterAdd(
    _ rows: Int, _ columns: Int, _ from: [Self], _ indices: [Int32], _ table: inout [Self]
  ) {
    unroll_scatter_add_rows_f32(rows, columns, from, indices, &table)
  }
}

extension Double: KernelNumber {
  var bits: UInt64 { bitPattern }

  static func apply(_ f: unroll_unary, _ count: Int, _ x: [Self], _ y: inout [Self]) {
    unroll_apply_f64(f, count, x, &y)
  }
  static func scalar(_ f: unroll_unary, _ x: Self) -> Self { unroll_scalar_f64(f, x) }
  static func combine(
    _ f: unroll_binary, _ rows: Int, _ columns: Int, _ a: [Self], _ aRow: Int, _ aColumn: Int,
    _ b: [Self], _ bRow: Int, _ bColumn: Int, _ out: inout [Self]
  ) {
    unroll_combine_f64(f, rows, columns, a, aRow, aColumn, b, bRow, bColumn, &out)
  }
  static func scale(_ count: Int, _ scale: Self, _ shift: Self, _ x: [Self], _ y: inout [Self]) {
    unroll_scale_f64(count, scale, shift, x, &y)
  }
  static func matmul(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, _ aRow: Int, _ aColumn: Int,
    _ b: UnsafePointer<Self>, _ bRow: Int, _ bColumn: Int, _ c: UnsafeMutablePointer<Self>,
    _ accumulate: Bool
  ) {
    unroll_matmul_f64(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, accumulate)
  }
  static func reduce(
    _ f: unroll_reduction, _ outer: Int, _ count: Int, _ inner: Int, _ x: [Self],
    _ y: inout [Self]
  ) {
    unroll_reduce_f64(f, outer, count, inner, x, &y)
  }
  static func addRows(
    _ rows: Int, _ columns: Int, _ from: [Self], _ fromRow: Int, _ to: inout [Self], _ toRow: Int
  ) {
    unroll_add_rows_f64(rows, columns, from, fromRow, &to, toRow)
  }
  static func gather(
    _ rows: Int, _ columns: Int, _ table: [Self], _ indices: [Int32], _ out: inout [Self]
  ) {
    unroll_gather_rows_f64(rows, columns, table, indices, &out)
  }
  static func scatterAdd(
    _ rows: Int, _ columns: Int, _ from: [Self], _ indices: [Int32], _ table: inout [Self]
  ) {
    unroll_scatter_add_rows_f64(rows, columns, from, indices, &table)
  }
}
