import Foundation
import Testing
import TestSupport
import UnrollAutodiff
import UnrollTraining

/// Reads a file that `Reference/make_reference.py` made.
func reference<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  try readReference(name, as: type, in: .module)
}

/// A tensor as it stands in the reference files.
struct StoredTensor: Decodable, Sendable {
  let shape: [Int]
  let elements: [Double]

  var tensor: Tensor { Tensor(elements, shape: Shape(shape), dtype: .float64) }
}

/// The optimisers of the reference files, by their names there.
let optimizers: [String: any Optimizer] = [
  "SGD": SGD(),
  "SGD with momentum": SGD(learningRate: 0.05, momentum: 0.8),
  "SGD with Nesterov momentum": SGD(learningRate: 0.05, momentum: 0.8, nesterov: true),
  "RMSprop": RMSprop(),
  "RMSprop with momentum": RMSprop(learningRate: 0.02, rho: 0.7, momentum: 0.6),
  "Adam": Adam(),
  "Adam with options": Adam(learningRate: 0.05, beta1: 0.7, beta2: 0.95, epsilon: 0.01),
]

/// The largest error relative to 1 or to the expected number, whichever is larger; infinite where the
/// lengths differ.
func error(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).reduce(0) { worst, pair in
    let error = abs(pair.0 - pair.1) / max(1, abs(pair.1))
    return error <= worst ? worst : error  // a not-a-number wins
  }
}

/// The same for tensors; infinite where the shapes differ.
func error(_ found: Tensor, _ expected: Tensor) -> Double {
  found.shape == expected.shape ? error(found.elements, expected.elements) : .infinity
}
