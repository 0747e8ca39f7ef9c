import UnrollAutodiff

// Every library keeps a recurrent layer's weights in another order. All differences stand in one table.

/// How a library lays out the weights of a recurrent layer.
public enum WeightConvention: String, Sendable, CaseIterable {
  /// Keras, and this library: matrices `[inputs, gates·units]`.
  case keras
  /// PyTorch: matrices `[gates·units, inputs]`, two biases.
  case pyTorch
  /// The ONNX operators: matrices `[1, gates·units, inputs]`, two biases in one row.
  case onnx
  /// The assignments of Stanford's CS231n: matrices `[inputs, gates·units]`.
  case cs231n
  /// Flax (`flax.linen`), JAX's layers: a matrix `[inputs, units]` and a bias for each gate.
  case flax

  /// The library's name in messages.
  public var title: String {
    switch self {
    case .keras: "Keras"
    case .pyTorch: "PyTorch"
    case .onnx: "ONNX"
    case .cs231n: "CS231n"
    case .flax: "Flax"
    }
  }
}

/// What a block of columns of a recurrent layer's weights computes.
enum Gate: String {
  case input = "i"
  case forget = "f"
  case candidate = "g"
  case output = "o"
  case update = "z"
  case reset = "r"
}

/// The kinds of cells whose weights can be translated.
enum GatedFamily: String {
  case simple = "SimpleRNN"
  case lstm = "LSTM"
  case gru = "GRU"

  init(_ cell: some TranslatableCell) {
    self = cell is LSTMCell ? .lstm : cell is GRUCell ? .gru : .simple
  }
}

/// One library's layout: a row of the table.
struct WeightLayout {
  /// How a library keeps biases: one vector; two vectors, one for each product; or both in one row.
  enum Biases { case one, two, joined }

  /// The names of the input matrix, the recurrent matrix and the biases.
  let names: (kernel: String, recurrent: String, biases: [String])
  /// Whether the gates stand one below the other, not side by side.
  let isTransposed: Bool
  /// Whether there is an axis for directions in front.
  let hasDirections: Bool
  let biases: Biases
  /// The order of the gates, by cell; nil where the library has no such cell.
  let lstm: [Gate]
  let gru: [Gate]?

  /// The order of the gates of a cell.
  func gates(_ family: GatedFamily) -> [Gate]? {
    switch family {
    case .simple: [.candidate]
    case .lstm: lstm
    case .gru: gru
    }
  }

  /// The table.
  static func of(_ convention: WeightConvention) -> WeightLayout {
    switch convention {
    case .keras:
      WeightLayout(
        names: ("kernel", "recurrent_kernel", ["bias"]), isTransposed: false, hasDirections: false,
        biases: .one, lstm: [.input, .forget, .candidate, .output],
        gru: [.update, .reset, .candidate])
    case .flax: of(.keras)  // once the gates are put together: FlaxGates
    case .pyTorch:
      WeightLayout(
        names: ("weight_ih_l0", "weight_hh_l0", ["bias_ih_l0", "bias_hh_l0"]), isTransposed: true,
        hasDirections: false, biases: .two, lstm: [.input, .forget, .candidate, .output],
        gru: [.reset, .update, .candidate])
    case .onnx:
      WeightLayout(
        names: ("W", "R", ["B"]), isTransposed: true, hasDirections: true, biases: .joined,
        lstm: [.input, .output, .forget, .candidate], gru: [.update, .reset, .candidate])
    case .cs231n:
      WeightLayout(
        names: ("Wx", "Wh", ["b"]), isTransposed: false, hasDirections: false, biases: .one,
        lstm: [.input, .forget, .output, .candidate], gru: nil)
    }
  }
}
