import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What a network makes of "hello" after its training.
public struct HelloResult: Sendable {
  /// One time step.
  public struct Step: Sendable {
    /// The number of the step, from 1.
    public let number: Int
    /// What is read.
    public let read: Character
    /// What should be said.
    public let expected: Character
    /// The probability of each character of the vocabulary.
    public let probabilities: [Double]
    /// The likeliest character.
    public let said: Character

    /// Whether the network says what it should.
    public var isRight: Bool { said == expected }
  }

  /// The layers by their class names: `SimpleRNN → Dense`.
  public let layers: String
  /// The number of weights.
  public let parameters: Int
  /// How the training went.
  public let history: History
  /// The loss a character after the training.
  public let loss: Double
  /// The time steps, with the right character read at each.
  public let steps: [Step]
  /// What the network writes when it is given an h, and from then on reads what it said.
  public let written: String

  /// Whether it says e, l, l, o.
  public var hasLearnt: Bool { steps.allSatisfy(\.isRight) }

  /// The number of epochs after which everything it says is right, and stays so; nil if it never was.
  public var learntAfter: Int? {
    // An epoch's accuracy is that before its one update.
    let wrong = history["accuracy"].lastIndex { $0 < 1 }
    return hasLearnt ? wrong.map { $0 + 1 } ?? 0 : nil
  }

  init(_ network: Sequential, history: History, loss: Double) {
    layers = network.layers.map(\.layer.kind).joined(separator: " → ")
    parameters = network.parameterCount
    self.history = history
    self.loss = loss
    let logits = network(HelloWord.oneOfK(HelloWord.read))  // [1, time, 4]
    let probabilities = softmax(Variable(logits)).value
    steps = HelloWord.read.indices.map { t in
      let row = probabilities[0, t].elements
      return Step(
        number: t + 1, read: HelloWord.read[t], expected: HelloWord.expected[t],
        probabilities: row, said: Self.likeliest(row))
    }
    written = Self.written(by: network)
  }

  /// Begins with h, and reads again and again what was written so far.
  private static func written(by network: Sequential) -> String {
    var characters: [Character] = ["h"]
    for _ in HelloWord.expected {
      let logits = network(HelloWord.oneOfK(characters))
      characters.append(likeliest(logits[0, -1].elements))
    }
    return String(characters)
  }

  private static func likeliest(_ row: [Double]) -> Character {
    let place = row.indices.max { row[$0] < row[$1] } ?? 0
    return HelloWord.vocabulary[place]
  }
}
