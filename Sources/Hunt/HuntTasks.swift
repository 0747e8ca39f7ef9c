import Foundation
import Unroll

// Small tasks that a network learns within seconds. Each has 128 samples whose answers are kept back.

extension Hunt {
  /// LAB01's waves, 21 steps of each, of which the last is to be forecast: `[256, 21, 1]` to learn from, and
  /// `[128, 20, 1]` to predict for.
  public static func waves(seed: UInt64 = seed) -> (series: Tensor, test: Tensor) {
    let all = allWaves(seed)
    return (all[..<256], all[256..., ..<20])
  }

  /// What follows the waves to predict for, `[128, 1]`.
  package static func waveAnswers(seed: UInt64) -> Tensor { allWaves(seed)[256..., 20] }

  /// Their last steps, `[128, 1]`: the naive forecast.
  package static func lastOfWaves(seed: UInt64) -> Tensor { allWaves(seed)[256..., 19] }

  private static func allWaves(_ seed: UInt64) -> Tensor {
    var generator = NumPyLegacyGenerator(seed: UInt32(truncatingIfNeeded: seed))
    return generateTimeSeries(batchSize: 384, steps: 51, using: &generator)[0..., 30...]
  }

  /// Points from −3 to 3, where the slope of a function can be asked for.
  public static func points(seed: UInt64 = seed) -> Tensor {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/points")
    return Tensor((0..<12).map { _ in numbers.uniform(in: -3..<3) })
  }

  /// Which of three frequencies a noisy wave of 12 steps has: x `[384, 12, 1]`, y `[384]`, 0 to 2.
  public static func frequencies(seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/frequencies")
    let labels = (0..<512).map { _ in numbers.integer(below: 3) }
    let x = labels.flatMap { label in
      let phase = numbers.uniform(in: 0..<6.2832)
      return (0..<12).map { t in
        sin([0.4, 0.9, 1.6][label] * Double(t) + phase) + 0.05 * numbers.normal()
      }
    }
    let all = Tensor(x, shape: [512, 12, 1])
    return HuntTask(
      Dataset(all[..<384], IntTensor(Array(labels[..<384]))), test: all[384...],
      answers: Tensor(labels[384...].map(Double.init), shape: [128, 1]))
  }

  /// The sign of the first step, behind which come small random numbers: x `[384, steps, 1]`, y `[384, 1]`, ±1.
  public static func recall(steps: Int, seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/recall")
    let signs = (0..<512).map { _ in numbers.integer(below: 2) == 0 ? -1.0 : 1 }
    let x = signs.flatMap { sign in
      [sign] + (1..<steps).map { _ in numbers.uniform(in: -0.3..<0.3) }
    }
    return split(Tensor(x, shape: [512, steps, 1]), Tensor(signs, shape: [512, 1]))
  }

  /// Eight numbers with a mark behind one of the first seven: x `[384, 8, 2]`, y `[384, 1]`, the marked number.
  public static func marked(seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/marked")
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<512 {
      let place = numbers.integer(below: 7)
      let row = (0..<8).map { _ in numbers.uniform(in: -1..<1) }
      x += row.enumerated().flatMap { t, number in [number, t == place ? 1 : 0] }
      y.append(row[place])
    }
    return split(Tensor(x, shape: [512, 8, 2]), Tensor(y, shape: [512, 1]))
  }

  /// Streams with a switch: x `[32, 240, 2]`, a number and now and then a sign ±1 (else 0); y `[32, 240, 1]`, the
  /// last sign that was seen. The test has 32 streams too.
  public static func switches(seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/switches")
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<64 {
      var last = 0.0
      for t in 0..<240 {
        let isSet = t == 0 || numbers.uniform() < 0.06
        if isSet { last = numbers.integer(below: 2) == 0 ? -1 : 1 }
        x += [numbers.uniform(in: -0.3..<0.3), isSet ? last : 0]
        y.append(last)
      }
    }
    let (allX, allY) = (Tensor(x, shape: [64, 240, 2]), Tensor(y, shape: [64, 240, 1]))
    return HuntTask(Dataset(allX[..<32], allY[..<32]), test: allX[32...], answers: allY[32...])
  }

  /// Numbers and their sum, divided by the root of how many there are: x `[384, 40, 1]`, y `[384, 1]`.
  public static func sums(seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/sums")
    let x = Tensor((0..<(512 * 40)).map { _ in numbers.normal() }, shape: [512, 40, 1])
    let y = (0..<512).map { row in x[row].elements.reduce(0, +) / 40.0.squareRoot() }
    return split(x, Tensor(y, shape: [512, 1]))
  }

  /// Sequences of 3 to 10 numbers with zeros behind them up to `length`; y is the last number: x `[384, length, 1]`,
  /// y `[384, 1]`.
  public static func padded(to length: Int, seed: UInt64 = seed) -> HuntTask {
    var numbers = SeededGenerator(seed: seed, stream: "hunt/padded")
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<512 {
      let row = (0..<(3 + numbers.integer(below: 8))).map { _ in numbers.uniform(in: -1..<1) }
      x += row + [Double](repeating: 0, count: length - row.count)
      y.append(row.last ?? 0)
    }
    return split(Tensor(x, shape: [512, length, 1]), Tensor(y, shape: [512, 1]))
  }

  private static func split(_ x: Tensor, _ y: Tensor) -> HuntTask {
    HuntTask(Dataset(x[..<384], y[..<384]), test: x[384...], answers: y[384...])
  }
}
