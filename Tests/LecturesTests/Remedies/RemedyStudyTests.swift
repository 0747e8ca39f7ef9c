import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollLectures

/// The trainings that remedies are compared by.
@Suite struct RemedyStudyTests {
  /// A study that takes no time.
  private static func small(_ seed: UInt64 = 42) -> RemedyStudy {
    var study = RemedyStudy(seed: seed)
    study.problem.steps = 6
    (study.units, study.steps, study.testCount, study.repetitions) = (3, 5, 20, 2)
    return study
  }

  @Test func `the answer is the first number, and everything else is noise`() {
    var generator = SeededGenerator(seed: 1)
    let samples = FirstNumber(steps: 4, noise: 0.5).samples(400, using: &generator)
    #expect(samples.x.shape == [400, 4, 2] && samples.y.shape == [400, 1])
    for row in 0..<400 {
      #expect(samples.x[scalarAt: row, 0, 0] == samples.y[scalarAt: row, 0])
      for t in 1..<4 { #expect(samples.x[scalarAt: row, t, 0] == 0) }
    }
    let noise = samples.x[0..., 0..., 1].elements
    #expect(abs(mean(noise)) < 0.05 && abs(mean(noise.map { $0 * $0 }) - 0.25) < 0.03)
    let variance = mean(samples.y.elements.map { $0 * $0 })
    #expect(abs(variance / FirstNumber.variance - 1) < 0.1)
  }

  @Test(arguments: Remedy.allCases)
  func `every remedy changes the network or its optimiser, and nothing else`(_ remedy: Remedy) {
    let study = RemedyStudy()
    let (base, changed) = (study.network(.none, seed: 5), study.network(remedy, seed: 5))
    let sgd = study.optimizer(.none, .sgd, rate: 0.1)
    let optimizer = study.optimizer(remedy, .sgd, rate: 0.1)
    let isOther = optimizer.name != sgd.name || optimizer.clipping != nil
    let hasMomentum = (optimizer as? SGD)?.momentum == 0.9
    let layers = { (network: Sequential) in network.layers.map { "\($0.layer)" } }
    let optimizes = isOther || hasMomentum
    #expect(optimizes != (layers(base) != layers(changed)) || remedy == .none)
    #expect(optimizer.learningRate == 0.1)
    #expect(Remedy.rates.contains(remedy.rate(.sgd)) && Remedy.rates.contains(remedy.rate(.adam)))
    if remedy != .lstm && remedy != .gru {
      let kernel = changed.weights(of: changed.layers[0].name)["kernel"]?.shape
      #expect(kernel == [2, 20])
    }
  }

  @Test func `the slide speaks of what it names`() {
    let (helps, not) = (
      Remedy.allCases.filter { $0.slide == .helps },
      Remedy.allCases.filter { $0.slide == .doesNotHelp }
    )
    #expect(not == [.relu, .reluWithIdentity, .batchNormalization])
    #expect(
      helps == [
        .orthogonal, .identity, .dropout, .recurrentDropout, .momentum, .rmsprop, .adam,
      ])
    #expect(Remedy.compared(with: .adam).allSatisfy { !$0.isOptimizer })
    #expect(Remedy.compared(with: .sgd) == Remedy.allCases)
  }

  @Test(arguments: Remedy.allCases)
  func `a remedy is trained once for every seed, and again gives the same`(_ remedy: Remedy) {
    let study = Self.small()
    let (first, second) = (study.run(remedy), study.run(remedy))
    #expect(first.runs.count == 2 && first.errors == second.errors)
    #expect(first.errors.allSatisfy { $0 > 0 && $0.isFinite })
    #expect(first.errors[0] != first.errors[1])
    #expect(first.runs.allSatisfy { $0.reachBefore >= 0 && $0.explosions >= 0 && !$0.wasStopped })
  }

  @Test func `the reach of an untrained network is that of its ledger`() {
    let study = Self.small()
    let network = study.network(.orthogonal, seed: 42)
    var generator = SeededGenerator(seed: 42, stream: "first number")
    let test = study.problem.samples(20, using: &generator)
    let ledger = TimeLedger(network, test.x) { meanSquaredError($0, Variable(test.y)) }
    let norms = ledger.layers[0].stateGradientNorms()
    let run = study.run(.orthogonal).runs[0]
    #expect(abs(run.reachBefore / (norms[0] / norms[5]) - 1) < 1e-6)
  }

  @Test func `a training that diverges has an infinite error, and one that is stopped is the last`()
  {
    var study = Self.small()
    study.steps = 60
    let wild = study.run(.reluWithIdentity, rate: 1e6)
    #expect(wild.worst == .infinity)
    let stopped = study.run(.none) { _ in TrainingWatch(observers: [StopWhen { true }]) }
    #expect(stopped.runs.count == 1 && stopped.wasStopped)
    let whole = study.run(.none)
    #expect(RemedyComparison(result: stopped, without: whole).verdict == nil)
    #expect(RemedyComparison(result: whole, without: whole).verdict == nil, "the base itself")
  }

  @Test func `the search takes the rate whose worst seed is best`() {
    let study = Self.small()
    let found = study.search(.momentum, .sgd)
    for rate in Remedy.rates {
      #expect(found.worst <= study.run(.momentum, rate: rate).worst)
    }
  }

  @Test func `what the comparisons say follows from the errors`() {
    func result(_ remedy: Remedy, _ errors: [Double], reach: Double = 1) -> RemedyResult {
      RemedyResult(
        remedy: remedy, base: .sgd, rate: 0.1, parameters: 1,
        runs: errors.map {
          RemedyRun(
            error: $0, explosions: 0, reachBefore: reach, reachAfter: reach, wasStopped: false)
        })
    }
    let all = RemedyComparison.all([
      result(.none, [0.5, 0.6, 0.4]), result(.relu, [0.1, 0.1, 0.1]),
      result(.dropout, [0.9, 0.8, 0.9]), result(.adam, [0.1, 0.2, 0.5]),
      result(.gru, [0.5, 0.5, 0.5]),
    ])
    #expect(all.map(\.verdict) == [nil, .helps, .hurts, .undecided, .doesNotHelp])
    #expect(all.map(\.agreesWithSlide) == [nil, false, false, nil, nil])
    let sentences = RemedyComparison.sentences(all)
    #expect(
      sentences == [
        "With SGD these help: ReLU; these do not: GRU; these hurt: dropout; of these it can't be told: "
          + "Adam.",
        "Of 3 rows that the slide speaks of, 0 agree with it, 2 do not, and of 1 it can't be told.",
      ])
  }

  @Test func `a kind helps where one of its remedies does`() {
    #expect(RemedyFindings.together([.doesNotHelp, .helps, .undecided]) == .helps)
    #expect(RemedyFindings.together([.doesNotHelp, .undecided]) == .undecided)
    #expect(RemedyFindings.together([.doesNotHelp, .hurts]) == .doesNotHelp)
    #expect(RemedyFindings.together([]) == .undecided)
    let study = Self.small()
    func verdict(_ remedy: Remedy) -> Verdict {
      let ours = study.run(remedy, rate: 1e-9)
      // Nothing is learnt, so nothing differs.
      return RemedyFindings.finding([RemedyComparison(result: ours, without: ours)]).verdict
    }
    #expect(verdict(.relu) == .reproduced && verdict(.dropout) == .refuted)
    #expect(RemedyFindings.finding([]).verdict == .failed)
  }
}
