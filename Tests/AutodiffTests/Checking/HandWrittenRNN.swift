import UnrollAutodiff
import UnrollNumerics

/// A tanh RNN with a backward pass written by hand, as a student would, and the ways to get it wrong.
///
/// `hₜ = tanh(xₜ·Wx + hₜ₋₁·Wh + b)`, and a loss that weighs the last state.
struct HandWrittenRNN {
  let x: [Tensor]
  let weighting: Tensor
  /// Wx, Wh, b, h0
  let inputs: [Tensor]

  static let names = ["Wx", "Wh", "b", "h0"]

  /// Sizes: batch 2, inputs 3, units 4. `gain` is the size of the recurrent weights.
  init(steps: Int, gain: Double, seed: UInt64 = 7) {
    var generator = SeededGenerator(seed: seed, stream: "hand-written")
    func random(_ shape: Shape, _ size: Double) -> Tensor {
      .uniform(shape, in: -size..<size, dtype: .float64, using: &generator)
    }
    x = (0..<steps).map { _ in random([2, 3], 1) }
    weighting = Tensor([[5, -9, 4, 7], [-6, 3, 8, -4]], dtype: .float64)
    inputs = [random([3, 4], 0.7), random([4, 4], gain), random([4], 0.2), random([2, 4], 0.6)]
  }

  /// The loss on a tape.
  func loss(_ v: [Variable]) -> Variable {
    var h = v[3]
    for input in x { h = tanh(matmul(input, v[0]) + matmul(h, v[1]) + v[2]) }
    return (h * weighting).sum()
  }

  enum Bug: String, CaseIterable, Sendable {
    case none
    case carryNotKept, oneMinusH, noSlopeAtFirstStep, laterState, lastBiasOnly, untransposed
    case upstreamIgnored, dividedByLength, oneEntryOff, oneSignFlipped, rowsSwapped
    case initialDoubled, initialZero, truncated, clipped, overwritten, tanhTwice

    /// What the diagnosis must say.
    var phrase: String {
      switch self {
      case .none: ""
      case .carryNotKept: "not carried"
      case .oneMinusH: "1 − h instead"
      case .noSlopeAtFirstStep: "tanh′ is left out at time step 0"
      case .laterState: "hₜ stands where hₜ₋₁ belongs"
      case .lastBiasOnly: "only the last time step counts in the gradient for b"
      case .untransposed: "not transposed"
      case .upstreamIgnored: "as if it were one"
      case .dividedByLength: "1/"
      case .oneEntryOff: "1.01 times"
      case .oneSignFlipped: "sign flipped"
      case .rowsSwapped: "rows 1, 3 exchanged"
      case .initialDoubled: "is 2 times"
      case .initialZero: "is zero everywhere"
      case .truncated: "truncated after 5 time steps"
      case .clipped: "clipped to ±1"
      case .overwritten: "overwrites the weights' gradients"
      case .tanhTwice: "applied to h again"
      }
    }
  }

  /// The backward pass by hand, with a bug: the gradients for Wx, Wh, b and h0.
  func backward(_ bug: Bug) -> [Tensor] {
    let (wx, wh, b, h0) = (inputs[0], inputs[1], inputs[2], inputs[3])
    var states = [h0]
    for input in x {
      let z = matmul(input, wx) + matmul(states[states.count - 1], wh) + b
      states.append(tanh(Variable(z)).value)
    }

    var (dWx, dWh, db) = (wx * 0, wh * 0, b * 0)
    var dh = bug == .upstreamIgnored ? Tensor.ones([2, 4], dtype: .float64) : weighting
    for t in x.indices.reversed() {
      let (h, before) = (states[t + 1], states[t])
      let twice = tanh(Variable(h)).value
      var slope = 1 - h * h
      if bug == .oneMinusH { slope = 1 - h }
      if bug == .tanhTwice { slope = 1 - twice * twice }
      if bug == .noSlopeAtFirstStep && t == 0 { slope = .ones([2, 4], dtype: .float64) }
      let dz = dh * slope
      let termX = product(x[t], dz, transposeA: true)
      let termH = product(bug == .laterState ? h : before, dz, transposeA: true)
      let isLast = t == x.count - 1
      dWx = bug == .overwritten ? termX : dWx + termX
      dWh = bug == .overwritten ? termH : dWh + termH
      if bug == .overwritten {
        db = dz.sum(axes: [0])
      } else if bug != .lastBiasOnly || isLast {
        db = db + dz.sum(axes: [0])
      }
      dh = product(dz, wh, transposeB: bug != .untransposed)
      if bug == .carryNotKept { dh = dh * 0 }
      if bug == .truncated && x.count - t == 5 { dh = dh * 0 }
    }
    return damaged([dWx, dWh, db, dh], bug)
  }

  /// The bugs that strike when all is computed.
  private func damaged(_ gradients: [Tensor], _ bug: Bug) -> [Tensor] {
    var result = gradients
    switch bug {
    case .dividedByLength: result = gradients.map { $0 * (1 / Double(x.count)) }
    case .oneEntryOff: result[1][scalarAt: 1, 2] *= 1.01
    case .oneSignFlipped: result[0][scalarAt: 2, 1] *= -1
    case .rowsSwapped:
      result[1][1] = gradients[1][3]
      result[1][3] = gradients[1][1]
    case .initialDoubled: result[3] = gradients[3] * 2
    case .initialZero: result[3] = gradients[3] * 0
    case .clipped: result = gradients.map { $0.map { min(max($0, -1), 1) } }
    default: break
    }
    return result
  }

  private func product(
    _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
  ) -> Tensor {
    matmul(Variable(a), Variable(b), transposeA: transposeA, transposeB: transposeB).value
  }
}
