import Foundation
import UnrollCourse

// Right and wrong steps of a GRU, number by number.

/// What is different in a step, for one sample and one unit; nothing unless said otherwise.
protocol GRUVariant {
  /// Which block of columns belongs to z and which to r.
  static var blocks: (z: Int, r: Int) { get }
  static func gate(_ sum: Double) -> Double
  /// The state's bias, as it is used.
  static func bias(_ bh: Double) -> Double
  /// What the candidate's weights are multiplied with, of an old unit.
  static func seen(h: Double, z: Double, r: Double) -> Double
  /// The sum of the candidate, from those of the input and of the state and from the state's bias.
  static func sum(input: Double, state: Double, bias: Double, r: Double) -> Double
  static func candidate(_ sum: Double) -> Double
  static func state(h: Double, g: Double, z: Double) -> Double
}

extension GRUVariant {
  static var blocks: (z: Int, r: Int) { (0, 1) }
  // The sigmoid is a tanh of half the sum, moved.
  static func gate(_ sum: Double) -> Double { (1 + tanh(0.5 * sum)) / 2 }
  static func bias(_ bh: Double) -> Double { bh }
  static func seen(h: Double, z: Double, r: Double) -> Double { h }
  static func sum(input: Double, state: Double, bias: Double, r: Double) -> Double {
    input + r * state + r * bias
  }
  static func candidate(_ sum: Double) -> Double { tanh(sum) }
  static func state(h: Double, g: Double, z: Double) -> Double { g + z * (h - g) }
}

enum PlainGRU: GRUVariant {}
enum ResetFirst: GRUVariant { static var blocks: (z: Int, r: Int) { (1, 0) } }
enum TanhGates: GRUVariant {
  static func gate(_ sum: Double) -> Double { tanh(sum) }
}
enum SigmoidCandidate: GRUVariant {
  static func candidate(_ sum: Double) -> Double { gate(sum) }
}
enum UpdateTurned: GRUVariant {
  static func state(h: Double, g: Double, z: Double) -> Double { h + z * (g - h) }
}
enum ResetBefore: GRUVariant {
  static func seen(h: Double, z: Double, r: Double) -> Double { r * h }
  static func sum(input: Double, state: Double, bias: Double, r: Double) -> Double {
    input + state + bias
  }
}
enum BiasOutside: GRUVariant {
  static func sum(input: Double, state: Double, bias: Double, r: Double) -> Double {
    input + r * state + bias
  }
}
enum ResetLeftOut: GRUVariant {
  static func sum(input: Double, state: Double, bias: Double, r: Double) -> Double {
    input + state + bias
  }
}
enum StateBiasLeftOut: GRUVariant {
  static func bias(_ bh: Double) -> Double { 0 }
}
enum CandidateWhole: GRUVariant {
  static func state(h: Double, g: Double, z: Double) -> Double { z * h + g }
}
enum StateOverwritten: GRUVariant {
  static func seen(h: Double, z: Double, r: Double) -> Double { z * h }
}

/// The step one sample, one unit and one part after another.
struct GRUByUnits<Variant: GRUVariant>: GRUStepExercise {
  func step(x: Matrix, h: Matrix, weights: GRUWeights) -> GRUValues {
    let empty = Matrix.zeros(like: h)
    var values = GRUValues(z: empty, r: empty, g: empty, h: empty)
    let units = 0..<h.columns
    for sample in 0..<h.rows {
      let (inputs, old) = (x.row(sample), h.row(sample))
      func fromInput(_ column: Int) -> Double {
        inputs.indices.reduce(weights.bx[0, column]) { $0 + inputs[$1] * weights.wx[$1, column] }
      }
      func fromState(_ state: [Double], _ column: Int) -> Double {
        state.indices.reduce(0) { $0 + state[$1] * weights.wh[$1, column] }
      }
      func gate(_ block: Int) -> [Double] {
        units.map { unit in
          let column = block * h.columns + unit
          return Variant.gate(
            fromInput(column) + fromState(old, column) + Variant.bias(weights.bh[0, column]))
        }
      }
      let (z, r) = (gate(Variant.blocks.z), gate(Variant.blocks.r))
      let seen = units.map { Variant.seen(h: old[$0], z: z[$0], r: r[$0]) }
      for unit in units {
        let column = 2 * h.columns + unit
        let sum = Variant.sum(
          input: fromInput(column), state: fromState(seen, column),
          bias: Variant.bias(weights.bh[0, column]), r: r[unit])
        let g = Variant.candidate(sum)
        (values.z[sample, unit], values.r[sample, unit]) = (z[unit], r[unit])
        values.g[sample, unit] = g
        values.h[sample, unit] = Variant.state(h: old[unit], g: g, z: z[unit])
      }
    }
    return values
  }
}
