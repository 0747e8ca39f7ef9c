import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// One task, one budget and one base network, whose gradients are unstable; and then one thing changed at a
/// time (003:221).
///
/// The task is to remember the first number through 49 steps of noise. The base network is a SimpleRNN of 20
/// units and a Dense layer; its recurrent weights begin Glorot-uniform, like those of any other layer, and not
/// orthogonal. LSTM and GRU begin as Keras has them. Every training takes 1,500 steps on 32 new sequences each,
/// with the learning rate that is best for it (``Remedy/rates``).
public struct RemedyStudy: Sendable {
  var problem = FirstNumber()
  var units = 20
  /// The number of steps of a training.
  public var steps = 1500
  var batchSize = 32
  var testCount = 500
  /// The first seed.
  public var seed: UInt64
  /// How often everything is trained, each time with the next seed.
  public var repetitions = 3

  /// The study with its usual sizes.
  public init(seed: UInt64 = 42) { self.seed = seed }

  /// The base network with one thing changed.
  func network(_ remedy: Remedy, seed: UInt64) -> Sequential {
    Sequential(inputShape: [nil, 2], seed: seed) {
      recurrentLayer(remedy)  // the last state only: [batch, 20]
      if remedy == .batchNormalization { BatchNormalization() }
      if remedy == .dropout { Dropout(Self.dropout) }
      Dense(1)
    }
  }

  private static let dropout = 0.2

  private func recurrentLayer(_ remedy: Remedy) -> any Layer {
    switch remedy {
    case .lstm: LSTM(units)
    case .gru: GRU(units)
    case .layerNormalization: RNN(LayerNormSimpleRNNCell(units))
    case .relu: SimpleRNN(units, activation: .relu, recurrentInitializer: .glorotUniform)
    case .reluWithIdentity: SimpleRNN(units, activation: .relu, recurrentInitializer: .identity)
    case .orthogonal: SimpleRNN(units, recurrentInitializer: .orthogonal)
    case .identity: SimpleRNN(units, recurrentInitializer: .identity)
    case .recurrentDropout:
      SimpleRNN(units, recurrentDropout: Self.dropout, recurrentInitializer: .glorotUniform)
    default: SimpleRNN(units, recurrentInitializer: .glorotUniform)
    }
  }

  /// The base's optimiser with one thing changed.
  func optimizer(_ remedy: Remedy, _ base: Remedy.Base, rate: Double) -> any Optimizer {
    switch (remedy, base) {
    case (.momentum, _): SGD(learningRate: rate, momentum: 0.9)
    case (.rmsprop, _): RMSprop(learningRate: rate)
    case (.adam, _): Adam(learningRate: rate)
    case (_, .sgd): SGD(learningRate: rate, clipping: remedy.clipping)
    case (_, .adam): Adam(learningRate: rate, clipping: remedy.clipping)
    }
  }

  /// Trains with a remedy, once for every seed; a training that was stopped is the last.
  public func run(
    _ remedy: Remedy, _ base: Remedy.Base = .sgd, rate: Double? = nil,
    watch: (_ seed: UInt64) -> TrainingWatch = { _ in .nobody }
  ) -> RemedyResult {
    let rate = rate ?? remedy.rate(base)
    var runs: [RemedyRun] = []
    for offset in 0..<UInt64(repetitions) where runs.last?.wasStopped != true {
      let seed = seed &+ offset
      runs.append(
        train(
          network(remedy, seed: seed), optimizer(remedy, base, rate: rate), watch(seed)))
    }
    return RemedyResult(
      remedy: remedy, base: base, rate: rate,
      parameters: network(remedy, seed: seed).trainableParameterCount, runs: runs)
  }

  /// The best of ``Remedy/rates``: that whose worst seed has the smallest error.
  public func search(
    _ remedy: Remedy, _ base: Remedy.Base,
    watch: (_ seed: UInt64) -> TrainingWatch = { _ in .nobody }
  ) -> RemedyResult {
    var best = run(remedy, base, rate: Remedy.rates[0], watch: watch)
    for rate in Remedy.rates.dropFirst() where !best.wasStopped {
      let result = run(remedy, base, rate: rate, watch: watch)
      if result.wasStopped || result.worst < best.worst { best = result }
    }
    return best
  }
}

extension Remedy {
  /// The bound on gradients, where the remedy is one.
  fileprivate var clipping: GradientClipping? {
    switch self {
    case .clippingByValue: .value(0.1)
    case .clippingByNorm: .norm(1)
    case .clippingByGlobalNorm: .globalNorm(1)
    default: nil
    }
  }
}
