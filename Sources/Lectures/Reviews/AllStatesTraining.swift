import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// The network that answers from all states (002:137), trained as in the lecture on reviews of random words.
///
/// It takes many of them: the network has 338,081 weights, and of 500 reviews it learns each by heart
/// before it finds out which words tell.
struct AllStatesTraining {
  var reviews = 2048
  var length = 500

  /// What training came to.
  struct Result {
    let parameters: Int
    /// The loss on unseen reviews, before and after training.
    let before, after: Double
  }

  /// Trains for one epoch, about half a second.
  /// - Throws: What `fit` throws.
  func run(seed: UInt64) throws -> Result {
    var generator = SeededGenerator(seed: seed, stream: "made-up reviews")
    let train = Self.data(reviews, length: length, using: &generator)
    let test = Self.data(256, length: length, using: &generator)
    let network = ReviewNetwork.allStates.model(length: length, seed: seed)
    let loss = Loss.binaryCrossentropy()
    let before = network.evaluate(test, loss: loss).loss
    try network.fit(train, optimizer: RMSprop(learningRate: 0.001), loss: loss, progress: .none)
    return Result(
      parameters: network.parameterCount, before: before,
      after: network.evaluate(test, loss: loss).loss)
  }

  /// So many reviews `[count, length]` with their ratings `[count, 1]`, 1 for good. Every tenth word, on average,
  /// is one of 20 that tell: ten occur in good reviews, ten in bad ones.
  private static func data(_ count: Int, length: Int, using generator: inout SeededGenerator)
    -> Dataset
  {
    let ratings = (0..<count).map { $0 % 2 }
    let reviews = ratings.map { rating in
      (0..<length).map { _ in
        let tells = generator.uniform() < 0.1
        return tells
          ? 1 + 10 * rating + generator.integer(below: 10)
          : 21 + generator.integer(below: ReviewNetwork.words - 21)
      }
    }
    return Dataset(IntTensor(reviews), Tensor(ratings.map(Double.init), shape: [count, 1]))
  }
}
