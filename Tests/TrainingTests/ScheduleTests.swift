import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Learning rates that change while training goes on.
@Suite struct ScheduleTests {
  private struct Rates: Decodable {
    let name: String
    let rates: [Double]
  }

  /// The schedules of `schedules.json`, there with a learning rate of 0.8.
  private static let schedules: [String: LearningRateSchedule] = [
    "cosine": .cosineDecay(over: .steps(7)),
    "cosine with alpha": .cosineDecay(over: .steps(7), alpha: 0.25),
    "exponential": .exponentialDecay(every: .steps(3), rate: 0.6),
    "exponential staircase": .exponentialDecay(every: .steps(3), rate: 0.6, staircase: true),
    "polynomial": .polynomialDecay(over: .steps(6), end: 0.1 / 0.8, power: 2.5),
    "linear": .polynomialDecay(over: .steps(6)),
    "piecewise": .piecewiseConstant([(.steps(2), 0.5), (.steps(5), 0.1)]),
  ]

  /// An optimiser whose weight tells its learning rates: with a gradient of −1, each step adds its own.
  private static func rates(
    _ optimizer: any Optimizer, steps: Int,
    before: (inout OptimizerState, Int) -> Void = { _, _ in }
  ) -> [Double] {
    var weights = [Tensor([0], dtype: .float64)]
    var state = OptimizerState(optimizer, for: weights)
    return (0..<steps).map { step in
      let old = weights[0].item()
      before(&state, step)
      state.apply(optimizer, to: &weights, gradients: [Tensor([-1], dtype: .float64)])
      return weights[0].item() - old
    }
  }

  @Test(arguments: schedules.keys.sorted())
  func `a schedule is Keras's`(name: String) throws {
    let all: [Rates] = try reference("schedules")
    let keras = try #require(all.first { $0.name == name })
    let schedule = try #require(Self.schedules[name])
    let found = Self.rates(SGD(learningRate: 0.8, schedule: schedule), steps: keras.rates.count)
    #expect(error(found, keras.rates) <= 1e-14)
    #expect(all.count == Self.schedules.count)
  }

  @Test func `every optimiser follows one`() {
    let half = LearningRateSchedule.piecewiseConstant([(.steps(1), 0.5)])
    for make in [
      { (schedule: LearningRateSchedule?) -> any Optimizer in
        SGD(learningRate: 0.1, schedule: schedule)
      },
      { RMSprop(learningRate: 0.1, schedule: $0) }, { Adam(learningRate: 0.1, schedule: $0) },
    ] {
      let (plain, scheduled) = (Self.rates(make(nil), steps: 4), Self.rates(make(half), steps: 4))
      for (step, (a, b)) in zip(plain, scheduled).enumerated() {
        #expect((b - a * (step > 1 ? 0.5 : 1)).magnitude <= 1e-15, "step \(step)")
      }
    }
  }

  @Test func `spans are steps, epochs or minutes`() {
    let moment = LearningRateSchedule.Moment(steps: 30, epochs: 1.5, seconds: 90)
    for span in [LearningRateSchedule.Span.steps(120), .epochs(6), .minutes(6)] {
      let linear = LearningRateSchedule.polynomialDecay(over: span)
      #expect(linear.factor(at: moment) == 0.75, "\(span)")
      #expect(linear.factor(at: .init()) == 1)
      #expect(linear.factor(at: .init(steps: 1000, epochs: 1000, seconds: 1000)) == 0)
    }
    let rates = Self.rates(
      SGD(learningRate: 1, schedule: .polynomialDecay(over: .epochs(4))), steps: 3
    ) { state, step in state.epochs = Double(step) / 2 }
    #expect(error(rates, [1, 0.875, 0.75]) <= 1e-15)
  }

  @Test func `a warm-up rises to what the schedule says`() {
    let warm = LearningRateSchedule.polynomialDecay(over: .steps(10)).warmedUp(over: .steps(4))
    #expect(
      error(
        Self.rates(SGD(learningRate: 1, schedule: warm), steps: 6),
        [0, 0.225, 0.4, 0.525, 0.6, 0.5])
        <= 1e-15)
  }

  @Test func `fit counts epochs in steps, so that the last step is a small one`() throws {
    let data = smallData(12, dtype: .float64)
    let model = Sequential(inputShape: [nil, 1], dtype: .float64) {
      SimpleRNN(2)
      Dense(1)
    }
    nonisolated(unsafe) var seen: [LearningRateSchedule.Moment] = []
    let schedule = LearningRateSchedule("one's own") { moment in
      seen.append(moment)
      return 1
    }
    try model.fit(
      data, epochs: 3, batchSize: 5, optimizer: SGD(schedule: schedule), loss: .meanSquaredError,
      progress: .none)
    #expect(seen.map(\.steps) == Array(0..<9))
    #expect(error(seen.map(\.epochs), (0..<9).map { Double($0) / 3 }) <= 1e-15)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.seconds < $1.seconds })
  }

  @Test func `a training that is resumed has the rates of one that never stopped, and no others`()
    throws
  {
    func train(
      _ checkpoints: Checkpoints?, epochs: Double = 3, stoppingAfter steps: Int = .max
    ) throws -> [Tensor] {
      let model = Sequential(inputShape: [nil, 1], seed: 3) {
        SimpleRNN(3)
        Dense(1)
      }
      var left = steps
      try model.fit(
        smallData(20), epochs: 3, batchSize: 6,
        optimizer: Adam(learningRate: 0.05, schedule: .cosineDecay(over: .epochs(epochs))),
        loss: .meanSquaredError, progress: .none,
        observers: [
          StopWhen {
            left -= 1
            return left == 0
          }
        ], checkpoints: checkpoints)
      return model.parameters.map(\.value)
    }
    let whole = try train(nil)
    for stop in [1, 5, 9] {
      let folder = TemporaryFolder()
      _ = try train(Checkpoints(in: folder.path), stoppingAfter: stop)
      #expect(try train(Checkpoints(in: folder.path, resume: true)) == whole)
    }
    let folder = TemporaryFolder()
    _ = try train(Checkpoints(in: folder.path), stoppingAfter: 5)
    let error = #expect(throws: CheckpointError.self) {
      try train(Checkpoints(in: folder.path, resume: true), epochs: 4)
    }
    let said = "\(error.map(String.init(describing:)) ?? "")"
    #expect(said.contains("cosineDecay(over: .epochs(3.0), alpha: 0.0)"), "\(said)")
  }

  @Test func `spans and factors that make no sense stop with a sentence`() async {
    let span = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRateSchedule.cosineDecay(over: .steps(0))
    }
    expectSentence(span, "cosineDecay: got a span of .steps(0); expected one above 0")
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRateSchedule.exponentialDecay(every: .epochs(1), rate: -0.5)
    }
    expectSentence(rate, "exponentialDecay: got a rate of -0.5; expected 0 or more")
    let own = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var weights = [Tensor([1])]
      let optimizer = SGD(schedule: LearningRateSchedule("mine") { _ in .nan })
      var state = OptimizerState(optimizer, for: weights)
      state.apply(optimizer, to: &weights, gradients: [Tensor([1])])
    }
    expectSentence(own, "mine: gave a factor of nan at step 0; expected 0 or more")
  }
}
