import UnrollRecurrent
import UnrollTraining

/// The networks that read film reviews: those of lectures 001 and 002, and others to compare them with.
public enum ReviewNetwork: String, CaseIterable, Sendable {
  /// Vectors of the first 20 words side by side, and a Dense layer (001:603).
  case first20
  /// The same with the last 20 words, which is what the lecture's code does (001:600).
  case last20
  /// Vectors that were trained elsewhere, 100 words, and 200 reviews to train on (001:669).
  case glove
  /// A SimpleRNN that reads 100 words (001:895).
  case simple100
  /// A SimpleRNN that reads 500 words (002:62).
  case simple500
  /// The same, answering from all its states (002:137).
  case allStates = "all-states"
  /// An LSTM.
  case lstm
  /// A GRU.
  case gru
  /// A GRU in each direction.
  case bidirectional
  /// Which words a review has, in no order: the baseline of lecture 001 (001:916).
  case bag

  /// Those that `unroll imdb` trains unless told.
  public static let usual: [ReviewNetwork] = [
    .first20, .last20, .simple100, .simple500, .lstm, .bag,
  ]

  /// The number of word ids that the lectures' networks know, reserved ones among them.
  public static let words = 10_000
  /// The length of a word's vector, and the number of units, in the lectures' recurrent networks.
  static let size = 32

  /// What it is made of.
  public var layers: String {
    switch self {
    case .first20: "Embedding(8), Flatten, first 20 words"
    case .last20: "Embedding(8), Flatten, last 20 words"
    case .glove: "GloVe, frozen, Flatten, 200 reviews"
    case .simple100: "SimpleRNN(32), 100 words"
    case .simple500: "SimpleRNN(32), 500 words"
    case .allStates: "SimpleRNN(32), all states"
    case .lstm: "LSTM(32), 400 words"
    case .gru: "GRU(32), 400 words"
    case .bidirectional: "Bidirectional(GRU(32)), 400 words"
    case .bag: "Bag of words"
    }
  }

  /// The accuracy that a lecture gives for it.
  public var lecture: LectureAccuracy? {
    switch self {
    case .first20, .last20: LectureAccuracy(0.75, text: "about 75 %", of: .test)
    case .glove: LectureAccuracy(0.56, text: "56 %", of: .test)
    case .simple100: LectureAccuracy(0.85, text: "up to 85 %", of: .validation)
    case .simple500: LectureAccuracy(0.84364, text: "84.4 %", of: .test)
    case .bag: LectureAccuracy(0.88, text: "88 %", of: .test)
    case .allStates, .lstm, .gru, .bidirectional: nil
    }
  }

  /// An accuracy of a lecture, and on which reviews.
  public struct LectureAccuracy: Sendable {
    /// Which reviews an accuracy was measured on.
    public enum Part: Sendable {
      /// Reviews kept back from training, on which a training is watched.
      case validation
      /// The 25,000 reviews for testing.
      case test
    }
    /// The share of right answers.
    public let value: Double
    /// The same in the lecture's words.
    public let text: String
    /// Which reviews it was measured on.
    public let part: Part

    init(_ value: Double, text: String, of part: Part) {
      (self.value, self.text, self.part) = (value, text, part)
    }
  }

  /// The network with new weights, for so many word ids and rows of so many words.
  ///
  /// The one place that knows what each is made of. Only ``glove`` needs to know the length of its vectors.
  public func model(
    words: Int = ReviewNetwork.words, length: Int? = nil, vectorSize: Int = 50, seed: UInt64 = 42
  ) -> Sequential {
    let length = length ?? reading.length
    let size = Self.size
    return Sequential(inputShape: [isFlat ? length : nil], seed: seed) {
      switch self {
      case .first20, .last20: Embedding(words, 8)
      case .glove: Embedding(words, vectorSize, trainable: false)
      case .bag: WordScores(words)
      case .simple100, .simple500, .allStates, .lstm, .gru, .bidirectional:
        Embedding(words, size)
      }
      switch self {
      case .first20, .last20: Flatten()
      case .glove:
        Flatten()
        Dense(32, activation: .relu)
      case .simple100, .simple500: SimpleRNN(size)
      case .allStates:
        SimpleRNN(size, returnSequences: true)
        Flatten()
      case .lstm: LSTM(size)
      case .gru: GRU(size)
      case .bidirectional: Bidirectional(GRU(size))
      case .bag: SumOfScores()
      }
      if self != .bag { Dense(1, activation: .sigmoid) }
    }
  }

  /// Whether all rows have to be equally long.
  private var isFlat: Bool {
    switch self {
    case .first20, .last20, .glove, .allStates: true
    default: false
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
