import Unroll

// The other networks of the lectures: the roommate's menu, the shapes of sequences, reviews, remedies and memory.

extension Lab {
  /// Models of the lectures that are not like one of the others, with numbers of a type.
  static func lectures(_ dtype: DType) -> [Lab] {
    let draw = Draw(seed: 3, dtype)
    let marks = Tensor((0..<8).map { Double($0 % 2) }, shape: [8, 1], dtype: dtype)
    let logits = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    /// What reads token ids and gives a probability.
    func review(_ name: String, _ layers: () -> [any Layer]) -> Lab {
      Lab(
        name: name, model: draw.model([20], layers),
        batch: Dataset(draw.ids([8, 20], below: 100), marks),
        loss: .binaryCrossentropy(), optimizer: RMSprop())
    }
    /// A network for the remedies: series of two features, and a number. The rates are those of the study, where larger ones
    /// would make the losses grow without end.
    func remedy(_ name: String, _ optimizer: any Optimizer, _ layers: () -> [any Layer]) -> Lab {
      Lab(
        name: name, model: draw.model([nil, 2], layers),
        batch: Dataset(draw.numbers([8, 25, 2]), draw.numbers([8, 1])), loss: .meanSquaredError,
        optimizer: optimizer)
    }
    return [
      Lab(
        name: "menu",
        model: draw.model([nil, 5]) {
          SimpleRNN(6, returnSequences: true)
          Dense(3)
        }, batch: Dataset(draw.numbers([8, 7, 5]), draw.ids([8, 7], below: 3)), loss: logits,
        optimizer: Adam(learningRate: 0.02)),
      Lab(
        name: "one_to_one",
        model: draw.model([2]) {
          Dense(16, activation: .tanh)
          Dense(1)
        }, batch: Dataset(draw.numbers([8, 2]), draw.numbers([8, 1])), loss: .meanSquaredError,
        optimizer: Adam()),
      Lab(
        name: "one_to_many",
        model: draw.model([2]) {
          RepeatVector(12)
          SimpleRNN(16, returnSequences: true)
          Dense(1)
        }, batch: Dataset(draw.numbers([8, 2]), draw.numbers([8, 12, 1])), loss: .meanSquaredError,
        optimizer: Adam()),
      review("frozen") {
        [
          Embedding(100, 8, trainable: false), Flatten(), Dense(6, activation: .relu),
          Dense(1, activation: .sigmoid),
        ]
      },
      review("all_states") {
        [
          Embedding(100, 8), SimpleRNN(8, returnSequences: true), Flatten(),
          Dense(1, activation: .sigmoid),
        ]
      },
      review("stacked") {
        [Embedding(100, 8)]
          + (0..<3).map { _ in SimpleRNN(6, returnSequences: true) }
          + [SimpleRNN(6), Dense(1, activation: .sigmoid)]
      },
      remedy("identity", SGD(learningRate: 0.0003)) {
        [SimpleRNN(20, activation: .relu, recurrentInitializer: .identity), Dense(1)]
      },
      remedy("layer_norm", SGD(learningRate: 0.003)) {
        [RNN(LayerNormSimpleRNNCell(20)), Dense(1)]
      },
      remedy("recurrent_drop", RMSprop(clipping: .value(0.5))) {
        [SimpleRNN(20, recurrentDropout: 0.2, recurrentInitializer: .glorotUniform), Dense(1)]
      },
      remedy("memory", Adam(clipping: .norm(1))) {
        [LSTM(12), Dense(1)]
      },
    ]
  }
}
