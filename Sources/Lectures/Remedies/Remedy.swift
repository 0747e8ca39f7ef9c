/// What is done against unstable gradients, one thing at a time.
public enum Remedy: String, CaseIterable, Sendable {
  /// The base network as it is: nothing is done.
  case none = "nothing"
  /// Every number of a gradient kept within ±0.1.
  case clippingByValue = "clipping by value"
  /// The gradient of each weight array shortened to norm 1 where it is longer.
  case clippingByNorm = "clipping by norm"
  /// All gradients together shortened to norm 1 where they are longer, which keeps their direction.
  case clippingByGlobalNorm = "clipping by global norm"
  /// Recurrent weights that begin as a random orthogonal matrix: they keep lengths.
  case orthogonal = "orthogonal Whh"
  /// Recurrent weights that begin as the identity: the state begins by keeping what it holds.
  case identity = "identity Whh"
  /// A rectifier in place of tanh, recurrent weights as in the base.
  case relu = "ReLU"
  /// A rectifier whose recurrent weights begin as the identity (Le, Jaitly & Hinton 2015).
  case reluWithIdentity = "ReLU with identity Whh"
  /// Dropout of a fifth of the last state, in front of the Dense layer.
  case dropout = "dropout"
  /// Dropout of a fifth of the state on its way to the next step.
  case recurrentDropout = "recurrent dropout"
  /// Layer normalisation within the cell, at every step.
  case layerNormalization = "layer normalisation"
  /// Batch normalisation of the last state, in front of the Dense layer.
  case batchNormalization = "batch normalisation"
  /// SGD with momentum 0.9.
  case momentum = "momentum"
  /// RMSprop as the optimiser.
  case rmsprop = "RMSprop"
  /// Adam as the optimiser.
  case adam = "Adam"
  /// An LSTM in place of the SimpleRNN.
  case lstm = "LSTM"
  /// A GRU in place of the SimpleRNN.
  case gru = "GRU"

  /// The optimisers that a base network is trained with.
  public enum Base: String, CaseIterable, Sendable {
    /// Plain gradient descent, without momentum.
    case sgd = "SGD"
    /// Adam.
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
    /// It helps.
    case helps = "helps"
    /// It does not help.
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
