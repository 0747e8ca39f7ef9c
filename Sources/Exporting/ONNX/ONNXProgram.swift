import Foundation
import UnrollAutodiff
import UnrollRecurrent

/// A model's answers as an ONNX file, with its weights in it.
public struct ONNXProgram: Sendable {
  /// The file.
  public let data: Data

  /// The version of the operators: ONNX Runtime knows it since 1.14.
  public static let operatorVersion = 18

  /// Writes the answers of a model to batches of one shape. Repeated time steps are a `Scan`.
  ///
  /// The states that stateful layers carry are inputs too, `states/lstm/carry`, zeros at first; the results
  /// `new_states/lstm/carry` are those of the next batch.
  ///
  /// - Parameters:
  ///   - model: The model; its weights are in the file.
  ///   - inputs: A batch of the shape that is to be answered; the numbers do not matter.
  ///   - name: The name of the graph.
  ///   - isUnrolled: Whether time steps stay written out as they were recorded.
  /// - Throws: ``ExportError``; nothing is written then.
  public init(
    _ model: any Model, inputs: Samples, name: String = "model", isUnrolled: Bool = false
  ) throws(ExportError) {
    let program = try RecordedProgram.prediction(of: model, on: inputs)
    var target = ONNXTarget()
    var values: [Int: ONNXValue] = [:]
    var given: [ONNXValue] = []
    for part in program.inputs {
      switch part {
      case .tokens(let name, let ids): given.append(target.input(ids, name))
      case .group("weights", let members):
        for (name, variable) in members {
          values[variable.knownPlace] = target.initializer(
            variable.shape, ONNXValue.Element(variable.dtype), ONNXTarget.bytes(variable.value),
            name: name)
        }
      case .value, .group:
        for (path, variable) in part.paths {
          let value = ONNXValue(
            name: path, shape: variable.shape, element: ONNXValue.Element(variable.dtype))
          given.append(value)
          values[variable.knownPlace] = value
        }
      }
    }
    let found: [ONNXValue]
    (target, found) = try program.written(in: target, given: values, isUnrolled: isUnrolled)
    // A state that is given has the name already.
    let taken = Set(given.map(\.name))
    let answers = zip(found, program.results.flatMap(\.paths)).map { value, result in
      target.rename(value, taken.contains(result.path) ? "new_\(result.path)" : result.path)
    }

    var version = ProtocolBuffer()
    version.add(1, "")
    version.add(2, Self.operatorVersion)
    var file = ProtocolBuffer()
    file.add(1, 8)
    file.add(2, "Unroll")
    file.add(7, target.graph.message(name, inputs: given, outputs: answers))
    file.add(8, version)
    data = file.data
  }
}
