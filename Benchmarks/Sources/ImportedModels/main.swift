import Foundation
import Unroll

// ImportedModels DIR: saves models with the layers of those of Tests/RecurrentTests/Reference/make_convention_reference.py,
// with weights of their own, for `Benchmarks/weights-peers` to bring the others' into.
guard CommandLine.arguments.count == 2 else {
  print("usage: ImportedModels DIR")
  exit(64)
}

func model(_ shape: LayerShape, @LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
  Sequential(inputShape: shape, seed: 1, layers)
}

let models = [
  "torch-reader": model([nil]) {
    Embedding(11, 5)
    LSTM(7)
    Dense(3)
  },
  "torch-stack": model([nil, 3]) {
    LSTM(6, returnSequences: true)
    LSTM(6, returnSequences: true)
    LayerNormalization(epsilon: 1e-5)
    Bidirectional(GRU(4, returnSequences: true))
    BatchNormalization(epsilon: 1e-5)
    SimpleRNN(5, returnSequences: true)
    Dense(2)
  },
  "torch-twins": model([nil, 3]) {
    LSTM(3, returnSequences: true)
    LSTM(3, returnSequences: true)
  },
  "keras-both-ends": model([nil]) {
    Embedding(11, 5)
    Bidirectional(GRU(4, returnSequences: true))
    Dense(3)
  },
  "keras-stack": model([nil, 3]) {
    SimpleRNN(6, returnSequences: true)
    LSTM(6, returnSequences: true)
    LSTM(6, returnSequences: true)
    LayerNormalization()
    BatchNormalization()
    TimeDistributed(Dense(5))
    Dense(2)
  },
  "flax-mixed": model([nil]) {
    Embedding(11, 5)
    LSTM(6, returnSequences: true)
    LSTM(6, returnSequences: true)
    Bidirectional(GRU(4, returnSequences: true))
    SimpleRNN(3, returnSequences: true)
    LayerNormalization(epsilon: 1e-6)
    BatchNormalization(epsilon: 1e-5)
    Dense(2)
  },
]
for (name, model) in models {
  try model.save(to: "\(CommandLine.arguments[1])/\(name).safetensors")
}
