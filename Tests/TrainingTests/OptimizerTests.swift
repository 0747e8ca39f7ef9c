import Testing
import UnrollAutodiff
import UnrollTraining

/// `optimizers.json`, `clipping.json`: what Keras's optimisers make of two weights in six steps.
struct OptimizerReference: Decodable {
  struct Rule: Decodable {
    let name: String
    let after: [[StoredTensor]]
  }
  let weights: [StoredTensor]
  let gradients: [[StoredTensor]]
  let rules: [Rule]
}

@Suite struct OptimizerTests {
  private let keras: OptimizerReference

  init() throws { keras = try reference("optimizers") }

  /// The weights after each step.
  private func run(_ optimizer: any Optimizer, dtype: DType = .float64) -> [[Tensor]] {
    var weights = keras.weights.map { $0.tensor.cast(to: dtype) }
    var state = OptimizerState(optimizer, for: weights)
    return keras.gradients.map { gradients in
      state.apply(optimizer, to: &weights, gradients: gradients.map { $0.tensor.cast(to: dtype) })
      return weights
    }
  }

  @Test(arguments: optimizers.keys.sorted())
  func `an optimiser takes Keras's steps`(_ name: String) throws {
    let rule = try #require(keras.rules.first { $0.name == name })
    let steps = try run(#require(optimizers[name]))
    #expect(steps.count == rule.after.count)
    for (step, (ours, theirs)) in zip(steps, rule.after).enumerated() {
      for (weight, expected) in zip(ours, theirs) {
        #expect(error(weight, expected.tensor) <= 1e-13, "step \(step + 1)")
      }
    }
  }

  @Test(arguments: optimizers.keys.sorted())
  func `an optimiser's float32 steps are the float64 ones, rounded, and stay float32`(
    _ name: String
  ) throws {
    let optimizer = try #require(optimizers[name])
    for (narrow, wide) in zip(run(optimizer, dtype: .float32), run(optimizer)) {
      for (a, b) in zip(narrow, wide) {
        #expect(a.dtype == .float32)
        #expect(error(a, b) <= 1e-5)
      }
    }
  }

  @Test func `the reference holds every optimiser of the tests`() {
    #expect(Set(keras.rules.map(\.name)) == Set(optimizers.keys))
  }

  @Test func `plain gradient descent is the lecture's update`() {
    var weights: [Tensor] = [[1, -2, 0.5]]
    let rule = SGD(learningRate: 0.25)
    var state = OptimizerState(rule, for: weights)
    state.apply(rule, to: &weights, gradients: [[4, 2, -1]])
    #expect(weights == [[0, -2.5, 0.75]])
  }

  @Test func `Adam's first step has the size of the learning rate, whatever the gradient's`() {
    var weights: [Tensor] = [Tensor([0, 0, 0], dtype: .float64)]
    let rule = Adam(learningRate: 0.01, epsilon: 0)
    var state = OptimizerState(rule, for: weights)
    state.apply(rule, to: &weights, gradients: [Tensor([1e-6, -3, 1e6], dtype: .float64)])
    #expect(error(weights[0].elements, [-0.01, 0.01, -0.01]) < 1e-15)
  }

  @Test func `defaults and names are Keras's`() {
    #expect(SGD().learningRate == 0.01)
    #expect(SGD().momentum == 0)
    #expect(RMSprop().learningRate == 0.001)
    #expect(RMSprop().rho == 0.9)
    #expect(RMSprop().epsilon == 1e-7)
    #expect(Adam().learningRate == 0.001)
    #expect([Adam().beta1, Adam().beta2, Adam().epsilon] == [0.9, 0.999, 1e-7])
    let all: [any Optimizer] = [SGD(), RMSprop(), Adam()]
    #expect(all.map(\.name) == ["sgd", "rmsprop", "adam"])
  }

  @Test func `the state counts steps and keeps what the rule names, in the weight's type`() {
    let weights = [Tensor.zeros([2, 3], dtype: .float64), .zeros([4])]
    let rule = Adam()
    var state = OptimizerState(rule, for: weights)
    #expect(state.step == 0)
    #expect(state.slots.map(\.count) == [2, 2])
    #expect(state.slots[0][1] == .zeros([2, 3], dtype: .float64))
    #expect(state.slots[1][0] == .zeros([4]))
    var changed = weights
    for _ in 0..<3 { state.apply(rule, to: &changed, gradients: weights.map { $0 + 1 }) }
    #expect(state.step == 3)
    #expect(SGD().slotNames.isEmpty)
    #expect(SGD(momentum: 0.9).slotNames == ["momentum"])
    #expect(RMSprop().slotNames == ["velocity"])
    #expect(RMSprop(momentum: 0.9).slotNames == ["velocity", "momentum"])
  }
}
