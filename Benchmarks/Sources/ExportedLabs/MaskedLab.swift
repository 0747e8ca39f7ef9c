import Unroll

// The labs whose batches have padding, or are normalised. What is recorded has other padding than what the programs are run with.

extension Lab {
  /// Models with masks and with statistics of a batch, with numbers of a type.
  static func masked(_ dtype: DType) -> [Lab] {
    let draw = Draw(seed: 2, dtype)
    /// Ids from 1 on, and zeros behind them, or in front: as many as it happens to be.
    func words(_ shape: Shape, below count: Int, isInFront: Bool = false) -> IntTensor {
      let (samples, steps) = (shape[0], shape[1])
      return IntTensor(
        (0..<samples).map { sample in
          let length = sample == 0 ? steps : 1 + draw.integer(below: steps)
          let ids = (0..<length).map { _ in 1 + draw.integer(below: count - 1) }
          let padding = Array(repeating: 0, count: steps - length)
          return isInFront ? padding + ids : ids + padding
        })
    }
    /// A lab with two batches: one to be recorded, one to be run.
    func lab(
      _ name: String, _ model: any Model, _ loss: Loss, _ optimizer: any Optimizer,
      batch: () -> Dataset
    ) -> Lab {
      Lab(
        name: name, model: model, batch: batch(), recorded: batch(), loss: loss,
        optimizer: optimizer)
    }
    let tags = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)
    let marks = Tensor((0..<8).map { Double($0 % 2) }, shape: [8, 1], dtype: dtype)
    let translator = EncoderDecoder(
      sourceTokens: 20, targetTokens: 15, embedding: 8, cell: GRUCell(12), start: 14, seed: 42,
      dtype: dtype)
    let squares = Loss.meanSquaredError
    return [
      lab(
        "parity",
        draw.model([nil, 1]) {
          Masking()
          LSTM(16)
          Dense(1, activation: .sigmoid)
        }, .binaryCrossentropy(), Adam(learningRate: 0.01)
      ) {
        let bits = words([8, 12], below: 3, isInFront: true).elements.map { [0.0, -1, 1][$0] }
        return Dataset(Tensor(bits, shape: [8, 12, 1], dtype: dtype), marks)
      },
      lab(
        "tagged",
        draw.model([nil]) {
          Embedding(30, 8, maskZero: true)
          Bidirectional(LSTM(16, returnSequences: true))
          Dense(6)
        }, tags, Adam(learningRate: 0.01)
      ) {
        let words = words([8, 15], below: 30)
        let classes = words.elements.map { $0 == 0 ? 0 : 1 + $0 % 5 }
        return Dataset(words, IntTensor(classes, shape: words.shape))
      },
      lab(
        "drawn",
        draw.model([20]) {
          Dense(16, activation: .relu)
          RepeatVector(16)
          LSTM(12, returnSequences: true)
          Dense(2)
        }, squares, Adam(learningRate: 0.002)
      ) { Dataset(draw.numbers([8, 20]), draw.numbers([8, 16, 2])) },
      lab("translated", translator, tags, Adam(learningRate: 0.004)) {
        let targets = words([8, 11], below: 14)
        let sources = words([8, 13], below: 20, isInFront: true)
        return Dataset(translator.inputs(sources: sources, targets: targets), .tokens(targets))
      },
      lab(
        "remedied",
        draw.model([nil, 2]) {
          SimpleRNN(20, recurrentInitializer: .glorotUniform)
          BatchNormalization()
          Dense(1)
        }, squares, SGD(learningRate: 0.02, momentum: 0.9)
      ) { Dataset(draw.numbers([8, 30, 2]), draw.numbers([8, 1])) },
      lab(
        "padded_means",
        draw.model([nil, 3]) {
          Masking()
          GRU(6, returnSequences: true)
          BatchNormalization(momentum: 0.9)
          TimeDistributed(Dense(4, activation: .tanh))
          LSTM(5)
          Dense(2)
        }, squares, RMSprop()
      ) {
        let counts = words([8, 17], below: 5).elements.map { $0 == 0 ? 0.0 : 1 }
        let x = draw.numbers([8, 17, 3]) * Tensor(counts, shape: [8, 17, 1], dtype: dtype)
        return Dataset(x, draw.numbers([8, 2]))
      },
    ]
  }
}
