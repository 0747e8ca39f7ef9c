import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent

@testable import UnrollRecurrent

/// A file of cases that `Reference/make_recurrent_reference.py` made.
struct FamilyFile: Decodable {
  let source: String
  let cases: [FamilyCase]

  static func named(_ name: String) -> FamilyFile {
    (try? reference(name)) ?? FamilyFile(source: "none: \(name).json can't be read", cases: [])
  }
}

/// Layers with inputs and weights, and what another library computed from them.
struct FamilyCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Numbers: Decodable, Sendable {
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(values, shape: Shape(shape), dtype: .float64) }
    var tokens: IntTensor { IntTensor(values.map { Int($0) }, shape: Shape(shape)) }
  }

  struct Truth: Decodable, Sendable {
    let shape: [Int]
    let values: [Bool]

    var mask: BoolTensor { BoolTensor(values, shape: Shape(shape)) }
  }

  struct Weight: Decodable, Sendable {
    let name: String
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(values, shape: Shape(shape), dtype: .float64) }
  }

  /// What a stateful layer read before.
  struct Before: Decodable, Sendable {
    let x: Numbers
    let output: Numbers
  }

  let name: String
  let layers: [LayerText]
  let inputs: [String: Numbers]
  let mask: Truth?
  let training: Bool?
  let initialState: [String: Numbers]?
  let before: Before?
  let dropoutMask: Numbers?
  let recurrentDropoutMask: Numbers?
  let weights: [Weight]
  let weighting: [String: Numbers]
  let output: Numbers
  let states: [String: Numbers]?
  let updated: [String: Numbers]?
  let gradients: [String: Numbers]

  var testDescription: String { name }
}

/// A layer as it stands in a file: its kind and the options that are not Keras's defaults.
final class LayerText: Decodable, Sendable {
  enum Option: Decodable, Sendable {
    case truth(Bool)
    case number(Double)
    case word(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .word(try container.decode(String.self))
      }
    }
  }

  let kind: String
  let options: [String: Option]
  let layer: LayerText?

  private func truth(_ name: String, default standard: Bool = false) -> Bool {
    if case .truth(let truth) = options[name] { truth } else { standard }
  }

  private func number(_ name: String, default standard: Double = 0) -> Double {
    if case .number(let number) = options[name] { number } else { standard }
  }

  private func count(_ name: String) -> Int { Int(number(name)) }

  private func activation(_ name: String, default standard: Activation) -> Activation {
    guard case .word(let word) = options[name] else { return standard }
    return Activation(rawValue: word) ?? standard
  }

  private var units: Int { count("units") }

  var simpleRNN: SimpleRNN {
    configured(
      SimpleRNN(
        units, activation: activation("activation", default: .tanh),
        useBias: truth("useBias", default: true)))
  }

  var lstm: LSTM {
    configured(
      LSTM(
        units, activation: activation("activation", default: .tanh),
        recurrentActivation: activation("recurrentActivation", default: .sigmoid),
        useBias: truth("useBias", default: true)))
  }

  var gru: GRU {
    configured(
      GRU(
        units, activation: activation("activation", default: .tanh),
        recurrentActivation: activation("recurrentActivation", default: .sigmoid),
        useBias: truth("useBias", default: true), resetAfter: truth("resetAfter", default: true)))
  }

  private func configured<Cell>(_ layer: RNN<Cell>) -> RNN<Cell> {
    var layer = layer
    layer.returnSequences = truth("returnSequences")
    layer.goBackwards = truth("goBackwards")
    layer.stateful = truth("stateful")
    return layer
  }

  /// The same layer here.
  func made() throws -> any Layer {
    switch kind {
    case "SimpleRNN": return simpleRNN
    case "LSTM": return lstm
    case "GRU": return gru
    case "LNSimpleRNN": return configured(RNN(LayerNormSimpleRNNCell(units)))
    case "Dense": return Dense(units, activation: activation("activation", default: .linear))
    case "Embedding":
      return Embedding(count("inputDim"), count("outputDim"), maskZero: truth("maskZero"))
    case "Masking": return Masking(maskValue: number("maskValue"))
    case "RepeatVector": return RepeatVector(count("count"))
    case "LayerNormalization", "LayerNorm":
      return LayerNormalization(epsilon: number("epsilon", default: 1e-3))
    case "BatchNormalization":
      return BatchNormalization(
        momentum: number("momentum", default: 0.99), epsilon: number("epsilon", default: 1e-3))
    case "TimeDistributed":
      return TimeDistributed(try #require(layer).made())
    case "Bidirectional":
      let inner = try #require(layer)
      switch inner.kind {
      case "SimpleRNN": return Bidirectional(inner.simpleRNN, mergeMode: mode(inner.simpleRNN))
      case "LSTM": return Bidirectional(inner.lstm, mergeMode: mode(inner.lstm))
      default: return Bidirectional(inner.gru, mergeMode: mode(inner.gru))
      }
    default: throw UnknownLayer(kind: kind)
    }
  }

  private struct UnknownLayer: Error { let kind: String }

  private func mode<Cell>(_ layer: RNN<Cell>) -> Bidirectional<Cell>.MergeMode {
    guard case .word(let word) = options["mergeMode"] else { return .concat }
    return Bidirectional<Cell>.MergeMode(rawValue: word) ?? .concat
  }
}
