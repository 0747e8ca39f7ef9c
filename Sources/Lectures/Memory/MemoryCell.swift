import UnrollRecurrent

/// A recurrent cell whose memory is tried.
public enum MemoryCell: String, Sendable, CaseIterable {
  /// SimpleRNN whose recurrent kernel begins as the other kernels do, by Glorot's rule: each step back
  /// shrinks gradients.
  case simple = "SimpleRNN"
  /// SimpleRNN as Keras makes it: its recurrent kernel begins orthogonal, which keeps lengths.
  case orthogonal = "SimpleRNN, orthogonal"
  /// LSTM, its forget gates open at first.
  case lstm = "LSTM"
  /// GRU.
  case gru = "GRU"

  /// What a reader types: `lstm`.
  public var slug: String { "\(self)" }

  /// Whether it has no gates.
  var isSimple: Bool { self == .simple || self == .orthogonal }

  /// The recurrent layer, and Dense behind it.
  func network(for task: any MemoryTask, units: Int, seed: UInt64) -> Sequential {
    Sequential(inputShape: [nil, task.sizes.inputs], seed: seed) {
      layer(units, returnSequences: task.answersAtEveryStep)
      Dense(task.sizes.outputs)
    }
  }

  private func layer(_ units: Int, returnSequences: Bool) -> any Layer {
    switch self {
    case .simple:
      SimpleRNN(
        units, returnSequences: returnSequences, recurrentInitializer: .glorotUniform)
    case .orthogonal: SimpleRNN(units, returnSequences: returnSequences)
    case .lstm: LSTM(units, returnSequences: returnSequences)
    case .gru: GRU(units, returnSequences: returnSequences)
    }
  }
}
