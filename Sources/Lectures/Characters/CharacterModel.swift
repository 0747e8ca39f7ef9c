import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// A network that reads a text character by character and says at each what comes next (000:573), with the
/// characters it knows.
///
/// ```text
/// Embedding → LSTM (stateful) → Dropout, … → Dense: a logit for each character
/// ```
public struct CharacterModel {
  /// The recurrent layer.
  public enum Cell: String, Sendable, CaseIterable {
    /// `SimpleRNN`: `h′ = tanh(x·Wx + h·Wh + b)`.
    case rnn
    /// `LSTM`, with a carry track and three gates.
    case lstm
    /// `GRU`, with two gates and no carry track.
    case gru

    /// The layer's class name.
    public var name: String {
      switch self {
      case .rnn: "SimpleRNN"
      case .lstm: "LSTM"
      case .gru: "GRU"
      }
    }
  }

  /// The length of the vector that stands for a character.
  public static let embedding = 32

  /// The share of outputs that Dropout drops in training, unless told otherwise.
  public static let dropout = 0.2

  /// The network.
  public let network: Sequential
  /// The characters and their numbers.
  public let vocabulary: Vocabulary

  /// A piece of the text it learns, by numbers, which is read before anything is written.
  public let opening: [Int]

  /// A new network for the characters of a vocabulary.
  public init(
    _ vocabulary: Vocabulary, opening: [Int] = [], cell: Cell = .lstm, units: Int = 128,
    layers: Int = 1, dropout: Double = Self.dropout, seed: UInt64 = 42
  ) {
    self.vocabulary = vocabulary
    self.opening = opening
    network = Sequential(inputShape: [nil], seed: seed) {
      Embedding(vocabulary.count, Self.embedding)  // [batch, time, 32]
      for _ in 0..<layers {
        cell.layer(units)  // [batch, time, units]
        if dropout > 0 { Dropout(dropout) }
      }
      Dense(vocabulary.count)  // [batch, time, characters]
    }
  }

  /// A new network for a text.
  public init(
    _ text: CharacterText, cell: Cell = .lstm, units: Int = 128, layers: Int = 1,
    dropout: Double = Self.dropout, seed: UInt64 = 42
  ) {
    self.init(
      text.vocabulary, opening: text.opening, cell: cell, units: units, layers: layers,
      dropout: dropout, seed: seed)
  }

  /// The layers by their class names and sizes: `LSTM(128) → LSTM(128)`.
  public var name: String {
    let recurrent = network.layers.filter { $0.layer.stateful }
    return recurrent.map { "\($0.layer.kind)(\($0.outputShape.features ?? 0))" }
      .joined(separator: " → ")
  }

  /// The loss of a character: from logits, because softmax and logarithm are safest together.
  static let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
}

extension CharacterModel.Cell {
  fileprivate func layer(_ units: Int) -> any Layer {
    switch self {
    case .rnn: SimpleRNN(units, returnSequences: true, stateful: true)
    case .lstm: LSTM(units, returnSequences: true, stateful: true)
    case .gru: GRU(units, returnSequences: true, stateful: true)
    }
  }
}

// MARK: - How good it is

extension CharacterModel {
  /// How well the network foretells each character of a text but the first, from a state of zeros.
  ///
  /// The text is read once, in streams of at least a thousand characters side by side, because many rows at
  /// a time are faster than one; each begins with a state of zeros. What is left over is read by itself, so
  /// that every character counts.
  public func loss(on ids: [Int], threads: Int = 1) -> CharacterLoss {
    let targets = ids.count - 1
    let streams = max(1, min(64, targets / 1000))
    let covered = targets / streams * streams
    var parts = [Streams(tokens: ids.prefix(covered + 1), streams: streams)]
    if covered < targets {
      parts.append(Streams(tokens: ids.suffix(targets - covered + 1), streams: 1))
    }
    let sum = parts.reduce(0.0) { sum, part in
      let mean = network.evaluate(part, window: 100, loss: Self.loss, threads: threads)[0].value
      return sum + mean * Double(part.count * part.steps)
    }
    return CharacterLoss(nats: sum / Double(targets))
  }
}

// MARK: - Files

extension CharacterModel {
  private static let openingKey = "opening"

  /// What is saved with the network: the vocabulary and the opening.
  public func extras() throws -> [String: String] {
    var extras = try vocabulary.extras()
    extras[Self.openingKey] = vocabulary.decode(opening)
    return extras
  }

  /// Writes the network and its vocabulary into one file, whole or not at all.
  /// - Throws: What ``Sequential/save(to:extras:)`` throws.
  public func save(to path: String) throws {
    try network.save(to: path, extras: extras())
  }

  /// Reads a model that ``save(to:)`` wrote.
  /// - Throws: ``TensorFileError``, ``SavingError``, ``VocabularyError`` or ``NotACharacterModel``.
  public init(reading path: String) throws {
    let saved = try SavedModel(reading: path)
    guard let vocabulary = try Vocabulary(extras: saved.extras, file: path) else {
      throw NotACharacterModel(file: path, found: "a model without a vocabulary")
    }
    self.vocabulary = vocabulary
    opening = saved.extras[Self.openingKey].map { vocabulary.encode($0) } ?? []
    network = saved.model
    if let found = obstacle { throw NotACharacterModel(file: path, found: found) }
  }

  /// What keeps the network from being a character model of its vocabulary.
  private var obstacle: String? {
    let layers = network.layers
    guard vocabulary.tokenizer == .characters else { return "a model of words" }
    guard let table = layers.first?.layer as? Embedding, network.isStateful, layers.count > 2 else {
      return "a model of \(layers.map(\.layer.kind).joined(separator: ", "))"
    }
    let classes = layers.last?.outputShape
    guard table.inputDim == vocabulary.count, classes?.sizes == [nil, vocabulary.count] else {
      return "a vocabulary of \(vocabulary.count) characters and a network for \(table.inputDim)"
    }
    return nil
  }
}

/// A file that holds a model, but none of characters.
public struct NotACharacterModel: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// What it holds instead.
  public let found: String

  public var description: String {
    "\(file): found \(found); expected a character model, as unroll chars --save writes it."
  }
}
