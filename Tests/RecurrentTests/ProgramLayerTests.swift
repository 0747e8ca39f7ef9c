import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// Layers whose training steps are alike, by name; each is made for a number of units and of time steps.
struct RepeatableLayers: Sendable, CustomTestStringConvertible {
  let name: String
  /// The shape of a sample: a sequence of features, of a given length where that has to be known, or tokens.
  var input: Input = .sequence
  let layers: @Sendable (_ units: Int, _ time: Int) -> [any Layer]

  enum Input: Sendable { case sequence, fixedSequence, features, tokens, fixedTokens }

  var testDescription: String { name }

  init(
    _ name: String, _ input: Input = .sequence,
    @LayerBuilder layers: @escaping @Sendable (_ units: Int, _ time: Int) -> [any Layer]
  ) {
    self.name = name
    self.input = input
    self.layers = layers
  }

  static let all: [RepeatableLayers] = cells + stacks + wrappers + others

  private static let cells: [RepeatableLayers] = [
    RepeatableLayers("SimpleRNN") { u, _ in SimpleRNN(u) },
    RepeatableLayers("SimpleRNN, sequences") { u, _ in SimpleRNN(u, returnSequences: true) },
    RepeatableLayers("SimpleRNN, without bias") { u, _ in SimpleRNN(u, useBias: false) },
    RepeatableLayers("SimpleRNN, relu") { u, _ in SimpleRNN(u, activation: .relu) },
    RepeatableLayers("SimpleRNN, sigmoid, backwards") { u, _ in
      SimpleRNN(u, activation: .sigmoid, returnSequences: true, goBackwards: true)
    },
    RepeatableLayers("SimpleRNN, linear") { u, _ in SimpleRNN(u, activation: .linear) },
    RepeatableLayers("SimpleRNN, softmax") { u, _ in SimpleRNN(u, activation: .softmax) },
    RepeatableLayers("LSTM") { u, _ in LSTM(u) },
    RepeatableLayers("LSTM, sequences, backwards") { u, _ in
      LSTM(u, returnSequences: true, goBackwards: true)
    },
    RepeatableLayers("LSTM, without bias") { u, _ in LSTM(u, useBias: false, returnSequences: true)
    },
    RepeatableLayers("LSTM, relu and tanh") { u, _ in
      LSTM(u, activation: .relu, recurrentActivation: .tanh)
    },
    RepeatableLayers("GRU") { u, _ in GRU(u) },
    RepeatableLayers("GRU, sequences") { u, _ in GRU(u, returnSequences: true) },
    RepeatableLayers("GRU, reset before") { u, _ in GRU(u, resetAfter: false, returnSequences: true)
    },
    RepeatableLayers("GRU, reset before, without bias, backwards") { u, _ in
      GRU(u, useBias: false, resetAfter: false, goBackwards: true)
    },
    RepeatableLayers("GRU, without bias, relu") { u, _ in GRU(u, activation: .relu, useBias: false)
    },
    RepeatableLayers("LayerNormSimpleRNN") { u, _ in RNN(LayerNormSimpleRNNCell(u)) },
    RepeatableLayers("LayerNormSimpleRNN, sequences, backwards") { u, _ in
      RNN(LayerNormSimpleRNNCell(u, activation: .sigmoid), returnSequences: true, goBackwards: true)
    },
  ]

  private static let stacks: [RepeatableLayers] = [
    RepeatableLayers("two SimpleRNN and Dense, as in LAB01") { u, _ in
      SimpleRNN(u, returnSequences: true)
      SimpleRNN(u)
      Dense(1)
    },
    RepeatableLayers("LSTM behind GRU") { u, _ in
      GRU(u + 1, returnSequences: true)
      LSTM(u, returnSequences: true)
      Dense(u, activation: .relu)
    },
    RepeatableLayers("there and back") { u, _ in
      SimpleRNN(u, returnSequences: true, goBackwards: true)
      SimpleRNN(u + 2, returnSequences: true, goBackwards: true)
      LSTM(u)
    },
    RepeatableLayers("encoder and decoder by RepeatVector") { u, time in
      SimpleRNN(u + 1)
      RepeatVector(time)
      GRU(u, returnSequences: true)
    },
  ]

  private static let wrappers: [RepeatableLayers] = [
    RepeatableLayers("Bidirectional LSTM, concat") { u, _ in Bidirectional(LSTM(u)) },
    RepeatableLayers("Bidirectional LSTM, sequences") { u, _ in
      Bidirectional(LSTM(u, returnSequences: true))
    },
    RepeatableLayers("Bidirectional GRU, sum") { u, _ in Bidirectional(GRU(u), mergeMode: .sum) },
    RepeatableLayers("Bidirectional SimpleRNN, mul, sequences") { u, _ in
      Bidirectional(SimpleRNN(u, returnSequences: true), mergeMode: .mul)
    },
    RepeatableLayers("Bidirectional GRU, ave, sequences") { u, _ in
      Bidirectional(GRU(u, returnSequences: true), mergeMode: .ave)
      Dense(u)
    },
    RepeatableLayers("two Bidirectional") { u, _ in
      Bidirectional(SimpleRNN(u, returnSequences: true))
      Bidirectional(LSTM(u))
    },
    RepeatableLayers("TimeDistributed Dense") { u, _ in TimeDistributed(Dense(u, activation: .tanh))
    },
    RepeatableLayers("TimeDistributed LayerNormalization") { u, _ in
      LSTM(u, returnSequences: true)
      TimeDistributed(LayerNormalization())
      TimeDistributed(Dense(2, activation: .sigmoid))
    },
  ]

  private static let others: [RepeatableLayers] =
    Activation.allCases.map { activation in
      RepeatableLayers("Dense, \(activation)", .features) { u, _ in
        // Softmax over one unit is refused. Dense(activation == .softmax ? u + 1 : u, activation: activation)
      }
    } + [
      RepeatableLayers("Dense, sequence, without bias") { u, _ in Dense(u, useBias: false) },
      RepeatableLayers("deep Dense", .features) { u, _ in
        Dense(u + 1, activation: .relu)
        Dense(u, activation: .tanh)
        Dense(2, activation: .softmax)
      },
      RepeatableLayers("LayerNormalization", .features) { _, _ in LayerNormalization() },
      RepeatableLayers("LayerNormalization, sequence") { u, _ in
        LayerNormalization()
        SimpleRNN(u, returnSequences: true)
        LayerNormalization()
      },
      RepeatableLayers("Flatten", .fixedSequence) { u, _ in
        Flatten()
        Dense(u)
      },
      RepeatableLayers("Flatten behind GRU", .fixedSequence) { u, _ in
        GRU(u, returnSequences: true)
        Flatten()
        Dense(2, activation: .sigmoid)
      },
      RepeatableLayers("Flatten alone", .fixedSequence) { _, _ in Flatten() },
      RepeatableLayers("RepeatVector", .features) { _, time in RepeatVector(time) },
      RepeatableLayers("Embedding", .tokens) { u, _ in Embedding(9, u) },
      RepeatableLayers("Embedding and LSTM", .tokens) { u, _ in
        Embedding(9, 3)
        LSTM(u)
      },
      RepeatableLayers("Embedding and Bidirectional", .tokens) { u, _ in
        Embedding(9, u)
        Bidirectional(GRU(2, returnSequences: true))
        Dense(9)
      },
      RepeatableLayers("Embedding and Flatten", .fixedTokens) { u, _ in
        Embedding(9, u)
        Flatten()
        Dense(2)
      },
    ]
}

/// What a layer computes as a program, beside what it computes on a tape.
@Suite struct ProgramLayerTests {
  /// Batch, time steps, features and units: unequal, and each of them 1.
  private static let sizes = [
    (3, 4, 2, 5), (1, 1, 1, 1), (1, 4, 2, 3), (3, 1, 2, 4), (3, 4, 1, 2), (2, 5, 3, 1),
    (17, 2, 3, 20),
  ]

  @Test(arguments: RepeatableLayers.all)
  func `a program of a layer gives on other data what a tape gives`(
    _ test: RepeatableLayers
  ) throws {
    for (batch, time, features, units) in Self.sizes {
      let isTokens = test.input == .tokens || test.input == .fixedTokens
      let sample: LayerShape =
        switch test.input {
        case .sequence: [nil, features]
        case .fixedSequence: [time, features]
        case .features: [features]
        case .tokens: [nil]
        case .fixedTokens: [time]
        }
      let shape: Shape =
        test.input == .features ? [batch, features] : [batch, time, features]
      let model = Sequential(inputShape: sample, dtype: .float64) {
        for layer in test.layers(units, time) { layer }
      }
      _ = try expectRepeatable(
        model,
        { seed in
          isTokens
            ? .tokens(programTokens([batch, time], below: 9, seed))
            : .numbers(programNumbers(shape, seed))
        }, "\(test.name), sizes \(batch), \(time), \(features), \(units)")
    }
  }

  /// How many steps a program takes for each time step at most: so many are taken today.
  private static let most: [(layers: [any Layer], steps: Int)] = [
    ([SimpleRNN(5)], 5), ([SimpleRNN(5, returnSequences: true)], 5),
    ([SimpleRNN(5, returnSequences: true), SimpleRNN(2)], 10), ([LSTM(5)], 24), ([GRU(5)], 28),
    ([GRU(5, resetAfter: false)], 29), ([Bidirectional(LSTM(5))], 48),
  ]

  @Test func `the steps of a program grow by the same for each time step, and by few`() throws {
    for (layers, most) in Self.most {
      // Long enough that the gradients of weights are computed the same way at each length.
      let counts = try [16, 20, 24].map { time in
        let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
          for layer in layers { layer }
        }
        return try expectRepeatable(
          model, { .numbers(programNumbers([4, time, 3], $0)) }, "\(time)", ofInput: false
        ).stepCount
      }
      #expect(counts[2] - counts[1] == counts[1] - counts[0])
      #expect(counts[1] - counts[0] <= 4 * most, "\(counts) of \(layers.map(\.kind))")
    }
  }
}
