import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

@Suite struct UntiedNetworkTests {
  @Test(arguments: [1, 2, 6, 30])
  func `the shared weight's gradient is the sum over its copies`(_ steps: Int) {
    for seed in [0, 42, UInt64.max] {
      #expect(UntiedNetwork.distance(seed: seed, steps: steps) < 1e-13, "seed \(seed)")
      let distance = UntiedNetwork.distance(seed: seed, steps: steps, inputs: 2, units: 5)
      #expect(distance < 1e-13, "seed \(seed)")
    }
  }

  // The same in a network of one unit that can be worked by hand: h₀ = u·h₋₁ + 1 with h₋₁ = 0 and no
  // activation, h₁ = u·h₀ + 1, h₂ = u·h₁ + 1, so h₂ = u₂·(u₁ + 1) + 1 in the untied network. At u = 3 the
  // copies' gradients are 0 (u₀ meets only zero), u₂ = 3 and u₁ + 1 = 4; the shared one is 2u + 1 = 7.
  @Test func `the copies' gradients by hand are 0, 3 and 4, the shared one 7`() {
    func number(_ value: Double) -> Tensor { Tensor([value], shape: [], dtype: .float64) }
    func last(_ u: [Variable]) -> Variable {
      u.reduce(Variable(number(0))) { $1 * $0 + 1 }
    }
    let tape = Tape()
    let shared = tape.variable(number(3))
    #expect(tape.gradient(of: last([shared, shared, shared]), for: shared).value.item() == 7)
    let copies = (0..<3).map { _ in tape.variable(number(3)) }
    let untied = tape.gradient(of: last(copies), for: copies).map { $0.value.item() }
    #expect(untied == [0, 3, 4])
  }

  @Test func `a copy left out of the sum is seen`() {
    // The loss is Σ h² of the last state; the formula's recurrent gradient adds the steps up.
    let network = NumPyNetwork.network
    let x = NumPyNetwork.x
    let states = network.states(x)
    let zero = Matrix(rows: 4, columns: 1)
    let stateGradients = x.indices.map { $0 == 4 ? states[4].map { 2 * $0 } : zero }
    let whole = network.gradients(x, stateGradients: stateGradients).recurrentWeights

    // Step 4's own share: δ₄·h₃ᵀ.
    let delta = stateGradients[4].times(states[4].map { 1 - $0 * $0 })
    let share = delta * states[3].transposed
    #expect(Matrix.distance(whole, whole - share) > 1e-3)
  }
}
