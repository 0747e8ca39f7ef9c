import Unroll

/// A model of the lectures with a batch, a loss and an optimiser: small in units, whole in structure.
struct Lab {
  let name: String
  let model: any Model
  /// The batch that is trained on again and again, or those that follow one another.
  let batches: [Dataset]
  /// What is recorded, where that is another batch: of the same shape, with other padding.
  let recorded: Dataset
  let loss: Loss
  let optimizer: any Optimizer

  init(
    name: String, model: any Model, batch: Dataset, then others: [Dataset] = [],
    recorded: Dataset? = nil, loss: Loss, optimizer: any Optimizer
  ) {
    (self.name, self.model, batches) = (name, model, [batch] + others)
    self.recorded = recorded ?? batch
    (self.loss, self.optimizer) = (loss, optimizer)
  }

  /// All labs, with numbers of a type.
  static func all(_ dtype: DType) -> [Lab] {
    let draw = Draw(seed: 1, dtype)
    let (waves, next) = (draw.numbers([8, 50, 1]), draw.numbers([8, 1]))
    let marks = Tensor((0..<8).map { Double($0 % 2) }, shape: [8, 1], dtype: dtype)
    // Texts that go on from window to window, and their next characters.
    let texts = draw.ids([8, 20 * 30 + 1], below: 30)
    func window(_ number: Int) -> Dataset {
      let from = number * 30
      return Dataset(
        texts.columns(from..<(from + 30)), texts.columns((from + 1)..<(from + 31)))
    }
    let rated: [(name: String, optimizer: any Optimizer)] = [
      (
        "cosine",
        RMSprop(
          learningRate: 0.003,
          schedule: .cosineDecay(over: .steps(15), alpha: 0.1).warmedUp(over: .steps(4)))
      ),
      (
        "exponential",
        Adam(learningRate: 0.003, schedule: .exponentialDecay(every: .epochs(1.5), rate: 0.7))
      ),
      (
        "staircase",
        Adam(schedule: .exponentialDecay(every: .steps(3), rate: 0.9, staircase: true))
      ),
      (
        "polynomial",
        SGD(
          learningRate: 0.003,
          schedule: .polynomialDecay(over: .epochs(3), end: 0.2, power: 1.5), momentum: 0.5)
      ),
      ("piecewise", Adam(schedule: .piecewiseConstant([(.steps(5), 0.5), (.epochs(2.5), 0.1)]))),
    ]
    let logits = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    return masked(dtype) + lectures(dtype) + [
      Lab(
        name: "lab01_dense",
        model: draw.model([50, 1]) {
          Flatten(); Dense(1)
        },
        batch: Dataset(waves, next), loss: .meanSquaredError, optimizer: Adam()),
      Lab(
        name: "lab01_simple", model: draw.model([nil, 1]) { SimpleRNN(1) },
        batch: Dataset(waves, next), loss: .meanSquaredError,
        optimizer: Adam(learningRate: 0.005)),
      Lab(
        name: "lab01_deep",
        model: draw.model([nil, 1]) {
          SimpleRNN(20, returnSequences: true)
          SimpleRNN(20)
          Dense(1)
        }, batch: Dataset(waves, next), loss: .meanSquaredError, optimizer: Adam()),
      Lab(
        name: "ten_steps",
        model: draw.model([nil, 1]) {
          LSTM(20, returnSequences: true)
          GRU(20)
          Dense(10)
        }, batch: Dataset(waves, draw.numbers([8, 10])), loss: .meanSquaredError,
        optimizer: Adam(clipping: .globalNorm(1))),
      Lab(
        name: "hello",
        model: draw.model([nil, 4]) {
          SimpleRNN(3, returnSequences: true)
          Dense(4)
        },
        batch: Dataset(
          HelloWord.oneOfK(HelloWord.read).cast(to: dtype), IntTensor([[1, 2, 2, 3]])),
        loss: logits, optimizer: SGD(learningRate: 0.1, momentum: 0.9)),
      Lab(
        name: "reviews",
        model: draw.model([nil]) {
          Embedding(100, 8)
          SimpleRNN(8)
          Dense(1, activation: .sigmoid)
        }, batch: Dataset(draw.ids([8, 30], below: 100), marks), loss: .binaryCrossentropy(),
        optimizer: RMSprop()),
      Lab(
        name: "reviews_flat",
        model: draw.model([30]) {
          Embedding(100, 8)
          Flatten()
          Dense(1, activation: .sigmoid)
        }, batch: Dataset(draw.ids([8, 30], below: 100), marks), loss: .binaryCrossentropy(),
        optimizer: RMSprop(momentum: 0.5)),
      Lab(
        name: "both_ends",
        model: draw.model([nil, 3]) {
          Bidirectional(GRU(6, returnSequences: true))
          LSTM(5)
          Dense(2)
        }, batch: Dataset(draw.numbers([8, 17, 3]), draw.ids([8], below: 2)), loss: logits,
        optimizer: Adam()),
      Lab(
        name: "characters",
        model: draw.model([nil]) {
          Embedding(30, 8)
          LSTM(16, returnSequences: true)
          Dense(30)
        }, batch: Dataset(draw.ids([8, 40], below: 30), draw.ids([8, 40], below: 30)), loss: logits,
        optimizer: Adam()),
      Lab(
        name: "normalised",
        model: draw.model([nil, 3]) {
          SimpleRNN(6, activation: .relu, returnSequences: true)
          LayerNormalization()
          TimeDistributed(Dense(4, activation: .relu))
          GRU(5, resetAfter: false)
          Dense(2)
        }, batch: Dataset(draw.numbers([8, 17, 3]), draw.numbers([8, 2])), loss: .meanSquaredError,
        optimizer: SGD(learningRate: 0.05, momentum: 0.9, nesterov: true)),
      Lab(
        name: "dropped",
        model: draw.model([nil, 3]) {
          LSTM(6, returnSequences: true, dropout: 0.2, recurrentDropout: 0.3)
          Dropout(0.4)
          Bidirectional(GRU(5, recurrentDropout: 0.25))
          Dense(2)
        }, batch: Dataset(draw.numbers([8, 17, 3]), draw.numbers([8, 2])), loss: .meanSquaredError,
        optimizer: Adam()),
      Lab(
        name: "streams",
        model: draw.model([nil]) {
          Embedding(30, 8)
          LSTM(16, returnSequences: true, stateful: true)
          Dropout(0.2)
          GRU(12, returnSequences: true, stateful: true)
          Dropout(0.2)
          Dense(30)
        }, batch: window(0), then: (1..<20).map(window), loss: logits,
        optimizer: Adam(clipping: .globalNorm(5))),
    ]
      + rated.map { name, optimizer in
        Lab(
          name: "rate_\(name)",
          model: draw.model([50, 1]) {
            Flatten(); Dense(1)
          }, batch: Dataset(waves, next), loss: .meanSquaredError, optimizer: optimizer)
      }
  }
}
