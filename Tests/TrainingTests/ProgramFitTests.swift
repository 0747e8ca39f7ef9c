import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Trainings whose steps are programs beside trainings whose steps are recorded each time.
@Suite struct ProgramFitTests {
  private func models(dtype: DType = .float64) -> (program: Sequential, tape: Sequential) {
    bothWays([nil, 1], dtype: dtype) {
      SimpleRNN(4, returnSequences: true)
      GRU(3)
      Dense(1)
    }
  }

  /// Trains in batches of 6; the last of 20 samples is smaller.
  private func fit(
    _ model: Sequential, _ optimizer: any Optimizer, _ data: Dataset, epochs: Int = 4
  ) throws -> History {
    try model.fit(
      data, validation: data.samples(0..<7), epochs: epochs, batchSize: 6, optimizer: optimizer,
      loss: .meanSquaredError, metrics: [.meanAbsoluteError], progress: .none)
  }

  @Test(arguments: optimizers.keys.sorted())
  func `a training gives the same losses and weights both ways`(_ name: String) throws {
    let optimizer = try #require(optimizers[name])
    let (program, tape) = models()
    let data = smallData(dtype: .float64)
    let histories = try (fit(program, optimizer, data), fit(tape, optimizer, data))
    #expect(histories.0.names == histories.1.names)
    for (a, b) in zip(histories.0.figures, histories.1.figures) {
      #expect(a.count == 4)
      for (x, y) in zip(a, b) { #expect((x - y).magnitude <= 1e-9 * y.magnitude) }
    }
    for (a, b) in zip(program.values, tape.values) { #expect(error(a, b) <= 1e-9) }
    #expect(program.values != models().program.values, "it has learnt")
  }

  @Test func `a second fit goes on, whatever the size of its batches`() throws {
    let (program, tape) = models()
    for (count, size) in [(20, 6), (9, 4), (20, 32), (5, 1)] {
      let data = smallData(count, seed: UInt64(count), dtype: .float64)
      let losses = try [program, tape].map {
        try $0.fit(
          data, epochs: 2, batchSize: size, optimizer: SGD(), loss: .meanSquaredError,
          progress: .none)["loss"]
      }
      #expect(error(losses[0], losses[1]) <= 1e-9)
    }
  }

  @Test func `frozen layers stay as they are`() throws {
    let both = bothWays([nil, 1]) {
      SimpleRNN(4, returnSequences: true)
      GRU(3, trainable: false)
      Dense(1)
    }
    let before = both.program.values
    let data = smallData(dtype: .float64)
    let histories = try [both.program, both.tape].map {
      try fit($0, Adam(learningRate: 0.01), data)
    }
    #expect(error(histories[0]["loss"], histories[1]["loss"]) <= 1e-9)
    for (index, parameter) in both.program.parameters.enumerated() {
      #expect((parameter.value == before[index]) == (parameter.layer == "gru"), "\(parameter.path)")
    }
  }

  /// What goes wrong, where, and in which step: the same words, of a step that was a program.
  @Test func `numbers that are not finite are found in the same place both ways`() throws {
    func message(_ model: Sequential, _ data: Dataset) throws -> String {
      let error = try #require(throws: TrainingError.self) {
        try model.fit(
          data, epochs: 2, batchSize: 6, optimizer: SGD(), loss: .meanSquaredError,
          shuffle: false, progress: .none)
      }
      return "\(error)"
    }
    for (row, value) in [(0, Double.nan), (7, .nan), (19, .nan), (13, .infinity)] {
      var inputs = smallData(dtype: .float64).x
      inputs[scalarAt: row, 2, 0] = value
      let data = Dataset(inputs, smallData(dtype: .float64).y)
      let (program, tape) = models()
      let said = try (message(program, data), message(tape, data))
      #expect(said.0 == said.1)
      #expect(said.0.contains("in epoch 1, step \(row / 6 + 1)"), "\(said.0)")
      #expect(error(program.values[0], tape.values[0]) <= 1e-12)
    }
    var targets = smallData(dtype: .float64).y
    targets[scalarAt: 8, 0] = .infinity
    let data = Dataset(smallData(dtype: .float64).x, targets)
    let (program, tape) = models()
    #expect(try message(program, data) == message(tape, data))
  }

  @Test func `a float32 training learns as well both ways`() throws {
    let (program, tape) = models(dtype: .float32)
    let losses = try [program, tape].map {
      try fit($0, Adam(learningRate: 0.01), smallData(), epochs: 8)["loss"]
    }
    #expect(error(losses[0], losses[1]) <= 1e-4)
    #expect(losses[0][7] < losses[0][0])
  }
}
