/// The type of a tensor's numbers, known at run time as in NumPy, PyTorch and MLX.
///
/// The promotion rule is short: between tensors the wider type wins (`float32 ∘ float64` is
/// `float64`), and a number written in Swift (`2 * x`) is weak: it takes the tensor's type.
public enum DType: UInt8, Sendable, Hashable, CaseIterable {
  /// 32-bit numbers, for training.
  case float32
  /// 64-bit numbers, for checking.
  case float64

  /// The size of one number in bytes.
  public var byteCount: Int { self == .float32 ? 4 : 8 }

  /// The type that an operation on `a` and `b` computes in: the wider of the two.
  public static func promoted(_ a: DType, _ b: DType) -> DType {
    a == .float64 || b == .float64 ? .float64 : .float32
  }
}

extension DType: CustomStringConvertible {
  /// The name as NumPy writes it.
  public var description: String { self == .float32 ? "float32" : "float64" }
}
