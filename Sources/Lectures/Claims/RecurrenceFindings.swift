import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining
import UnrollSequences

/// K1: the two ways to write the vanilla RNN, on a random sequence.
enum StackedForms {
  /// The largest difference between the states by `tanh(W·[x; h])` and by `tanh(Whh·h + Wxh·x)`.
  static func distance(seed: UInt64, steps: Int = 9, inputs: Int = 3, units: Int = 4) -> Double {
    var generator = SeededGenerator(seed: seed, stream: "stacked forms")
    let network = VanillaRNN(
      inputWeights: .random(units, inputs, using: &generator),
      recurrentWeights: .random(units, units, using: &generator),
      bias: Matrix(rows: units, columns: 1))
    let x = (0..<steps).map { _ in Matrix.random(inputs, 1, using: &generator) }
    let pairs = zip(network.states(x), network.statesFromStackedMatrix(x))
    return pairs.map { Matrix.distance($0, $1) }.max() ?? 0
  }
}

/// K11: the first and last numbers of the lecture's arrays and a sum over all their bits, from NumPy.
///
/// `Tests/SequencesTests/Reference/make_reference.py` makes these figures.
enum LectureSeries {
  private static let firstBits: [UInt32] = [
    1_055_612_190, 1_050_752_568, 1_040_183_530, 3_184_840_845, 3_199_018_272,
  ]
  private static let bitSum: UInt64 = 0x3d8_97a1_7019_00

  /// Whether data for `np.random.seed(42)` has NumPy's bits.
  static func agrees(_ data: ForecastingData) -> Bool {
    let parts = [data.train, data.validation, data.test]
    let all = parts.flatMap { $0.x.floats + $0.y.floats }
    let sum = all.reduce(UInt64(0)) { $0 + UInt64($1.bitPattern) }
    return Array(all.prefix(firstBits.count).map(\.bitPattern)) == firstBits && sum == bitSum
  }
}

/// K16b: which of two networks reaches a loss in fewer epochs, by the median over five seeds.
///
/// Two losses are raced to, an easy one and one that is hard: what the best linear forecast scores. The
/// easy one is reached in so few epochs that it hardly tells the two apart; the hard one decides.
struct ConvergenceRace {
  private static let easy = 0.0035
  private static let mostEpochs = 20

  private let lab: ClaimLaboratory
  private let hard: Double

  init(_ lab: ClaimLaboratory, bestLinear: Double) {
    self.lab = lab
    hard = bestLinear
  }

  func finding() throws -> Claim.Finding {
    let plain = try medianEpochs(.deepRNN)
    let dense = try medianEpochs(.deepRNNWithDense)
    let text = """
      epochs with Dense(1) and without: \(Self.text(dense.easy)) and \(Self.text(plain.easy)) to \
      \(Self.easy), \(Self.text(dense.hard)) and \(Self.text(plain.hard)) to the best linear forecast's \
      \(hard.significant(2))
      """
    return Claim.Finding(.text(text), dense.hard < plain.hard ? .reproduced : .refuted)
  }

  private func medianEpochs(_ model: Lab01.Model) throws -> (easy: Int, hard: Int) {
    var losses: [[Double]] = []
    for offset in 0..<5 as Range<UInt64> {
      let row = try lab.lab01.run(
        model, seeds: [lab.seed &+ offset], epochs: Self.mostEpochs
      ) { seed in
        var watch = lab.observe(model.rawValue, seed)
        watch.observers.append(LossGoal(hard))
        return watch
      }
      losses.append(row.history?["val_loss"] ?? [])
      let isReached = (losses.last?.last ?? .infinity) <= hard
      if row.wasStopped && !isReached { break }  // the reader asked to end
    }
    func median(to target: Double) -> Int {
      let epochs = losses.map { ($0.firstIndex { $0 <= target } ?? Self.mostEpochs) + 1 }
      return epochs.sorted()[epochs.count / 2]
    }
    return (median(to: Self.easy), median(to: hard))
  }

  private static func text(_ epochs: Int) -> String {
    epochs > mostEpochs ? "more than \(mostEpochs)" : "\(epochs)"
  }
}

/// Ends a training when the validation loss has fallen far enough.
private final class LossGoal: TrainingObserver {
  private let target: Double

  init(_ target: Double) { self.target = target }

  func stepEnded(_ progress: TrainingProgress) -> Bool { true }

  func epochEnded(_ progress: TrainingProgress) -> Bool {
    (progress.figures.first { $0.name == "val_loss" }?.value ?? .infinity) > target
  }
}

/// K20: one network on sequences of many lengths.
enum AnyLength {
  static let lengths = [1, 2, 7, 50, 500]

  /// Runs one network on prefixes of one sequence and holds the results against its state at that time
  /// in the longest: they are equal, to the rounding of float32.
  static func finding(seed: UInt64) -> Claim.Finding {
    let network = Sequential(inputShape: [nil, 1], seed: seed) {
      SimpleRNN(20, returnSequences: true)
      SimpleRNN(20, returnSequences: true)
    }
    var generator = NumPyLegacyGenerator(seed: UInt32(truncatingIfNeeded: seed))
    let longest = lengths.max() ?? 0
    let series = generateTimeSeries(batchSize: 2, steps: longest, using: &generator)
    let all = network(series)
    let agree = lengths.allSatisfy { length in
      let states = network(series[0..., ..<length])
      return Matrix.distance(
        Matrix(states[0..., -1]), Matrix(all[0..., length - 1])) < 1e-5
    }
    return Claim.Finding(
      .text("one network on lengths " + lengths.map(String.init).joined(separator: ", ")),
      .holds(agree))
  }
}
