import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences

/// Writes a text with a character model: each character is drawn from what the network expects, and read as
/// the next one.
///
/// The state goes along from character to character, and nothing is recorded on a tape. What the network
/// carried before, in a training for example, it carries again afterwards.
///
/// Before the prompt the network reads the model's opening, a piece of the text that it learnt: it has hardly
/// ever met a state of zeros, and what it draws from one can be gibberish that it never leaves.
///
/// ```swift
/// let model = try CharacterModel(reading: "chars.safetensors")
/// let writer = CharacterWriter(model, sampler: Sampler(temperature: 0.8), seed: 1)
/// print(try writer.write(200, after: "The gradient"))
/// ```
public struct CharacterWriter {
  /// A prompt with a character that the model has never seen.
  public struct UnknownCharacter: Error, Equatable, Sendable, CustomStringConvertible {
    /// The character.
    public let character: String
    /// The characters that the model knows, as far as a reader can see them.
    public let known: String

    public var description: String {
      """
      the prompt has '\(character)', which the model has never seen; expected some of these characters: \
      \(known)
      """
    }
  }

  /// The model.
  public let model: CharacterModel
  /// How characters are drawn.
  public var sampler: Sampler
  /// Where the random numbers start; the same seed writes the same text.
  public var seed: UInt64

  /// A writer.
  public init(_ model: CharacterModel, sampler: Sampler = Sampler(), seed: UInt64 = 42) {
    self.model = model
    self.sampler = sampler
    self.seed = seed
  }

  /// Writes so many characters behind a prompt, and gives them without it.
  ///
  /// - Parameter goesOn: Asked after each character, which it is given.
  public func write(
    _ count: Int, after prompt: String = "", goesOn: (String) -> Bool = { _ in true }
  ) throws(UnknownCharacter) -> String {
    require(count >= 0, "CharacterWriter: got \(count) characters to write; expected 0 or more")
    var read = model.opening + (try Self.ids(of: prompt, model.vocabulary))
    if read.isEmpty { read = [model.vocabulary.id(of: "\n") ?? 0] }
    var generator = SeededGenerator(seed: seed, stream: "characters/writer")
    return model.network.withFreshState {
      var logits = logits(after: read)
      var text: [String] = []
      for _ in 0..<count {
        let next = sampler.next(logits, using: &generator)
        text.append(model.vocabulary.token(next))
        if !goesOn(text[text.count - 1]) { break }
        logits = self.logits(after: [next])
      }
      return model.vocabulary.tokenizer.text(of: text)
    }
  }

  /// The numbers of a prompt's characters.
  /// - Throws: ``UnknownCharacter`` for the first character that the vocabulary lacks.
  public static func ids(
    of prompt: String, _ vocabulary: Vocabulary
  ) throws(UnknownCharacter) -> [Int] {
    if !vocabulary.reserved.contains(.unknown), let unknown = vocabulary.firstUnknown(in: prompt) {
      let known = vocabulary.entries.filter { $0.contains { !$0.isWhitespace } }.sorted()
      throw UnknownCharacter(character: unknown, known: known.joined())
    }
    return vocabulary.encode(prompt)
  }

  /// Reads characters, and gives the logits of the one that follows.
  private func logits(after ids: [Int]) -> [Double] {
    model.network(IntTensor(ids, shape: [1, ids.count]))[0, -1].elements
  }
}
