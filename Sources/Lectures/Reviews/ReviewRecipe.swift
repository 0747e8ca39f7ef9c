import UnrollTraining

/// How a network is trained on the lectures' reviews.
struct ReviewRecipe: Sendable {
  let optimizer: any Optimizer
  let batchSize: Int
  let epochs: Int
  /// Whether training ends when the validation loss has grown, with the weights of the best epoch.
  var stopsEarly = false
  /// How many reviews are trained on and validated by; nil for four fifths of them, and the rest.
  var counts: (train: Int, validation: Int)?
}

extension ReviewNetwork {
  /// Which of a review's words the network reads.
  public var reading: ReviewRows {
    switch self {
    case .first20: .first(20)
    case .last20: .last(20)
    case .glove, .simple100: .last(100)
    case .simple500, .allStates: .last(500)
    case .lstm, .gru, .bidirectional: .last(400)
    case .bag: .distinct
    }
  }

  /// How the lectures train it; for the networks that are not theirs, what did well on the validation reviews.
  var recipe: ReviewRecipe {
    switch self {
    case .first20, .last20:
      ReviewRecipe(optimizer: RMSprop(), batchSize: 32, epochs: 10)
    case .glove:
      ReviewRecipe(optimizer: RMSprop(), batchSize: 32, epochs: 10, counts: (200, 10_000))
    case .simple100:
      ReviewRecipe(optimizer: RMSprop(), batchSize: 128, epochs: 10)
    case .simple500:
      ReviewRecipe(optimizer: RMSprop(learningRate: 0.001), batchSize: 32, epochs: 3)
    case .allStates:
      ReviewRecipe(
        optimizer: RMSprop(learningRate: 0.001), batchSize: 32, epochs: 3, stopsEarly: true)
    case .lstm, .gru, .bidirectional:
      ReviewRecipe(optimizer: RMSprop(), batchSize: 32, epochs: 5, stopsEarly: true)
    case .bag:
      ReviewRecipe(
        optimizer: Adam(learningRate: 0.005), batchSize: 128, epochs: 20, stopsEarly: true)
    }
  }
}

extension ReviewRecipe {
  /// The same for made-up reviews: these are fewer, and each epoch is a fraction of the lectures' steps, so it
  /// takes more of them and larger ones.
  var forMadeUpReviews: ReviewRecipe {
    ReviewRecipe(
      optimizer: Adam(learningRate: 0.003), batchSize: 32, epochs: max(8, epochs),
      stopsEarly: true, counts: counts.map { ($0.train, 1000) })
  }
}
