import Foundation
import Testing
import TestSupport
import UnrollAutodiff
import UnrollRecurrent

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

/// What Keras computed: an output, and the gradients of its sum with the cotangent's weights.
struct KerasNumbers: Decodable, Sendable {
  struct Weight: Decodable, Sendable {
    let name: String
    let value: StoredTensor
    let gradient: StoredTensor
  }
  let x: StoredTensor
  let output: StoredTensor
  let cotangent: StoredTensor
  let dx: StoredTensor
  let weights: [Weight]
}

/// One layer with its weights, and what Keras computed from them.
struct LayerCase: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let units: Int
  let activation: String
  let useBias: Bool
  let returnSequences: Bool
  let numbers: KerasNumbers

  private enum Key: String, CodingKey { case kind, units, activation, useBias, returnSequences }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    kind = try container.decode(String.self, forKey: .kind)
    units = try container.decode(Int.self, forKey: .units)
    activation = try container.decode(String.self, forKey: .activation)
    useBias = try container.decode(Bool.self, forKey: .useBias)
    returnSequences = try container.decode(Bool.self, forKey: .returnSequences)
    numbers = try KerasNumbers(from: decoder)
  }

  /// All cases of `layers.json`; none where the file can't be read, which a test of its own reports.
  static let all: [LayerCase] = (try? reference("layers")) ?? []

  /// The layer that Keras was asked about.
  func layer() throws -> any Layer {
    let activation = try #require(Activation(rawValue: activation))
    switch kind {
    case "Dense": return Dense(units, activation: activation, useBias: useBias)
    case "Flatten": return Flatten()
    default:
      return SimpleRNN(
        units, activation: activation, useBias: useBias, returnSequences: returnSequences)
    }
  }

  /// Computes the layer on the inputs and weights as variables: the input first, then the weights.
  func call(_ layer: any Layer, _ inputs: [Variable], tape: Tape? = nil) -> Variable {
    let weights = zip(numbers.weights, inputs.dropFirst()).map { (name: $0.name, value: $1) }
    return layer.call(inputs[0], Weights(weights), LayerContext(name: "layer", tape: tape))
  }

  /// The input and the weights.
  var inputs: [Tensor] { [numbers.x.tensor] + numbers.weights.map(\.value.tensor) }

  var testDescription: String {
    let options =
      kind == "Flatten"
      ? []
      : [activation, useBias ? "bias" : "no bias"] + (returnSequences ? ["all states"] : [])
    return ([kind] + options).joined(separator: ", ") + " on \(numbers.x.shape)"
  }
}

/// The largest error relative to 1 or to the expected number, whichever is larger; infinite where the
/// shapes differ.
func error(_ found: Tensor, _ expected: Tensor) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  return zip(found.elements, expected.elements).reduce(0) { worst, pair in
    let error = abs(pair.0 - pair.1) / max(1, abs(pair.1))
    return error <= worst ? worst : error  // a not-a-number wins
  }
}

/// The weighted sum by which a tensor is differentiated.
func weightedSum(_ y: Variable, _ weights: Tensor) -> Variable { (y * Variable(weights)).sum() }
