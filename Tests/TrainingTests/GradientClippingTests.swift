import TestSupport
import Testing
import UnrollAutodiff
import UnrollTraining

@Suite struct GradientClippingTests {
  private static let clippings: [GradientClipping] = [.value(0.5), .norm(0.5), .globalNorm(0.5)]

  /// The optimisers of `clipping.json`, by their names there.
  private static let rules: [String: any Optimizer] = [
    "SGD, value": SGD(learningRate: 0.5, momentum: 0.8, clipping: .value(0.3)),
    "SGD, norm": SGD(learningRate: 0.5, clipping: .norm(0.9)),
    "SGD, global norm": SGD(learningRate: 0.5, momentum: 0.8, clipping: .globalNorm(0.9)),
    "RMSprop, value": RMSprop(learningRate: 0.02, clipping: .value(0.3)),
    "RMSprop, norm": RMSprop(learningRate: 0.02, clipping: .norm(0.9)),
    "Adam, norm": Adam(learningRate: 0.05, clipping: .norm(0.9)),
    "Adam, global norm": Adam(learningRate: 0.05, clipping: .globalNorm(0.9)),
  ]

  private func clipped(_ clipping: GradientClipping, _ gradients: [Tensor]) -> [Tensor] {
    clipping(gradients.map(Gradient.dense)).map(\.dense)
  }

  // MARK: - Values from outside

  @Test(arguments: [DType.float64, .float32])
  func `an optimiser that clips takes Keras's steps`(_ dtype: DType) throws {
    let keras: OptimizerReference = try reference("clipping")
    #expect(Set(keras.rules.map(\.name)) == Set(Self.rules.keys))
    for expected in keras.rules {
      let optimizer = try #require(Self.rules[expected.name])
      var weights = keras.weights.map { $0.tensor.cast(to: dtype) }
      var state = OptimizerState(optimizer, for: weights)
      for (step, gradients) in keras.gradients.enumerated() {
        state.apply(
          optimizer, to: &weights, gradients: gradients.map { $0.tensor.cast(to: dtype) })
        for (weight, stored) in zip(weights, expected.after[step]) {
          #expect(
            error(weight, stored.tensor) <= (dtype == .float64 ? 1e-13 : 1e-5),
            "\(expected.name), step \(step + 1)")
        }
      }
    }
  }

  // The norms are 5 and 12, and 13 together.
  @Test func `numbers by hand`() {
    let gradients = [Tensor([3, -4], dtype: .float64), Tensor([[0, 12]], dtype: .float64)]
    #expect(clipped(.value(3.5), gradients).map(\.elements) == [[3, -3.5], [0, 3.5]])
    #expect(clipped(.norm(10), gradients).map(\.elements) == [[3, -4], [0, 10]])
    #expect(clipped(.norm(2.5), gradients).map(\.elements) == [[1.5, -2], [0, 2.5]])
    #expect(clipped(.globalNorm(6.5), gradients).map(\.elements) == [[1.5, -2], [0, 6]])
    #expect(clipped(.globalNorm(13), gradients).map(\.elements) == [[3, -4], [0, 12]])
  }

  // MARK: - What each keeps

  @Test func `norms keep the direction, single values do not`() {
    let gradients = [stepNumbers([3, 4], 1), 10 * stepNumbers([5], 2)]
    func ratios(_ clipping: GradientClipping) -> [[Double]] {
      zip(clipped(clipping, gradients), gradients).map { ($0 / $1).elements }
    }
    func spread(_ ratios: [Double]) -> Double { (ratios.max() ?? 0) - (ratios.min() ?? 0) }
    #expect(ratios(.norm(0.5)).allSatisfy { spread($0) < 1e-15 })
    #expect(ratios(.norm(0.5))[0][0] / ratios(.norm(0.5))[1][0] > 2, "each by its own norm")
    #expect(spread(ratios(.globalNorm(0.5)).flatMap { $0 }) < 1e-15, "all by one")
    #expect(ratios(.value(0.5)).allSatisfy { spread($0) > 0.01 })
    for clipping in [GradientClipping.norm(0.5), .globalNorm(0.5)] {
      #expect(clipped(clipping, gradients).allSatisfy { $0.norm() <= 0.5 + 1e-15 })
    }
  }

  @Test(
    arguments: [GradientClipping.value(2), .norm(4), .globalNorm(5)], [DType.float32, .float64])
  func `gradients within the bound stay as they are, bit for bit`(
    _ clipping: GradientClipping, _ dtype: DType
  ) {
    let gradients = [stepNumbers([3, 4], 1).cast(to: dtype), .zeros([2], dtype: dtype)]
    let found = clipped(clipping, gradients)
    #expect(found == gradients && found.allSatisfy { $0.dtype == dtype })
  }

  @Test func `without clipping, and with a bound that is never reached, steps are the same`() {
    let pairs: [(any Optimizer, any Optimizer)] = [
      (SGD(momentum: 0.8), SGD(momentum: 0.8, clipping: .value(1e30))),
      (RMSprop(), RMSprop(clipping: .norm(1e30))), (Adam(), Adam(clipping: .globalNorm(1e30))),
    ]
    for (plain, bounded) in pairs {
      #expect(plain.clipping == nil, "off by default")
      let weights = [plain, bounded].map { rule in
        var weights = [stepNumbers([3, 4], 1)]
        var state = OptimizerState(rule, for: weights)
        for step in 1...5 {
          state.apply(rule, to: &weights, gradients: [stepNumbers([3, 4], step)])
        }
        return weights
      }
      #expect(weights[0] == weights[1], "\(plain.name)")
    }
  }

  @Test func `a step of fit goes as far as the bound allows`() throws {
    let model = smallModel(dtype: .float64)
    let before = model.values
    try model.fit(
      smallData(dtype: .float64), batchSize: 20,
      optimizer: SGD(learningRate: 1, clipping: .globalNorm(0.01)), loss: .meanSquaredError,
      progress: .none)
    let changes = zip(model.values, before).map { ($0 - $1).norm() }
    #expect(abs(Tensor(changes, dtype: .float64).norm() - 0.01) < 1e-15)
  }

  // MARK: - Rows

  @Test(arguments: clippings)
  func `the gradient of some rows is clipped as the whole one, beside others`(
    _ clipping: GradientClipping
  ) {
    let rows = RowGradient([6, 3], adding: [([4, 1, 4], stepNumbers([3, 3], 3))])
    let other = stepNumbers([4], 4)
    let byRows = clipping([.rows(rows), .dense(other)])
    let whole = clipping([.dense(rows.dense), .dense(other)])
    for (a, b) in zip(byRows, whole) { #expect(error(a.dense, b.dense) < 1e-15) }
    #expect(byRows.map(\.isByRows) == [true, false])
    #expect(byRows[0].dense != rows.dense)
  }

  @Test func `a model's rows change as its whole table does`() throws {
    let rule = RMSprop(learningRate: 0.02, clipping: .globalNorm(0.01))
    let models = [reviewModel(50), reviewModel(50)]
    let steps = [
      TrainingStep(models[0], loss: .meanSquaredError, optimizer: rule),
      TrainingStep(models[1], loss: .meanSquaredError),
    ]
    var states = models.map { OptimizerState(rule, for: $0.parameters) }
    for seed in 1...4 {
      let batch = reviews(2, 3, below: 50, seed)
      for (index, model) in models.enumerated() {
        let gradients = steps[index](batch).compactGradients
        #expect(gradients[0].isByRows == (index == 0))
        states[index].apply(rule, to: &model.parameters, compactGradients: gradients)
      }
      for (a, b) in zip(models[0].values, models[1].values) { #expect(error(a, b) < 1e-13) }
    }
  }

  // MARK: - Far out

  @Test func `a norm whose squares overflow is clipped all the same`() {
    let large = [Tensor([3e30, 4e30]), Tensor([3e200, 4e200], dtype: .float64)]
    for found in clipped(.norm(5), large) { #expect(error(found.elements, [3, 4]) < 1e-6) }
  }

  @Test func `a gradient that is not finite is not made to look finite`() {
    for bad in [Double.nan, .infinity] {
      let gradients = [Tensor([bad, 1]), Tensor([1, 2])]
      #expect(clipped(.norm(1), gradients)[0].elements[0].isNaN)
      #expect(clipped(.globalNorm(1), gradients)[0].elements[0].isNaN)
    }
    #expect(clipped(.value(1), [Tensor([.nan, 1])])[0].elements[0].isNaN)
  }

  @Test func `bounds that turn gradients round or leave nothing of them are refused`() async {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam(clipping: .globalNorm(-1))
    }
    expectSentence(
      negative, "Adam: got a clipping of globalNorm(-1.0); expected a bound greater than 0")
    let zero = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD(clipping: .value(0))
    }
    expectSentence(zero, "SGD: got a clipping of value(0.0); expected a bound greater than 0")
    let nothing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RMSprop(clipping: .norm(.nan))
    }
    expectSentence(nothing, "RMSprop: got a clipping of norm(nan); expected a bound greater than 0")
  }
}
