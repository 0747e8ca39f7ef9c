import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

@Suite struct CharacterTextTests {
  @Test func `nine tenths are learnt from, the last tenth is held out`() throws {
    let text = try CharacterText(String(repeating: "abcdefghij", count: 10) + "klmno")
    #expect(text.count == 105 && text.training.count == 94 && text.heldOut.count == 11)
    #expect(text.vocabulary.decode(text.heldOut) == "efghijklmno")
    #expect(text.entropy.classes == 15 && text.vocabulary.count == 15)
  }

  @Test func `the opening ends the training part with a line`() throws {
    let lines = try CharacterText(String(repeating: "abcdefghi\n", count: 100) + "xyz")
    #expect(lines.training.count == 902)
    #expect(
      lines.vocabulary.decode(lines.opening).hasSuffix("defghi\n") && lines.opening.count == 298)
    let line = try CharacterText(String(repeating: "abcde", count: 21))
    #expect(line.opening == line.training && line.training.count == 94)
  }

  @Test func `characters are what a reader counts`() throws {
    let text = try CharacterText(String(repeating: "각👩‍👩‍👧\r\n", count: 40))
    #expect(text.vocabulary.count == 3 && text.count == 120)
  }

  @Test func `texts that teach nothing are refused`() {
    #expect(throws: CharacterText.Unusable.tooShort(found: 0, needed: 100)) {
      try CharacterText("")
    }
    #expect(throws: CharacterText.Unusable.tooShort(found: 99, needed: 100)) {
      try CharacterText(String(repeating: "abc", count: 33))
    }
    #expect(throws: CharacterText.Unusable.oneCharacter("a")) {
      try CharacterText(String(repeating: "a", count: 100))
    }
    let vocabulary = Vocabulary(["ab"], tokenizer: .characters, reserved: [])
    #expect(throws: CharacterText.Unusable.unknown("c")) {
      try CharacterText(String(repeating: "abc", count: 40), vocabulary: vocabulary)
    }
  }

  @Test func `a short text has fewer streams than asked for`() throws {
    let text = try CharacterText(String(repeating: "ab", count: 50))
    #expect(text.training.count == 90)
    #expect(text.streams(16).count == 16 && text.streams(16).steps == 5)
    #expect(text.streams(4096).count == 44 && text.streams(4096).steps == 2)
  }
}

@Suite struct CharacterModelTests {
  private let vocabulary = Vocabulary(["hello, world\n"], tokenizer: .characters, reserved: [])

  /// The loss by the definition: all characters at once, from zeros, the mean of −ln p of the one behind.
  private func mean(_ model: CharacterModel, _ ids: ArraySlice<Int>) -> Double {
    let ids = Array(ids)
    let read = IntTensor(Array(ids.dropLast()), shape: [1, ids.count - 1])
    let logits = model.network.withFreshState { model.network(read) }
    let p = softmax(Variable(logits)).value.elements
    let losses = ids.dropFirst().enumerated().map {
      -log(p[$0.offset * vocabulary.count + $0.element])
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test(arguments: CharacterModel.Cell.allCases)
  func `a new network has Keras's weights, and knows nothing`(_ cell: CharacterModel.Cell) {
    let model = CharacterModel(vocabulary, cell: cell, units: 7, layers: 2, seed: 1)
    #expect(model.name == "\(cell.name)(7) → \(cell.name)(7)")
    // By hand: V·32, gates·(32·7 + 7·7 + biases·7), gates·(7·7 + 7·7 + biases·7), 7·V + V, with V = 10.
    let (gates, biases) = cell == .rnn ? (1, 1) : cell == .lstm ? (4, 1) : (3, 2)
    let layers = gates * (224 + 49 + biases * 7) + gates * (49 + 49 + biases * 7)
    #expect(model.network.parameterCount == 320 + layers + 70 + 10)
    let ids = (0..<300).map { ($0 * 7) % 10 }
    #expect(abs(model.loss(on: ids).perplexity - 10) < 0.5)
  }

  @Test(arguments: [2, 3, 150, 1001, 2000])
  func `a held-out text is read once, from zeros, in one piece where it is short`(_ count: Int) {
    let model = CharacterModel(vocabulary, units: 5, seed: 3)
    let ids = (0..<count).map { ($0 * $0 / 3) % 10 }
    #expect(abs(model.loss(on: ids).nats - mean(model, ids[...])) < 1e-5)
  }

  @Test func `a long text is read in streams, and what is left over by itself`() {
    let model = CharacterModel(vocabulary, units: 5, seed: 3)
    _ = model.network(IntTensor([[1, 2, 3]]))
    let before = model.network.assembly.states
    // 3,002 targets: three streams of 1,000 and two more.
    let ids = (0..<3003).map { ($0 * $0 / 3) % 10 }
    let parts = [ids[0...1000], ids[1000...2000], ids[2000...3000], ids[3000...3002]]
    let sum = zip(parts, [1000.0, 1000, 1000, 2]).reduce(0) { $0 + $1.1 * mean(model, $1.0) }
    #expect(abs(model.loss(on: ids).nats - sum / 3002) < 1e-5)
    #expect(
      model.network.assembly.states.mapValues { $0.map(\.elements) }
        == before.mapValues { $0.map(\.elements) })
  }

  @Test func `a saved model is read with its vocabulary, and writes the same`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chars-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "m.safetensors").path
    let opening = vocabulary.encode("hello\n")
    let model = CharacterModel(vocabulary, opening: opening, cell: .gru, units: 6, seed: 9)
    try model.save(to: file)
    let read = try CharacterModel(reading: file)
    #expect(read.vocabulary == vocabulary && read.name == "GRU(6)" && read.opening == opening)
    #expect(try CharacterWriter(read).write(50) == CharacterWriter(model).write(50))

    try model.network.save(to: file)
    #expect(
      throws: NotACharacterModel(file: file, found: "a model without a vocabulary")
    ) { try CharacterModel(reading: file) }
    let other = Vocabulary(["ab"], tokenizer: .characters, reserved: [])
    try model.network.save(to: file, extras: other.extras())
    #expect(
      throws: NotACharacterModel(
        file: file, found: "a vocabulary of 2 characters and a network for 10")
    ) { try CharacterModel(reading: file) }
    try model.network.save(to: file, extras: ["vocabulary": "no JSON"])
    #expect(throws: VocabularyError.self) { try CharacterModel(reading: file) }
    let words = Vocabulary(["a b"], tokenizer: .words(), reserved: [])
    try model.network.save(to: file, extras: words.extras())
    #expect(throws: NotACharacterModel(file: file, found: "a model of words")) {
      try CharacterModel(reading: file)
    }
    let dense = Sequential(inputShape: [3]) { Dense(10) }
    try dense.save(to: file, extras: vocabulary.extras())
    #expect(throws: NotACharacterModel(file: file, found: "a model of Dense")) {
      try CharacterModel(reading: file)
    }
  }
}

@Suite struct CharacterWriterTests {
  private let vocabulary = Vocabulary(["hello, world\n"], tokenizer: .characters, reserved: [])

  /// A model whose logits are thirty times as large, so that what it writes depends on what it read.
  private func sure(_ model: CharacterModel) -> CharacterModel {
    let kernel = model.network.weights(of: "dense")["kernel"].map { $0 * 30 }
    model.network.setWeights(["kernel": kernel ?? Tensor(0)], of: "dense")
    return model
  }

  /// Each character by reading all before it anew: what the carried state has to come to.
  @Test func `a carried state gives what reading everything again gives`() throws {
    let model = sure(CharacterModel(vocabulary, units: 8, seed: 2))
    let writer = CharacterWriter(model, sampler: Sampler(temperature: 0), seed: 1)
    let written = try writer.write(30, after: "he")
    var text = "he"
    for _ in 0..<30 {
      let ids = vocabulary.encode(text)
      let logits = model.network.withFreshState {
        model.network(IntTensor(ids, shape: [1, ids.count]))[0, -1].elements
      }
      text += vocabulary.token(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
    }
    #expect("he" + written == text)
    #expect(try CharacterWriter(model, sampler: Sampler(topK: 1)).write(30, after: "he") == written)
  }

  @Test func `the opening is read before the prompt, or a line end where there is none`() throws {
    let opening = vocabulary.encode("world, hello")
    let model = sure(CharacterModel(vocabulary, opening: opening, units: 4, seed: 2))
    let closed = sure(CharacterModel(vocabulary, units: 4, seed: 2))
    #expect(
      try CharacterWriter(model).write(40, after: "he")
        == CharacterWriter(closed).write(40, after: "world, hellohe"))
    #expect(
      try CharacterWriter(model).write(40)
        == CharacterWriter(closed).write(40, after: "world, hello"))
    #expect(try CharacterWriter(closed).write(40) == CharacterWriter(closed).write(40, after: "\n"))
  }

  @Test func `seeds, lengths and ends`() throws {
    let model = CharacterModel(vocabulary, units: 4, seed: 2)
    let writer = CharacterWriter(model, seed: 1)
    #expect(try writer.write(40) == writer.write(40))
    #expect(try writer.write(40) != CharacterWriter(model, seed: 2).write(40))
    #expect(try writer.write(40).count == 40 && writer.write(0) == "")
    #expect(try writer.write(40).hasPrefix(writer.write(12)))
    var heard = 0
    let short = try writer.write(40) { _ in
      heard += 1
      return heard < 5
    }
    #expect(short.count == 5)
  }

  @Test func `a prompt that the model can't read is refused with the characters it can`() throws {
    let writer = CharacterWriter(CharacterModel(vocabulary, units: 4))
    let error = try #require(throws: CharacterWriter.UnknownCharacter.self) {
      try writer.write(3, after: "help")
    }
    #expect(
      error.description
        == "the prompt has 'p', which the model has never seen; expected some of these characters: ,dehlorw"
    )
    let open = Vocabulary(["hello"], tokenizer: .characters, reserved: [.unknown])
    #expect(try CharacterWriter.ids(of: "help", open).last == open.id(of: .unknown))
    #expect(try CharacterWriter.ids(of: "", vocabulary) == [])
  }
}
