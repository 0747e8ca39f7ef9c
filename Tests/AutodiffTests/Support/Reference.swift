import Foundation
import TestSupport
import UnrollAutodiff

/// Reads a file that `Reference/make_reference.py` made.
func readReference<Value: Decodable>(_ name: String, as type: Value.Type) -> Value {
  do {
    return try TestSupport.readReference(name, as: type, in: .module)
  } catch {
    fatalError("Reference/\(name).json: \(error)")
  }
}

/// An array as it stands in the reference files.
struct StoredTensor: Decodable {
  let shape: [Int]
  let elements: [Double]

  func tensor(_ dtype: DType = .float64) -> Tensor {
    Tensor(elements, shape: Shape(shape), dtype: dtype)
  }
}

/// One case of `operations.json`: what JAX gives for it.
struct OperationReference: Decodable {
  let inputs: [StoredTensor]
  let outputs: [StoredTensor]
  /// A fixed cotangent for each result.
  let cotangents: [StoredTensor]
  /// The cotangents pulled back to the inputs.
  let gradients: [StoredTensor]
  /// Fixed directions `vᵢ`, which make one number of the gradients: `s = Σ ⟨vᵢ, gᵢ⟩`.
  let directions: [StoredTensor]
  /// The gradients of `s`: the second order.
  let seconds: [StoredTensor]

  static let all = readReference("operations", as: [String: OperationReference].self)
}

/// `tensors.json`: what NumPy gives for plain tensors.
struct TensorReference: Decodable {
  struct Broadcast: Decodable {
    let a: [Int]
    let b: [Int]
    /// Nothing where the shapes do not fit.
    let result: [Int]?
  }
  struct Reduction: Decodable {
    let axes: [Int]?
    let keepDims: Bool
    let sum: StoredTensor
    let mean: StoredTensor
    let max: StoredTensor
  }
  struct Argmax: Decodable {
    let axis: Int
    let places: [Int]
  }

  let broadcasts: [Broadcast]
  let reduced: StoredTensor
  let reductions: [Reduction]
  let argmax: [Argmax]
  let wide: StoredTensor
  let narrowed: StoredTensor

  static let numPy = readReference("tensors", as: TensorReference.self)
}
