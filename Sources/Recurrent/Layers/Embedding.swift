import UnrollAutodiff
import UnrollNumerics

/// A table of vectors, looked up by token id.
///
/// `y[b, t] = E[tokens[b, t]]`; tokens `[batch, time]` integers in `0..<inputDim`, E (`embeddings`)
/// `[inputDim, outputDim]`, y `[batch, time, outputDim]`
public struct Embedding: TokenLayer {
  /// The number of different tokens.
  public var inputDim: Int
  /// The length of each vector.
  public var outputDim: Int
  /// Whether token 0 is padding: the layers behind then leave its time steps out. Losses don't: theirs is
  /// `ignoring: 0`.
  public var maskZero: Bool
  /// How the table begins.
  public var embeddingsInitializer: Initializer
  public var trainable: Bool

  /// A table of `inputDim` vectors of length `outputDim`; defaults are Keras's. Stops with a sentence where
  /// either is 0.
  public init(
    _ inputDim: Int, _ outputDim: Int, maskZero: Bool = false,
    embeddingsInitializer: Initializer = .randomUniform(-0.05..<0.05), trainable: Bool = true
  ) {
    require(
      inputDim > 0 && outputDim > 0,
      """
      Embedding: got \(inputDim) tokens and vectors of length \(outputDim); expected at least 1 of both
      """)
    self.inputDim = inputDim
    self.outputDim = outputDim
    self.maskZero = maskZero
    self.embeddingsInitializer = embeddingsInitializer
    self.trainable = trainable
  }

  public var kind: String { "Embedding" }

  public var isRepeatable: Bool { !maskZero }

  public var isRecordable: Bool { true }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    [WeightSpecification("embeddings", [inputDim, outputDim], embeddingsInitializer)]
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    LayerShape(input.sizes + [outputDim])
  }

  public func call(_ tokens: IntTensor, _ weights: Weights, _ context: LayerContext) -> Variable {
    requireKnown(tokens, context)
    return gather(weights["embeddings"], tokens)
  }

  /// Stops with a sentence where a token is not in the table.
  private func requireKnown(_ tokens: IntTensor, _ context: LayerContext) {
    let elements = tokens.elements
    guard let index = elements.firstIndex(where: { !(0..<inputDim).contains($0) }) else { return }
    let width = tokens.shape.dropFirst().reduce(1, *)
    let step = tokens.shape.count > 1 ? ", step \(index % width)" : ""
    stop(
      """
      \(context.name) (Embedding): token \(elements[index]) in sample \(index / width)\(step) of the batch; this \
      Embedding knows 0..<\(inputDim). \(elements[index] < 0 ? "Mend" : "Make it for more tokens, or mend") the data
      """)
  }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    stop(
      """
      \(context.name) (Embedding): expected token ids, an IntTensor [batch, time], but got numbers of shape \
      \(x.shape); it has to be the first layer
      """)
  }

  public func outputMask(for tokens: IntTensor) -> BoolTensor? {
    maskZero ? BoolTensor(tokens.elements.map { $0 != 0 }, shape: tokens.shape) : nil
  }
}

extension Embedding: MaskingTokenLayer {
  func recordedMask(for tokens: IntTensor, like y: Variable) -> Variable? {
    maskZero ? notEqual(tokens, 0, like: y) : nil
  }
}

extension Embedding: SavableLayer {
  public var configuration: LayerConfiguration {
    [
      "input_dim": inputDim, "output_dim": outputDim, "mask_zero": maskZero,
      "embeddings_initializer": embeddingsInitializer, "trainable": trainable,
    ]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      configuration.count("input_dim"), configuration.count("output_dim"),
      maskZero: configuration["mask_zero"],
      embeddingsInitializer: configuration["embeddings_initializer"],
      trainable: configuration["trainable"])
  }
}
