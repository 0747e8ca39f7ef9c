import Testing
import UnrollAutodiff
import UnrollFigures
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollLectures

/// The examples with few samples: enough to learn something, and quick.
enum SmallTopologies {
  static let oneToMany: OneToManyTopology = {
    var example = OneToManyTopology()
    (example.counts, example.epochs) = ((48, 6), 3)
    return example
  }()

  static let manyToOne: ManyToOneTopology = {
    var example = ManyToOneTopology()
    (example.counts, example.epochs) = ((96, 20), 3)
    return example
  }()

  static let manyToMany: ManyToManyTopology = {
    var example = ManyToManyTopology()
    (example.counts, example.epochs) = ((64, 20), 3)
    return example
  }()

  static let all: [any Topology] = [oneToMany, manyToOne, manyToMany]

  /// Every example from seed 42.
  static let results = Result { try all.map { try $0.run(seed: 42) } }
}

@Suite struct TopologyTests {
  @Test func `every example has a name and a task of its own, and a high pass mark`() {
    let all = Topologies.all
    #expect(all.map(\.name) == ["one-to-many", "many-to-one", "many-to-many", "encoder-decoder"])
    #expect(Set(all.map(\.task)).count == all.count)
    #expect(all.allSatisfy { $0.passMark >= 0.95 && $0.passMark < 1 })
  }

  // MARK: - Data

  /// A sample's input as something that can be compared.
  private func inputs(_ data: Dataset) -> [String] {
    (0..<data.count).map { index in
      switch data.samples(index..<(index + 1)).inputs {
      case .numbers(let x): "\(x.elements)"
      case .tokens(let x): "\(x.elements)"
      case .several: "several"
      }
    }
  }

  @Test(arguments: [42, 43] as [UInt64])
  func `no unseen sample is in the training data, or there twice`(seed: UInt64) {
    for example in SmallTopologies.all {
      let (training, unseen) = example.data(seed: seed)
      let (known, new) = (inputs(training), inputs(unseen))
      #expect(Set(known).isDisjoint(with: new), "\(example.name)")
      #expect(Set(new).count == new.count, "\(example.name)")
    }
  }

  @Test func `short sequences are seen by training alone, long ones by both`() {
    let example = ManyToOneTopology()
    let (training, unseen) = example.data(seed: 42)
    #expect(training.count == 3000 && unseen.count == 1000)
    func lengths(_ data: Dataset) -> Set<Int> {
      let x = data.x.elements
      return Set((0..<data.count).map { x[($0 * 12)..<(($0 + 1) * 12)].count { $0 != 0 } })
    }
    #expect(lengths(training) == Set(1...12))
    #expect(lengths(unseen) == Set(8...12))
    #expect(Set(inputs(training)).isDisjoint(with: inputs(unseen)))
  }

  @Test func `the same seed gives the same data, another seed others`() {
    for example in SmallTopologies.all {
      let sets = [7, 7, 8].map { inputs(example.data(seed: $0).training) }
      #expect(sets[0] == sets[1])
      #expect(sets[0] != sets[2])
    }
  }

  // MARK: - Scores, of networks that give one answer to everything

  /// Makes all weights zero but the last, so that the network's answer is that bias.
  private func answering(_ bias: [Double], _ network: Sequential) -> Sequential {
    for index in network.parameters.indices {
      network.parameters[index].value = .zeros(network.parameters[index].value.shape)
    }
    network.parameters[network.parameters.count - 1].value = Tensor(bias, shape: [bias.count])
    return network
  }

  @Test func `the score of parity is the share of sequences with the right answer`() {
    let bits = [[1], [1, 1], [0], [0, 1, 1], [0, 1, 0]]
    let data = Dataset(Parity.inputs(bits), Parity.targets(bits))
    let example = ManyToOneTopology()
    let network = example.network(seed: 1)
    #expect(example.score(answering([-1], network), on: data) == 3.0 / 5)
    #expect(example.score(answering([1], network), on: data) == 2.0 / 5)
  }

  @Test func `the score of tagging is the share of words, padding left out`() {
    let sentences: [[TaggedSentences.Word]] = [
      [.init("we", .pronoun), .init("see", .verb), .init("her", .pronoun)],
      [.init("we", .pronoun), .init("see", .verb), .init("the", .determiner), .init("dog", .noun)],
    ]
    let data = Dataset(TaggedSentences.inputs(sentences), TaggedSentences.targets(sentences))
    let example = ManyToManyTopology()
    let network = example.network(seed: 1)
    func score(_ answer: Int) -> Double {
      example.score(answering((0..<8).map { $0 == answer ? 1 : 0 }, network), on: data)
    }
    #expect(score(TaggedSentences.Tag.pronoun.rawValue) == 3.0 / 7)
    #expect(score(TaggedSentences.Tag.noun.rawValue) == 1.0 / 7)
    #expect(score(0) == 0, "padding is never right")
    #expect(
      example.samples(answering([0, 0, 1, 0, 0, 0, 0, 0], network), on: data) == [
        "we/determiner see/determiner her/determiner",
        "we/determiner see/determiner the/determiner dog/determiner",
      ])
  }

  @Test func `the score of a path is the share of points within the tolerance`() {
    let path: [Double] = [0, 0, 0.03, 0, 0.06, 0, 0.03, 0.03] + [Double](repeating: 1, count: 24)
    let data = Dataset(Tensor.zeros([1, 120]), Tensor(path, shape: [1, 16, 2]))
    let example = OneToManyTopology()
    let network = example.network(seed: 1)
    // Off by 0, 0.03, 0.06, 0.0424 and twelve times 1.4142: 17.103 in all, 1.0689 on the average.
    let resting = answering([0, 0], network)
    #expect(example.score(resting, on: data) == 3.0 / 16)
    #expect(
      example.samples(resting, on: data) == [
        "A point lies 106.9% of a picture's height off, on the average."
      ])
    #expect(example.score(answering([1, 1], network), on: data) == 12.0 / 16)
  }

  @Test func `the pass mark is reached by a score that equals it`() {
    func result(_ reached: Double) -> TopologyResult {
      TopologyResult(
        name: "", task: "", layers: "", parameters: 0, counted: "", passMark: 0.99,
        reached: reached, history: History(), samples: [], figures: [])
    }
    #expect(result(0.99).passed)
    #expect(!result(0.9899).passed)
    #expect(!result(.nan).passed)
  }

  /// Scores by counting samples, so that a test sees which data it was given.
  private struct Counting: Topology {
    let name = "counting"
    let task = "How many are there?"
    let counted = "samples"
    let passMark = 1.0

    func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
      (
        Dataset(Tensor.ones([5, 1]), Tensor.ones([5, 1])),
        Dataset(Tensor.ones([2, 1]), Tensor.ones([2, 1]))
      )
    }

    func network(seed: UInt64) -> Sequential {
      Sequential(inputShape: [1], seed: seed) { Dense(1) }
    }

    func train(_ network: Sequential, on data: Dataset, watch: TrainingWatch) throws -> History {
      try network.fit(
        data, batchSize: data.count,
        loss: Loss("samples") { (prediction: Variable, _: Variable) in
          prediction.sum() * 0 + Double(data.count)
        },
        progress: .none)
    }

    func score(_ network: Sequential, on data: Dataset) -> Double { Double(data.count) }

    func samples(_ network: Sequential, on data: Dataset) -> [String] { ["\(data.count)"] }
  }

  @Test func `training sees the training data, and judgement the unseen`() throws {
    let result = try Counting().run(seed: 1)
    #expect(result.history["loss"] == [5])
    #expect(result.reached == 2)
    #expect(result.samples == ["2"])
  }

  // MARK: - Training

  @Test func `a short training lowers the loss`() throws {
    for result in try SmallTopologies.results.get() {
      let losses = result.history["loss"]
      #expect(losses.count == 3)
      #expect(losses[2] < losses[0], "\(result.name): \(losses)")
      #expect(result.history["accuracy"].count == 3)
      #expect(!result.samples.isEmpty)
    }
  }

  @Test func `a result tells layers and weights of its network`() throws {
    let results = try SmallTopologies.results.get()
    #expect(
      results.map(\.layers) == [
        "Dense → RepeatVector → LSTM → Dense", "Masking → LSTM → Dense",
        "Embedding → Bidirectional → Dense",
      ])
    // By hand: 120·64 + 64 + 4·64·(64 + 64 + 1) + 64·2 + 2; 4·16·(1 + 16 + 1) + 17;
    // 26·8 + 2 · 4·16·(8 + 16 + 1) + 32·8 + 8.
    #expect(results.map(\.parameters) == [40898, 1169, 3672])
    #expect(results.map(\.counted) == ["points", "sequences", "words"])
  }

  @Test func `the same seed gives the same score and losses`() throws {
    let (once, again) = (
      try SmallTopologies.results.get()[2], try SmallTopologies.manyToMany.run(seed: 42)
    )
    #expect(once.reached == again.reached)
    #expect(once.history["loss"] == again.history["loss"])
    #expect(try SmallTopologies.manyToMany.run(seed: 43).history["loss"] != again.history["loss"])
  }

  @Test func `a training that is stopped still has a score`() throws {
    let result = try SmallTopologies.manyToOne.run(
      seed: 42, watch: .init(observers: [StopWhen { true }]))
    #expect(result.history.wasStopped)
    #expect((0...1).contains(result.reached))
  }

  // MARK: - Figures

  @Test func `one to many draws five pictures above five pairs of paths`() throws {
    let results = try SmallTopologies.results.get()
    #expect(results.map { $0.figures.map(\.name) } == [["topologies-one-to-many"], [], []])
    let figure = results[0].figures[0].figure
    #expect(figure.columns == 5)
    #expect(figure.panels.map(\.marks.count) == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    #expect(
      figure.panels[5].marks.map(\.name) == ["The pen's path", "The network's path"])
  }

  @Test func `the learning figure has a line for every network that was trained`() throws {
    let results = try SmallTopologies.results.get()
    let figure = try #require(Topologies.learningFigure(results))
    #expect(
      figure.panels[0].marks.map(\.name) == [
        "one-to-many: points", "many-to-one: sequences", "many-to-many: words",
      ])
    #expect(Topologies.learningFigure([]) == nil)
    let stopped = try SmallTopologies.manyToOne.run(
      seed: 42, watch: .init(observers: [StopWhen { true }]))
    #expect(Topologies.learningFigure([stopped]) == nil)
  }
}
