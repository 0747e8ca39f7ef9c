import UnrollAutodiff

/// A value in a StableHLO program: a name, and its type.
struct HLOValue: ExportValue {
  /// What the numbers are.
  enum Element: String {
    case f32, f64, i32, i1

    init(_ dtype: DType) { self = dtype == .float32 ? .f32 : .f64 }
  }

  var name: String
  var shape: Shape
  var element: Element

  var dtype: DType { element == .f64 ? .float64 : .float32 }

  /// `tensor<4x3xf32>`
  var type: String { Self.type(shape, element) }

  static func type(_ shape: Shape, _ element: Element) -> String {
    "tensor<\((shape.map(\.description) + [element.rawValue]).joined(separator: "x"))>"
  }
}
