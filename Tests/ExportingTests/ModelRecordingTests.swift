import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollExporting

/// A recorded training step, run again and again with what it is given, is the library's own training.
@Suite struct ModelRecordingTests {
  static func model() -> Sequential {
    Sequential(inputShape: [nil, 2], seed: 42, dtype: .float64) {
      LSTM(3, returnSequences: true, stateful: true, dropout: 0.3, recurrentDropout: 0.2)
      Dropout(0.4)
      Bidirectional(GRU(2, returnSequences: true, stateful: true, recurrentDropout: 0.25))
      Dense(1)
    }
  }

  static let schedule = LearningRateSchedule.cosineDecay(over: .epochs(3))
    .warmedUp(over: .steps(2))
  static let optimizer = Adam(learningRate: 0.1, schedule: schedule)

  static func data() -> Dataset {
    var generator = SeededGenerator(seed: 1)
    return Dataset(
      Tensor.uniform([8, 5, 2], in: -1..<1, dtype: .float64, using: &generator),
      Tensor.uniform([8, 5, 1], in: -1..<1, dtype: .float64, using: &generator))
  }

  /// The mask that a layer draws in a step: `bidirectional/forward/recurrent_dropout`.
  private func mask(
    _ name: String, _ rate: Double, _ shape: Shape, of model: Sequential, step: Int
  ) throws -> Tensor {
    let path = name.split(separator: "/").map(String.init)
    let place = try #require(model.layers.first { $0.name == path[0] })
    let whole = model.assembly.context(of: place, in: Run(isTraining: true, step: step))
    let context = path[1..<(path.count - 1)].reduce(whole) { $0.within($1, mask: nil) }
    return try #require(context.dropoutMask(rate, shape, .float64, for: path[path.count - 1])).value
  }

  @Test func `with masks, states and rates of each step it is the training by fit`() throws {
    let (data, model) = (Self.data(), Self.model())
    let step = try RecordedProgram.trainingStep(
      of: model, on: data.samples(0..<4), loss: .meanSquaredError, optimizer: Self.optimizer)
    let names = ["weights", "slots", "states", "step", "rate", "masks", "inputs", "targets"]
    #expect(step.inputs.map(\.name) == names)
    #expect(step.results.map(\.name) == ["loss", "weights", "slots", "states"])
    let given = step.inputs.flatMap(\.values), results = step.results.flatMap(\.values)
    let program = try Program(
      step.tape, inputs: given.map(\.value), results: results.map(\.value))

    // Two epochs of two batches, as the loop of a Python file has them.
    var values = Dictionary(grouping: step.inputs, by: \.name).mapValues { parts in
      parts.flatMap(\.values).map { Tensor.zeros($0.value.shape, dtype: .float64) }
    }
    values["weights"] = model.parameters.map(\.value)
    let zeros = values["states"]
    for number in 1...4 {
      let steps = number - 1
      if steps % 2 == 0 { values["states"] = zeros }
      let batch = data.samples(4 * (steps % 2)..<(4 * (steps % 2) + 4))
      let moment = LearningRateSchedule.Moment(steps: steps, epochs: Double(steps) / 2)
      values["step"] = [Tensor(Double(number), dtype: .float64)]
      values["rate"] = [Tensor(0.1 * Self.schedule.factor(at: moment), dtype: .float64)]
      values["masks"] = try step.inputs.flatMap { $0.name == "masks" ? $0.values : [] }.map {
        try mask($0, step.dropoutRates[$0] ?? 0, $1.shape, of: model, step: steps)
      }
      values["inputs"] = [batch.inputs.input().numbers("test").value]
      values["targets"] = [batch.targets.input().numbers("test").value]
      var found = program.run(names.flatMap { values[$0] ?? [] })[...]
      for part in step.results {
        values[part.name] = Array(found.prefix(part.values.count))
        found = found.dropFirst(part.values.count)
      }
    }
    try model.fit(
      data, epochs: 2, batchSize: 4, optimizer: Self.optimizer, loss: .meanSquaredError,
      shuffle: false, progress: .none)
    let trained = zip(given, values["weights"] ?? []).map { ($0.name, $1) }
    for (name, found) in trained {
      let expected = try #require(model.parameters.first { $0.path == name }).value
      #expect((found - expected).norm() <= 1e-13 * expected.norm(), "\(name)")
    }
    for (found, expected) in zip(values["states"] ?? [], model.assembly.states.inOrder()) {
      #expect((found - expected).norm() <= 1e-13 * expected.norm())
    }
  }

  @Test func `masks and states have the layers' names`() throws {
    let model = Self.model()
    let step = try RecordedProgram.gradients(
      of: model, on: Self.data(), loss: .meanSquaredError)
    func group(_ name: String) -> [String] { step.group(name)?.map(\.name) ?? [] }
    let states = [
      "bidirectional/backward/hidden", "bidirectional/forward/hidden", "lstm/hidden", "lstm/carry",
    ]
    #expect(group("states") == states)
    let masks = [
      "lstm/dropout": 0.3, "lstm/recurrent_dropout": 0.2, "dropout/dropout": 0.4,
      "bidirectional/forward/recurrent_dropout": 0.25,
      "bidirectional/backward/recurrent_dropout": 0.25,
    ]
    #expect(Set(group("masks")) == Set(masks.keys) && step.dropoutRates == masks)
    #expect(step.group("masks")?.first?.value.shape == [8, 1, 2])
    // The recording leaves the model's own states alone.
    #expect(model.assembly.states.isEmpty)
  }

  @Test func `a model without them is given none`() throws {
    let model = Sequential(inputShape: [nil, 2], dtype: .float64) {
      SimpleRNN(3, returnSequences: true, dropout: 0.5); Dense(1)
    }
    func names(_ parts: [RecordedProgram.Part]) -> [String] { parts.map(\.name) }
    let answers = try RecordedProgram.prediction(of: model, on: Self.data().inputs)
    #expect(names(answers.inputs) == ["weights", "inputs"])
    #expect(names(answers.results) == ["prediction"])
    let step = try RecordedProgram.trainingStep(
      of: model, on: Self.data(), loss: .meanSquaredError, optimizer: SGD(), droppingNothing: true)
    #expect(names(step.inputs) == ["weights", "slots", "step", "inputs", "targets"])
    #expect(names(step.results) == ["loss", "weights", "slots"])
  }

  @Test func `a layer that is called twice and drops numbers is refused`() {
    final class Twice: Model {
      var assembly = Assembly(dtype: .float64)
      let place: Place

      init(_ layer: any Layer) { place = assembly.add(layer, input: [nil, 2]) }

      var isRepeatable: Bool { true }

      func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
        let (x, own) = (input.numbers("Twice"), assembly.weights(of: place, from: weights))
        let context = assembly.context(of: place, in: run)
        return place.layer.call(place.layer.call(x, own, context), own, context)
      }
    }
    let layers: [any Layer] = [Dropout(0.5), LSTM(2, returnSequences: true, stateful: true)]
    for layer in layers {
      #expect(throws: ExportError.repeatedLayer) {
        try RecordedProgram.gradients(of: Twice(layer), on: Self.data(), loss: .meanSquaredError)
      }
    }
  }
}
