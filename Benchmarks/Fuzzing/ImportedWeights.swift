@testable import UnrollRecurrent

/// Weights of other libraries, in files of safetensors: taken into a model with every layer that has weights.
@_cdecl("LLVMFuzzerTestOneInput")
public func testImportedWeights(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = input(start, count)
  for convention in [WeightConvention.keras, .pyTorch, .flax] {
    _ = outcome {
      let model = Sequential(inputShape: [nil], seed: 1) {
        Embedding(11, 5)
        LSTM(2, returnSequences: true)
        LSTM(2, returnSequences: true)
        LayerNormalization()
        Bidirectional(GRU(3, returnSequences: true))
        BatchNormalization()
        SimpleRNN(3, returnSequences: true)
        Dense(3)
      }
      let file = try TensorFile(bytes: bytes, file: "input")
      let before = words(try model.weights(in: convention))
      do { try model.takeWeights(file.tensors, from: convention) } catch {
        let after = words(try model.weights(in: convention))
        precondition(after == before, "half of it was taken")
        throw error
      }
      // What was taken can be given back, and is what came.
      let back = try model.weights(in: convention, like: file.tensors)
      precondition(words(back) == words(file.tensors), "the weights are others")
      return "taken"
    }
  }
  return 0
}
