import UnrollNumerics
import UnrollTraining

/// The network that answers from all states (002:137), trained as in the lecture on reviews made up.
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
    let train = MadeUpReviews.data(reviews, length: length, using: &generator)
    let test = MadeUpReviews.data(256, length: length, using: &generator)
    let network = ReviewNetwork.allStates(length: length, seed: seed)
    let loss = Loss.binaryCrossentropy()
    let before = network.evaluate(test, loss: loss).loss
    try network.fit(train, optimizer: RMSprop(learningRate: 0.001), loss: loss, progress: .none)
    return Result(
      parameters: network.parameterCount, before: before,
      after: network.evaluate(test, loss: loss).loss)
  }
}
