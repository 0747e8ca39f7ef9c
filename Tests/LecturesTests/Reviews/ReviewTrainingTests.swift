import Testing
import UnrollAutodiff
import UnrollTraining

@testable import UnrollLectures

/// Networks trained on made-up reviews, few of them.
@Suite struct ReviewTrainingTests {
  private static let reviews = Reviews.madeUp(train: 300, test: 100, seed: 1)

  @Test(arguments: ReviewNetwork.allCases)
  func `every network trains and answers the test reviews`(_ network: ReviewNetwork) throws {
    let vectors = Tensor(
      (0..<(Self.reviews.vocabulary.count * 3)).map { Double($0 % 7) - 3 },
      shape: [Self.reviews.vocabulary.count, 3])
    let result = try Self.reviews.run(
      network, epochs: 1, vectors: network == .glove ? vectors : nil, seed: 2)
    #expect(result.history.epochs == 1)
    #expect(result.test.count == 100)
    #expect(result.testLoss.isFinite)
    #expect((0...1).contains(result.validationAccuracy))
    #expect(result.epoch == 1)
    #expect(!result.wasStopped)
    if network == .glove {
      #expect(result.model.parameters[0].value == vectors, "frozen")
    }
  }

  @Test func `a network has the lectures' numbers of weights`() {
    // By hand: 10,000 · 8 + 20 · 8 + 1; 10,000 + 1; 10,000 · 50 + 5,000 · 32 + 32 + 33.
    #expect(ReviewNetwork.last20.model().parameterCount == 80_161)
    #expect(ReviewNetwork.bag.model().parameterCount == 10_001)
    #expect(ReviewNetwork.glove.model().parameterCount == 660_065)
    #expect(ReviewNetwork.glove.model().trainableParameterCount == 160_065)
    #expect(ReviewNetwork.simple500.model().parameterCount == 322_113)
    #expect(ReviewNetwork.allStates.model().parameterCount == 338_081)
  }

  @Test func `the lectures' recipes are the lectures'`() {
    #expect(ReviewNetwork.last20.recipe.epochs == 10)
    #expect(ReviewNetwork.simple100.recipe.batchSize == 128)
    #expect(ReviewNetwork.simple500.recipe.epochs == 3)
    #expect(ReviewNetwork.simple500.recipe.batchSize == 32)
    for network in [ReviewNetwork.first20, .last20, .glove, .simple100, .simple500] {
      #expect(network.recipe.optimizer is RMSprop)
      #expect(!network.recipe.stopsEarly)
    }
    #expect(ReviewNetwork.simple500.recipe.forMadeUpReviews.stopsEarly)
  }

  @Test func `the same seed gives the same result`() throws {
    let losses = try [3, 3, 4].map {
      try Self.reviews.run(.bag, epochs: 2, seed: $0).testLoss
    }
    let networks = try [3, 3, 4].map {
      try Self.reviews.run(.last20, epochs: 2, seed: $0).testLoss
    }
    #expect(losses[0] == losses[1])
    #expect(networks[0] == networks[1])
    #expect(networks[0] != networks[2])
  }

  @Test func `stopped in its first epoch a network still gives a row`() throws {
    let result = try Self.reviews.run(
      .last20, watch: TrainingWatch(observers: [StopWhen { true }]))
    #expect(result.wasStopped)
    #expect(result.epoch == nil)
    #expect(result.test.count == 100)
  }

  @Test func `figures show what was trained; nothing trained gives none`() throws {
    let results = try [ReviewNetwork.bag, .last20].map { try Self.reviews.run($0, epochs: 2) }
    let figures = ReviewResult.figures(results)
    #expect(figures.map(\.name) == ["imdb-accuracy", "imdb-loss", "imdb-confusion"])
    #expect(figures[1].figure.panels.map(\.title) == results.map(\.network.layers))
    let stopped = try Self.reviews.run(
      .bag, watch: TrainingWatch(observers: [StopWhen { true }]))
    #expect(ReviewResult.figures([stopped]).isEmpty)
  }

  @Test func `early stopping is no interruption`() throws {
    let result = try Self.reviews.run(.bag, epochs: 60, seed: 5)
    #expect(result.history.epochs < 60)
    #expect(!result.wasStopped)
    #expect(result.epoch == result.history.epochs - 1, "the one before the loss grew")
  }
}
