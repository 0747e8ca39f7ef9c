@testable import UnrollRecurrent

/// Saved models: the description of the layers, a zero byte, and a file of safetensors with the weights. So a change
/// of the description need not get through JSON within JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func testSavedModel(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let (text, rest) = parts(input(start, count))
  _ = outcome {
    var file = try TensorFile(bytes: rest, file: "input")
    file.metadata[TensorFile.modelKey] = text
    let model = try SavedModel(file, layers: []).model
    // What was read can be written, and is the same then.
    let again = try model.tensorFile(extras: [:], path: "written")
    precondition(words(again.tensors) == words(file.weights), "the weights are others")
    return model.summary().description
  }
  return 0
}

extension TensorFile {
  /// The tensors that are weights.
  fileprivate var weights: [String: Content] { tensors.filter { !$0.key.hasPrefix("unroll.") } }
}
