import Foundation

/// The LSTM of one unit that is computed by hand: all four gates have the weights of the course's network.
///
/// Its biases are 0 for i, 1 for f, b for g and −b for o; h₀ = c₀ = 0, and L = (h₃ − target)².
struct HandLSTM: Sendable {
  /// What is computed at a step.
  struct Step: Sendable {
    /// What all four sums have but the bias.
    let sum: Double
    let i, f, g, o, c, h: Double
  }

  /// What goes back at a step.
  struct Back: Sendable {
    /// ∂L/∂h, and what of it comes to c by the state: `factor · dh`.
    let dh, factor: Double
    /// What comes to c from the next step.
    let later: Double
    /// ∂L/∂z, for i, f, g, o.
    let sums: [Double]
    /// What goes on to the state and to the carry before.
    let toState, toCarry: Double

    var own: Double { factor * dh }
    /// ∂L/∂c.
    var dc: Double { own + later }
  }

  let biases: [Double]
  private let forward: [Step]
  private let backward: [Back]
  private let x: [Double]

  init(_ network: HandNetwork) {
    biases = [0, 1, network.b, -network.b]
    x = network.x
    var steps: [Step] = []
    for input in network.x {
      let (h, c) = (steps.last?.h ?? 0, steps.last?.c ?? 0)
      let sum = network.wx * input + network.wh * h
      func gate(_ bias: Double) -> Double { 1 / (1 + exp(-(sum + bias))) }
      let (i, f, o) = (gate(biases[0]), gate(biases[1]), gate(biases[3]))
      let g = tanh(sum + biases[2])
      let carry = f * c + i * g
      steps.append(Step(sum: sum, i: i, f: f, g: g, o: o, c: carry, h: o * tanh(carry)))
    }
    var backs: [Back] = []
    for t in steps.indices.reversed() {
      let (step, next) = (steps[t], backs.first)
      let (dh, later) = (next?.toState ?? 2 * (step.h - network.target), next?.toCarry ?? 0)
      let shown = tanh(step.c)
      let factor = step.o * (1 - shown * shown)
      let dc = factor * dh + later
      let sums = [
        dc * step.g * step.i * (1 - step.i),
        dc * (t == 0 ? 0 : steps[t - 1].c) * step.f * (1 - step.f),
        dc * step.i * (1 - step.g * step.g), dh * shown * step.o * (1 - step.o),
      ]
      let back = Back(
        dh: dh, factor: factor, later: later, sums: sums,
        toState: network.wh * sums.reduce(0, +), toCarry: step.f * dc)
      backs.insert(back, at: 0)
    }
    (forward, backward) = (steps, backs)
  }

  /// Step t, counted from 1.
  func step(_ t: Int) -> Step { forward[t - 1] }
  /// The way back through step t, counted from 1.
  func back(_ t: Int) -> Back { backward[t - 1] }

  /// The gradients of the weights and of the bias, for i, f, g, o.
  var dWx: [Double] { added { x[$0] } }
  var dWh: [Double] { added { $0 == 0 ? 0 : forward[$0 - 1].h } }
  var db: [Double] { added { _ in 1 } }

  private func added(_ factor: (Int) -> Double) -> [Double] {
    (0..<4).map { gate in
      backward.indices.reduce(0) { $0 + backward[$1].sums[gate] * factor($1) }
    }
  }
}
