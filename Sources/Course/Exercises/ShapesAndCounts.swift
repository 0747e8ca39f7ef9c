/// A layer of a stack, as a model's summary lists it.
public struct LayerPlan: Equatable, Sendable {
  /// What a layer does.
  public enum Kind: Int, Sendable {
    /// Looks up a vector of `units` numbers for each word, in a table of its own: `[batch, steps]` in.
    case embedding
    /// Exercise 05's: a state that is made of the input, of the state before and of a bias.
    case simpleRNN
    /// Keras's LSTM.
    case lstm
    /// Keras's GRU, with a second bias for the products with h (`reset_after`, as it is unless told otherwise).
    case gru
    /// All numbers of a sample in one row.
    case flatten
    /// A product with a matrix and a bias, for the last axis: at each step, if there are steps.
    case dense
  }

  /// What it does.
  public let kind: Kind
  /// How many units it has, in each direction if there are two; 0 for `flatten`.
  public let units: Int
  /// How many words the table of an embedding has; 0 for all others.
  public let vocabulary: Int
  /// Whether a recurrent layer gives its states of all steps, and not the last one alone.
  public let returnsSequences: Bool
  /// Whether there is a second layer of the kind that reads the sequence backwards; their outputs stand side by side.
  public let isBidirectional: Bool

  /// A layer.
  public init(
    _ kind: Kind, units: Int = 0, vocabulary: Int = 0, returnsSequences: Bool = false,
    isBidirectional: Bool = false
  ) {
    (self.kind, self.units, self.vocabulary) = (kind, units, vocabulary)
    (self.returnsSequences, self.isBidirectional) = (returnsSequences, isBidirectional)
  }
}

extension LayerPlan {
  /// Layers as numbers, a row each.
  public static func table(_ layers: [LayerPlan]) -> Matrix {
    Matrix(
      layers.map { layer in
        [
          layer.kind.rawValue, layer.units, layer.vocabulary, layer.returnsSequences ? 1 : 0,
          layer.isBidirectional ? 1 : 0,
        ].map(Double.init)
      })
  }

  /// The layers that a table was made of.
  static func layers(_ table: Matrix) -> [LayerPlan] {
    (0..<table.rows).map { index in
      let row = table.row(index)
      return LayerPlan(
        Kind(rawValue: Int(row[0])) ?? .dense, units: Int(row[1]), vocabulary: Int(row[2]),
        returnsSequences: row[3] == 1, isBidirectional: row[4] == 1)
    }
  }
}

/// Exercise 13: which shape comes out of a layer, and how many parameters it has.
///
/// `input` is the shape of what comes in: `[batch, steps, features]`, `[batch, features]`, or `[batch, steps]` before an
/// embedding.
public protocol ShapesAndCountsExercise: Exercise {
  /// The number of parameters of a layer whose steps are those of exercise 05; input is `[batch, steps, features]`.
  func simpleRNN(input: [Int], units: Int) -> Int

  /// The number of parameters of an LSTM, one layer in one direction.
  func lstm(input: [Int], units: Int) -> Int

  /// The number of parameters of Keras's GRU, which has a second bias for the products with h.
  func gru(input: [Int], units: Int) -> Int

  /// The shape of what comes out of a layer, the batch and all.
  func outputShape(of layer: LayerPlan, input: [Int]) -> [Int]

  /// The number of parameters of a whole stack; the first layer gets the input, each other one what the layer before gives.
  func total(of layers: [LayerPlan], input: [Int]) -> Int
}

extension ShapesAndCountsExercise {
  public static var parts: [ExercisePart] {
    func counting(_ name: String, _ count: @escaping (Self, [Int], Int) -> Int) -> ExercisePart {
      ExercisePart(name) { given in
        Outputs().with(
          "the number of parameters",
          Double(count(Self(), given.integers("input"), given.integers("units")[0])))
      }
    }
    return [
      counting("simpleRNN") { $0.simpleRNN(input: $1, units: $2) },
      counting("lstm") { $0.lstm(input: $1, units: $2) },
      counting("gru") { $0.gru(input: $1, units: $2) },
      ExercisePart("outputShape") { given in
        let shape = Self().outputShape(
          of: LayerPlan.layers(given.matrix("layer"))[0], input: given.integers("input"))
        return Outputs().with("the number of axes", Double(shape.count))
          .with("the output's shape", shape.map(Double.init))
      },
      ExercisePart("total") { given in
        Outputs().with(
          "the number of parameters of the stack",
          Double(
            Self().total(
              of: LayerPlan.layers(given.matrix("layers")), input: given.integers("input"))))
      },
    ]
  }
}
