@testable import UnrollRecurrent

/// Weights of other libraries: a byte that says whose, and a file of safetensors, taken into a model with every layer that has
/// weights.
@_cdecl("LLVMFuzzerTestOneInput")
public func testImportedWeights(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = input(start, count)
  let convention = [WeightConvention.keras, .pyTorch, .flax][Int(bytes.first ?? 0) % 3]
  _ = outcome {
    let file = try TensorFile(bytes: Array(bytes.dropFirst()), file: "input")
    let model = everyLayer(seed: 1)
    let before = words(try model.weights(in: convention))
    do { try model.takeWeights(file.tensors, from: convention, inOrder: true) } catch {
      let after = words(try model.weights(in: convention))
      precondition(after == before, "half of it was taken")
      throw error
    }
    // What was taken can be given back, and is what came.
    let back = try model.weights(in: convention, like: file.tensors, inOrder: true)
    precondition(words(back) == words(file.tensors), "the weights are others")
    return "taken"
  }
  return 0
}
