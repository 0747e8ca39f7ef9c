/// What is done against unstable gradients, one thing at a time.
public enum Remedy: String, CaseIterable, Sendable {
  /// The base network as it is: nothing is done.
  case none = "nothing"
  case clippingByValue = "clipping by value"
  case clippingByNorm = "clipping by norm"
  case clippingByGlobalNorm = "clipping by global norm"
  case orthogonal = "orthogonal Whh"
  case identity = "identity Whh"
  case relu = "ReLU"
  /// A rectifier whose recurrent weights begin as the identity (Le, Jaitly & Hinton 2015).
  case reluWithIdentity = "ReLU with identity Whh"
  case dropout = "dropout"
  case recurrentDropout = "recurrent dropout"
  case layerNormalization = "layer normalisation"
  case batchNormalization = "batch normalisation"
  case momentum = "momentum"
  case rmsprop = "RMSprop"
  case adam = "Adam"
  case lstm = "LSTM"
  case gru = "GRU"

  /// The optimisers that a base network is trained with.
  public enum Base: String, CaseIterable, Sendable {
    case sgd = "SGD"
    case adam = "Adam"
  }

  /// What the slide says of it (003:222); nil where it says nothing.
  public var slide: Slide? {
    switch self {
    case .relu, .reluWithIdentity, .batchNormalization: .doesNotHelp
    case .orthogonal, .identity, .momentum, .rmsprop, .adam, .dropout, .recurrentDropout: .helps
    case .none, .clippingByValue, .clippingByNorm, .clippingByGlobalNorm, .layerNormalization,
      .lstm, .gru:
      nil
    }
  }

  /// The slide's two words.
  public enum Slide: String, Sendable {
    case helps = "helps"
    case doesNotHelp = "does not help"
  }

  /// The remedy with its base, within a sentence.
  public func name(_ base: Base) -> String {
    isOptimizer
      ? "\(rawValue) in place of \(base.rawValue)" : "\(rawValue) with \(base.rawValue)"
  }

  /// Whether it is another optimiser, which can't be added to Adam.
  var isOptimizer: Bool { [.momentum, .rmsprop, .adam].contains(self) }

  /// The remedies that are compared with a base, the base first.
  public static func compared(with base: Base) -> [Remedy] {
    allCases.filter { base == .sgd || !$0.isOptimizer }
  }
}

extension Remedy {
  /// The learning rates that were tried.
  public static let rates = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]

  /// The one of ``rates`` whose worst error of seeds 42, 43 and 44 is smallest.
  ///
  /// A network that is spoilt by the size of its steps says nothing of its remedy, so each has a rate of its
  /// own, the base too. `unroll remedies --search` looks for them again.
  func rate(_ base: Base) -> Double {
    switch (self, base) {
    case (.none, _), (.adam, _), (.reluWithIdentity, .sgd), (.batchNormalization, .sgd),
      (.lstm, .sgd), (.identity, .adam):
      0.0003
    case (.identity, .sgd), (.momentum, _), (.rmsprop, _), (.clippingByValue, .adam),
      (.reluWithIdentity, .adam), (.dropout, .adam), (.layerNormalization, .adam),
      (.batchNormalization, .adam), (.lstm, .adam):
      0.001
    case (.orthogonal, _), (.layerNormalization, .sgd), (.clippingByNorm, .adam), (.relu, .adam),
      (.recurrentDropout, .adam):
      0.003
    case (.clippingByValue, .sgd), (.relu, .sgd), (.recurrentDropout, .sgd), (.gru, .sgd),
      (.clippingByGlobalNorm, .adam):
      0.01
    case (.dropout, .sgd), (.gru, .adam): 0.03
    case (.clippingByNorm, .sgd), (.clippingByGlobalNorm, .sgd): 0.1
    }
  }
}
