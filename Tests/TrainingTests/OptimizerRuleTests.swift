import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// The optimisers' rules in one pass, against the formulas of their comments on whole tensors.
@Suite struct OptimizerRuleTests {
  private static let sizes: [Shape] = [[1], [15], [16], [17], [33], [1000], [3, 7], [], [0]]

  /// The rules on plain tensors: the formulas, one operation after another.
  private static func formula(
    _ optimizer: any Optimizer, _ w: Tensor, _ g: Tensor, _ slots: inout [Tensor], step: Int
  ) -> Tensor {
    switch optimizer {
    case let rule as Adam:
      slots[0] = rule.beta1 * slots[0] + (1 - rule.beta1) * g
      slots[1] = rule.beta2 * slots[1] + (1 - rule.beta2) * (g * g)
      let powers = (Double.power(rule.beta1, Double(step)), Double.power(rule.beta2, Double(step)))
      let rate = rule.learningRate * (1 - powers.1).squareRoot() / (1 - powers.0)
      return w - rate * slots[0] / (slots[1].squareRoot() + rule.epsilon)
    case let rule as RMSprop:
      slots[0] = rule.rho * slots[0] + (1 - rule.rho) * (g * g)
      let descent = rule.learningRate * g / (slots[0] + rule.epsilon).squareRoot()
      if rule.momentum == 0 { return w - descent }
      slots[1] = rule.momentum * slots[1] + descent
      return w - slots[1]
    case let rule as SGD:
      let descent = rule.learningRate * g
      if rule.momentum == 0 { return w - descent }
      slots[0] = rule.momentum * slots[0] - descent
      return w + (rule.nesterov ? rule.momentum * slots[0] - descent : slots[0])
    default: fatalError("there is no formula for \(optimizer.name)")
    }
  }

  @Test(arguments: optimizers.keys.sorted(), [DType.float32, .float64])
  func `a rule in one pass is its formula, bit for bit`(_ name: String, dtype: DType) throws {
    let optimizer = try #require(optimizers[name])
    for shape in Self.sizes {
      var generator = SeededGenerator(seed: 1, stream: "rules \(shape)")
      func numbers() -> Tensor { .uniform(shape, in: -2..<2, dtype: dtype, using: &generator) }
      var weight = numbers()
      var expected = weight
      var slots = optimizer.slotNames.map { _ in Tensor.zeros(shape, dtype: dtype) }
      var expectedSlots = slots
      for step in 1...5 {
        let gradient = step == 3 ? Tensor.zeros(shape, dtype: dtype) : numbers()
        optimizer.update(&weight, gradient, &slots, step: step)
        expected = Self.formula(optimizer, expected, gradient, &expectedSlots, step: step)
        #expect(weight == expected, "\(shape), step \(step)")
        #expect(slots == expectedSlots, "\(shape), step \(step)")
      }
    }
  }

  @Test(arguments: optimizers.keys.sorted())
  func `copies of weights, gradients and what is remembered stay as they are`(
    _ name: String
  ) throws {
    let optimizer = try #require(optimizers[name])
    let whole = Tensor((0..<40).map { Double($0) / 8 }, shape: [4, 10])
    var (weight, gradient) = (whole[1], whole[2])
    var slots = optimizer.slotNames.map { _ in whole[0] }
    let before = (whole.elements, weight.elements, gradient.elements)
    let (keptWeight, keptSlots) = (weight, slots)
    optimizer.update(&weight, gradient, &slots, step: 1)
    #expect(whole.elements == before.0 && keptWeight.elements == before.1)
    #expect(gradient.elements == before.2 && keptSlots.allSatisfy { $0 == whole[0] })
    #expect(weight.elements != before.1)
    // A weight may be its own gradient.
    let own = weight
    gradient = weight
    optimizer.update(&weight, gradient, &slots, step: 2)
    #expect(gradient == own && weight != own)
  }

  @Test func `a gradient of the other type is taken in the weight's`() {
    var weights = [Tensor([1, 2, 3]), Tensor([1, 2, 3], dtype: .float64)]
    let rule = SGD(learningRate: 0.5)
    var state = OptimizerState(rule, for: weights)
    let gradient = Tensor([2, 4, -2], dtype: .float64)
    state.apply(rule, to: &weights, gradients: [gradient, gradient.cast(to: .float32)])
    #expect(weights.map(\.elements) == [[0, 0, 4], [0, 0, 4]])
    #expect(weights.map(\.dtype) == [.float32, .float64])
  }
}

/// What an optimiser does to the parameters of a model.
@Suite struct OptimizerStateTests {
  private func model() -> Sequential {
    Sequential(inputShape: [nil, 2], dtype: .float64) {
      SimpleRNN(3, trainable: false)
      Dense(2)
    }
  }

  @Test(arguments: optimizers.keys.sorted())
  func `parameters that are trained change as weights do, frozen ones don't`(
    _ name: String
  ) throws {
    let optimizer = try #require(optimizers[name])
    let model = model()
    model.parameters[0].isTrainable = true
    let before = model.values
    var weights = [before[0], before[3], before[4]]
    var (state, plain) = (
      OptimizerState(optimizer, for: model.parameters), OptimizerState(optimizer, for: weights)
    )
    for step in 1...3 {
      let gradients = weights.map { Double(step) * ($0 + 0.25) }
      state.apply(optimizer, to: &model.parameters, gradients: gradients)
      plain.apply(optimizer, to: &weights, gradients: gradients)
    }
    #expect(model.values == [weights[0], before[1], before[2], weights[1], weights[2]])
    #expect(state.step == 3 && state.slots == plain.slots)
    #expect(weights[0] != before[0])
  }

  @Test func `a wrong number of gradients stops with both numbers`() async {
    let many = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [2]) { Dense(3) }
      var state = OptimizerState(Adam(), for: model.parameters)
      state.apply(Adam(), to: &model.parameters, gradients: model.parameters.map(\.value) + [[1]])
    }
    expectSentence(
      many, "adam: got 3 gradients for 2 parameters that are trained; expected one for each")
    let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [2]) { Dense(3) }
      var state = OptimizerState(SGD(), for: model.parameters)
      state.apply(SGD(), to: &model.parameters, gradients: [])
    }
    expectSentence(few, "sgd: got 0 gradients for 2 parameters that are trained")
  }

  @Test func `a gradient of another shape stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var weights = [Tensor.ones([4])]
      var state = OptimizerState(SGD(), for: weights)
      state.apply(SGD(), to: &weights, gradients: [.ones([3])])
    }
    expectSentence(
      result, "update: a weight of shape [4] can't be changed by a gradient of shape [3]")
  }
}
