import UnrollRecurrent

/// The networks that the lectures read film reviews with: 10,000 words as vectors of 32 numbers, and
/// states of 32 numbers (001:739, 002:62).
enum ReviewNetwork {
  static let words = 10_000
  static let size = 32

  /// The network that answers from the last state (002:62).
  static func lastState(seed: UInt64 = 42) -> Sequential {
    Sequential(inputShape: [500], seed: seed) {
      Embedding(words, size)
      SimpleRNN(size)
      Dense(1, activation: .sigmoid)
    }
  }

  /// The network that answers from all states (002:137), of reviews of equal length.
  static func allStates(length: Int = 500, seed: UInt64 = 42) -> Sequential {
    Sequential(inputShape: [length], seed: seed) {
      Embedding(words, size)
      SimpleRNN(size, returnSequences: true)
      Flatten()
      Dense(1, activation: .sigmoid)
    }
  }

  /// Recurrent layers on top of one another, the last of which may give its last output only (001:872).
  static func stacked(_ layers: Int, returnSequences: Bool) -> Sequential {
    Sequential(inputShape: [nil]) {
      Embedding(words, size)
      for _ in 1..<layers { SimpleRNN(size, returnSequences: true) }
      SimpleRNN(size, returnSequences: returnSequences)
    }
  }
}

extension Sequential {
  /// The number of weights of each layer.
  var parameterCounts: [Int] {
    layers.map { place in
      parameters.filter { $0.layer == place.name }.reduce(0) { $0 + $1.value.elementCount }
    }
  }
}
