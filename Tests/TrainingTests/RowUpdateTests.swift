import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Steps that change some rows of a table, against the same rule on the whole table.
@Suite struct RowUpdateTests {
  private static let rules: [String: any Optimizer] = [
    "SGD": SGD(learningRate: 0.3), "RMSprop": RMSprop(learningRate: 0.02, rho: 0.8),
  ]

  /// A table and its optimiser, once by rows and once whole.
  private struct Both {
    var rule: any Optimizer
    var byRows, whole: [Tensor]
    var states: (byRows: OptimizerState, whole: OptimizerState)

    init(_ rule: any Optimizer, _ table: Tensor) {
      self.rule = rule
      (byRows, whole) = ([table], [table])
      states = (OptimizerState(rule, for: [table]), OptimizerState(rule, for: [table]))
    }

    mutating func step(_ gradient: RowGradient) {
      states.byRows.apply(rule, to: &byRows, compactGradients: [.rows(gradient)])
      states.whole.apply(rule, to: &whole, gradients: [gradient.dense])
    }

    mutating func step(dense gradient: Tensor) {
      states.byRows.apply(rule, to: &byRows, gradients: [gradient])
      states.whole.apply(rule, to: &whole, gradients: [gradient])
    }

    var weightError: Double { error(byRows[0], whole[0]) }

    var slotError: Double {
      let pairs = zip(states.byRows.slots[0], states.whole.slots[0])
      return pairs.map { error($0, $1) }.max() ?? 0
    }
  }

  private static func table(_ dtype: DType) -> Tensor {
    stepNumbers([11, 3], 1).cast(to: dtype)
  }

  /// The gradient of some lookups; the numbers differ from step to step.
  private static func gradient(_ rows: [Int], _ step: Int, _ dtype: DType) -> RowGradient {
    RowGradient(
      [11, 3],
      adding: [(IntTensor(rows), stepNumbers([rows.count, 3], step).cast(to: dtype))])
  }

  /// Rows that change, repeat and are disjoint, some after many steps; row 10 is never among them.
  private static func rows(_ step: Int) -> [Int] {
    switch step % 6 {
    case 0: [0, 1, 2, 1]
    case 1: [3, 4]
    case 2: [step % 10]
    case 3: [9, 9, 9, 0]
    case 4: []
    default: step == 101 ? [7, 5] : [8, 2]
    }
  }

  @Test(arguments: rules.keys.sorted(), [(DType.float32, 1e-4), (.float64, 1e-12)])
  func `rows alone change as they do with the whole table, over many steps`(
    _ name: String, _ type: (DType, Double)
  ) throws {
    var both = try Both(#require(Self.rules[name]), Self.table(type.0))
    for step in 1...200 {
      if step == 70 { both.rule.learningRate *= 3 }
      both.step(Self.gradient(Self.rows(step), step, type.0))
      #expect(both.weightError <= type.1, "step \(step)")
    }
    #expect(both.slotError <= type.1)
    #expect(both.byRows[0].dtype == type.0)
    #expect(both.byRows[0][10] == Self.table(type.0)[10], "never looked up")
    #expect(both.byRows[0][7] != Self.table(type.0)[7])
  }

  @Test func `what is remembered can be read between any steps`() {
    var both = Both(RMSprop(rho: 0.8), Self.table(.float64))
    for step in 1...40 {
      both.step(Self.gradient(Self.rows(step), step, .float64))
      #expect(both.slotError <= 1e-14, "step \(step)")
      #expect(both.weightError <= 1e-14, "step \(step)")
    }
  }

  @Test func `gradients of the whole table, and another rho, may come between`() {
    var both = Both(RMSprop(rho: 0.8), Self.table(.float64))
    for step in 1...60 {
      if step == 20 { both.rule = RMSprop(rho: 0.5) }
      if step % 7 == 0 {
        both.step(dense: stepNumbers([11, 3], step))
      } else {
        both.step(Self.gradient(Self.rows(step), step, .float64))
      }
      #expect(both.weightError <= 1e-13, "step \(step)")
    }
    #expect(both.slotError <= 1e-13)
  }

  // By hand, with ρ = 1/2, η = 1, ε = 0. Row 0 has the gradient 4, 0, 0, 2: v = 8, 4, 2, then 1 + 2 = 3.
  // Row 1 has 0, 2, 0, 0: v = 0, 2, 1, 1/2. Row 2 has 0, 0, 1/2, 0: v = 0, 0, 1/8, 1/16.
  @Test func `a row that waited two steps is made up for as by hand`() {
    let rule = RMSprop(learningRate: 1, rho: 0.5, epsilon: 0)
    var weights = [Tensor([[10], [20], [30]], dtype: .float64)]
    var state = OptimizerState(rule, for: weights)
    func step(_ row: Int, _ gradient: Double) {
      let rows = RowGradient([3, 1], adding: [([row], Tensor([[gradient]], dtype: .float64))])
      state.apply(rule, to: &weights, compactGradients: [.rows(rows)])
    }
    step(0, 4)
    #expect(state.slots[0][0].elements == [8, 0, 0])
    step(1, 2)
    #expect(state.slots[0][0].elements == [4, 2, 0])
    step(2, 0.5)
    step(0, 2)
    #expect(state.slots[0][0].elements == [3, 0.5, 0.0625])
    let first = 10 - 4 / 8.0.squareRoot() - 2 / 3.0.squareRoot()
    let second = 20 - 2 / 2.0.squareRoot()
    let third = 30 - 0.5 / 0.125.squareRoot()
    #expect(error(weights[0].elements, [first, second, third]) <= 1e-15)
    #expect(state.step == 4)
  }

  @Test(arguments: optimizers.keys.sorted())
  func `a rule that moves all rows takes a gradient by rows as the whole one, bit for bit`(
    _ name: String
  ) throws {
    let rule = try #require(optimizers[name])
    let movesAll = name.contains("momentum") || name.contains("Adam")
    #expect((rule.decayWithoutGradient == nil) == movesAll)
    guard movesAll else { return }
    var both = Both(rule, Self.table(.float64))
    for step in 1...20 { both.step(Self.gradient(Self.rows(step), step, .float64)) }
    #expect(both.byRows == both.whole)
    #expect(both.states.byRows.slots == both.states.whole.slots)
  }

  @Test func `a rule says by what it multiplies what it remembers of rows without a gradient`() {
    #expect(SGD().decayWithoutGradient == [])
    #expect(RMSprop(rho: 0.7).decayWithoutGradient == [0.7])
    #expect(WholeTables(SGD()).decayWithoutGradient == nil, "unless a rule says more")
  }

  @Test func `copies of a table and of what is remembered stay as they are`() {
    var both = Both(RMSprop(), Self.table(.float32))
    both.step(Self.gradient([1, 2], 1, .float32))
    let (weights, state) = (both.byRows, both.states.byRows)
    let before = (weights[0].elements, state.slots[0][0].elements)
    both.step(Self.gradient([2, 3], 2, .float32))
    #expect(weights[0].elements == before.0 && weights != both.byRows)
    #expect(state.slots[0][0].elements == before.1 && state.slots != both.states.byRows.slots)
  }

  @Test func `the gradient of another table stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var weights = [Tensor.ones([4, 2])]
      var state = OptimizerState(SGD(), for: weights)
      let rows = RowGradient([5, 2], adding: [([1], .ones([1, 2]))])
      state.apply(SGD(), to: &weights, compactGradients: [.rows(rows)])
    }
    expectSentence(result, "sgd: got the gradient of a table [5, 2] for a weight of shape [4, 2]")
  }
}
