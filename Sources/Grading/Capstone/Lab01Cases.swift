import Unroll
import UnrollCourse

/// What LAB01's exercise is asked.
struct Lab01Cases {
  private var numbers: CaseNumbers
  private let variant: CourseVariant
  private let seed: UInt64

  init(_ seed: UInt64, _ variant: CourseVariant) {
    (numbers, self.variant, self.seed) = (CaseNumbers(seed, "lab01"), variant, seed)
  }

  private struct Size {
    let steps, series, units: Int
    var name: String { "\(counted(steps, "step")), \(series) series, \(counted(units, "unit"))" }
    var sizes: [String: Int] {
      ["the size of the batch": series, "the number of time steps": steps]
    }
  }

  private mutating func weights(_ units: Int, _ scale: Double = 1) -> [String: ExerciseValue] {
    let shapes = [
      ("Wx1", 1, units), ("Wh1", units, units), ("b1", 1, units), ("Wx2", units, units),
      ("Wh2", units, units), ("b2", 1, units), ("Wy", units, 1), ("by", 1, 1),
    ]
    var found: [String: ExerciseValue] = [:]
    for (name, rows, columns) in shapes {
      found[name] = .matrix(numbers.matrix(rows, columns, scale))
    }
    return found
  }

  /// All cases, the simplest first.
  mutating func all() -> [ExerciseCase] {
    let sizes = [(1, 1, 1), (1, 2, 2), (3, 2, 3), (4, 5, 2), (6, 3, 4)].map {
      Size(steps: $0.0, series: variant.size($0.1), units: variant.size($0.2))
    }
    var (forward, loss, backward, train): Four = ([], [], [], [])
    for size in sizes {
      let x = numbers.matrices(size.steps, size.series, 1)
      var given = weights(size.units).merging(["x": .matrices(x)]) { $1 }
      let asked = ExerciseCase(size.name, "forward", given, sizes: size.sizes)
      forward.append(asked)
      guard case .outputs(let found) = Lab01OnTape<Lab01Right>.reply(to: asked.call),
        let first = found.matrices("h first"), let second = found.matrices("h second"),
        let forecast = found.matrices("forecast")
      else { continue }
      let target = numbers.matrix(size.series, 1)
      loss.append(
        ExerciseCase(
          "\(size.series) series", "loss",
          ["forecast": .matrices(forecast), "target": .matrix(target)], sizes: size.sizes))
      given["first"] = .matrices(first)
      given["second"] = .matrices(second)
      given["gradient"] = .matrix(numbers.matrix(size.series, 1))
      backward.append(ExerciseCase(size.name, "backward", given, sizes: size.sizes))
    }
    for (steps, series, batch, epochs) in [(2, 4, 2, 1), (3, 6, 2, 2), (4, 6, 3, 3), (2, 5, 2, 2)] {
      let size = Size(steps: steps, series: series, units: variant.size(3))
      train.append(
        ExerciseCase(
          "\(size.name), batches of \(batch), \(counted(epochs, "epoch"))", "train",
          weights(size.units, 0.7).merging(
            [
              "x": .matrices(numbers.matrices(steps, series, 1)),
              "target": .matrix(numbers.matrix(series, 1)), "rate": .number(0.1),
              "batch": .integers([batch]), "epochs": .integers([epochs]),
            ]) { $1 }, sizes: size.sizes))
    }
    train.append(laboratory())
    return forward + loss + backward + train
  }

  private typealias Four = (
    [ExerciseCase], [ExerciseCase], [ExerciseCase], [ExerciseCase]
  )

  // MARK: - LAB01 itself

  static let (series, steps, units, batch, epochs, rate) = (48, 6, 4, 2, 10, 0.1)

  /// LAB01's waves, `[series, 21]`, the first 48 to learn from, and 100 that are not learnt from.
  private static func waves(_ seed: UInt64) -> [Matrix] {
    var generator = NumPyLegacyGenerator(seed: UInt32(truncatingIfNeeded: seed))
    let all = generateTimeSeries(batchSize: series + 100, steps: 51, using: &generator)
    return ((50 - steps)...50).map { Matrix(all[0..., $0].cast(to: .float64)) }
  }

  private static func rows(_ matrix: Matrix, _ range: Range<Int>) -> Matrix {
    Matrix(range.map { matrix.row($0) })
  }

  /// A training that is large enough to beat the naive forecast, and small enough to take a second.
  private mutating func laboratory() -> ExerciseCase {
    let waves = Self.waves(seed).map { Self.rows($0, 0..<Self.series) }
    return ExerciseCase(
      "LAB01: \(Self.series) series, \(Self.steps) steps, \(Self.units) units, \(Self.epochs) epochs",
      "train",
      weights(Self.units, 0.5).merging(
        [
          "x": .matrices(Array(waves.dropLast())), "target": .matrix(waves[Self.steps]),
          "rate": .number(Self.rate), "batch": .integers([Self.batch]),
          "epochs": .integers([Self.epochs]),
        ]) { $1 })
  }

  /// The errors on series that were not learnt from: of the network that comes out of the training, and of the naive
  /// forecast.
  static func errors(_ variant: CourseVariant, seed: UInt64) -> (network: Double, naive: Double)? {
    var cases = Lab01Cases(seed, variant)
    guard let call = cases.all().last?.call,
      case .outputs(let found) = Lab01OnTape<Lab01Right>.reply(to: call)
    else { return nil }
    let waves = waves(seed).map { rows($0, series..<(series + 100)) }
    var given: [String: ExerciseValue] = ["x": .matrices(Array(waves.dropLast()))]
    for quantity in found.quantities { given[quantity.name] = quantity.value }
    let forward = ExerciseCall("forward", Inputs(given))
    guard case .outputs(let tested) = Lab01OnTape<Lab01Right>.reply(to: forward),
      let forecast = tested.matrices("forecast")?.first
    else { return nil }
    func error(_ forecast: Matrix) -> Double {
      let differences = forecast - waves[steps]
      return (differences * differences).sum / 100
    }
    return (error(forecast), error(waves[steps - 1]))
  }
}
