import UnrollAutodiff
import UnrollNumerics

/// A recurrent layer that reads a sequence, and another that writes one from the first one's last state
/// (Cho et al. 2014; Sutskever, Vinyals & Le 2014).
///
/// ```
///   s o u r c e ─▶ encoder ──state──▶ decoder ─▶ t a r g e t
///                                        ▲
///                             ⟨start⟩ t a r g e
/// ```
///
/// While training, the decoder is given the right token before each (teacher forcing); when translating,
/// the one that it found the likeliest itself (greedy decoding). Token 0 is padding on both sides.
public final class EncoderDecoder<Cell: RecurrentCell>: Model {
  public var assembly: Assembly

  /// The token that the decoder's input begins with.
  public let start: Int

  /// Whether the decoder begins with the encoder's state; without it, it knows nothing of the source, a
  /// baseline for what the target tells of itself.
  public let readsSource: Bool

  private let sourceEmbedding, targetEmbedding: Embedding
  private let encoder, decoder: RNN<Cell>
  private let output: Dense
  private let places: Places

  /// A model with new weights.
  ///
  /// - Parameters:
  ///   - sourceTokens: The number of different tokens in sources, padding included.
  ///   - targetTokens: The number of different tokens in targets, padding and `start` included.
  ///   - embedding: The length of the vectors that stand for tokens.
  ///   - cell: The cell of both layers, each with weights of its own.
  /// - start: The token that the decoder's input begins with; stops with a sentence where it is none of
  ///   the `targetTokens`.
  public init(
    sourceTokens: Int, targetTokens: Int, embedding: Int, cell: Cell, start: Int,
    readsSource: Bool = true, seed: UInt64 = 42, dtype: DType = .float32
  ) {
    require(
      (0..<targetTokens).contains(start),
      "EncoderDecoder: the start token \(start) is not among the \(targetTokens) target tokens")
    self.start = start
    self.readsSource = readsSource
    sourceEmbedding = Embedding(sourceTokens, embedding, maskZero: true)
    targetEmbedding = Embedding(targetTokens, embedding)
    encoder = RNN(cell)
    decoder = RNN(cell, returnSequences: true)
    output = Dense(targetTokens)

    var assembly = Assembly(seed: seed, dtype: dtype)
    places = Places(
      sourceEmbedding: assembly.add(sourceEmbedding, input: [nil]),
      encoder: assembly.add(encoder, input: [nil, embedding]),
      targetEmbedding: assembly.add(targetEmbedding, input: [nil]),
      decoder: assembly.add(decoder, input: [nil, embedding]),
      output: assembly.add(output, input: [nil, cell.units]))
    self.assembly = assembly
  }

  private struct Places {
    let sourceEmbedding, encoder, targetEmbedding, decoder, output: Place
  }

  public var isRecordable: Bool { encoder.isRecordable }

  /// What goes in while training: the sources, and the targets moved by one place behind the start token;
  /// `[samples, time]` both. Stops with a sentence where either is not `[samples, time]`.
  public func inputs(sources: IntTensor, targets: IntTensor) -> Samples {
    requireBatch(sources, "inputs: the sources")
    return .several([.tokens(sources), .tokens(shifted(targets))])
  }

  /// What teacher forcing gives the decoder: the start token, then all target tokens but the last.
  func shifted(_ targets: IntTensor) -> IntTensor {
    requireBatch(targets, "inputs: the targets")
    let (rows, width) = (targets.shape[0], targets.shape[1])
    require(width > 0, "EncoderDecoder: targets of shape \(targets.shape) have no time steps")
    let elements = targets.elements
    let moved = (0..<rows).flatMap { row in
      [start] + elements[(row * width)..<((row + 1) * width - 1)]
    }
    return IntTensor(moved, shape: targets.shape)
  }

  /// The logits of each target token, `[batch, time, targetTokens]`, from sources and decoder inputs.
  ///
  /// Both are tokens, `[batch, time]`, as ``inputs(sources:targets:)`` makes them; stops with a sentence
  /// for anything else.
  public func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
    guard case .several(let parts) = input, parts.count == 2 else {
      stop(
        """
        EncoderDecoder: expected two inputs, source tokens and decoder inputs, as inputs(sources:targets:) \
        makes them, but got shape \(input.shapes)
        """)
    }
    let (source, target) = (parts[0].tokens("EncoderDecoder"), parts[1].tokens("EncoderDecoder"))
    require(
      source.shape[0] == target.shape[0],
      "EncoderDecoder: \(source.shape[0]) sources and \(target.shape[0]) targets; expected as many")
    let state = run.scope("encoder") { encode(source, weights, run) }
    return run.scope("decoder") { decode(target, from: state, weights, run).logits }
  }

  /// The likeliest target, token by token: `[batch, steps]`.
  ///
  /// Sources are `[batch, time]`. Every row gets `steps` tokens: where it ends is for the caller to see.
  ///
  /// Stops with a sentence where `steps` is below 1, or sources have another shape.
  public func translate(_ sources: IntTensor, steps: Int) -> IntTensor {
    require(steps > 0, "translate: got \(steps) steps; expected at least 1")
    requireBatch(sources, "translate: the sources")
    let (weights, batch) = (constants, sources.shape[0])
    var state = encode(sources, weights, Run())
    var last = IntTensor([Int](repeating: start, count: batch), shape: [batch, 1])
    var columns: [[Int]] = []
    for _ in 0..<steps {
      let step = decode(last, from: state, weights, Run())
      state = step.state
      last = step.logits.value.argmax()  // [batch, 1]
      columns.append(last.elements)
    }
    return IntTensor((0..<batch).flatMap { row in columns.map { $0[row] } }, shape: [batch, steps])
  }

  /// Stops with a sentence where the batch axis is missing.
  private func requireBatch(_ tokens: IntTensor, _ what: String) {
    require(
      tokens.shape.count == 2,
      """
      \(what) have shape \(tokens.shape); expected [batch, time]\(tokens.shape.count == 1
        ? ", a single one being reshaped([1, \(tokens.shape[0])])" : "")
      """)
  }

  /// The state after reading; nil where the decoder is not to know of it.
  private func encode(_ source: IntTensor, _ all: [Variable], _ run: Run) -> Cell.State? {
    guard readsSource else { return nil }
    let context = assembly.context(of: places.sourceEmbedding, in: run)
    let embedded = sourceEmbedding.call(
      source, assembly.weights(of: places.sourceEmbedding, from: all), context)
    let mask = sourceEmbedding.outputMask(for: source, like: embedded, context)
    return encoder.run(
      embedded, assembly.weights(of: places.encoder, from: all),
      assembly.context(of: places.encoder, in: run, mask: mask)
    ).state
  }

  /// The logits for some time steps, and the state behind them.
  private func decode(
    _ target: IntTensor, from state: Cell.State?, _ all: [Variable], _ run: Run
  ) -> (logits: Variable, state: Cell.State) {
    let embedded = targetEmbedding.call(
      target, assembly.weights(of: places.targetEmbedding, from: all),
      assembly.context(of: places.targetEmbedding, in: run))
    let written = decoder.run(
      embedded, assembly.weights(of: places.decoder, from: all),
      assembly.context(of: places.decoder, in: run), initialState: state)
    let logits = output.call(
      written.sequence, assembly.weights(of: places.output, from: all),
      assembly.context(of: places.output, in: run))
    return (logits, written.state)
  }
}
