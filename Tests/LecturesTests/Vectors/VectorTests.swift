import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

@Suite struct GrammarTextTests {
  @Test func `a seed makes the same sentences, from every class`() {
    let sentences = GrammarText.sentences(400)
    #expect(sentences == GrammarText.sentences(400))
    #expect(sentences != GrammarText.sentences(400, seed: 43))
    let words = Set(sentences.joined())
    for kind in GrammarText.classes {
      #expect(kind.words.allSatisfy(words.contains), "\(kind.name)")
    }
    let all = GrammarText.classes.flatMap(\.words)
    #expect(Set(all).count == all.count && all.count == 36)
  }

  @Test func `every two roles ask about each other, both ways`() {
    #expect(GrammarText.questions.sections.map(\.questions.count) == [30, 30])
    #expect(
      GrammarText.questions.sections[0].questions.contains(
        .init("man", "woman", "king", answer: "queen")))
  }

  @Test func `a word counts where the nearest word with a class has the same`() {
    // Every class points along an axis of its own, but dog lies with the foods.
    var (words, numbers): ([String], [Float]) = (["the"], [1, 1, 1, 1, 1])
    for (index, kind) in GrammarText.classes.enumerated() {
      for (place, word) in kind.words.enumerated() {
        words.append(word)
        var vector = [Float](repeating: 0.01 * Float(place), count: 5)
        vector[word == "dog" ? 2 : index] = 1
        numbers += vector
      }
    }
    let score = GrammarText.nearestOfOwnClass(
      WordVectors(words, Tensor(numbers, shape: [words.count, 5])))
    #expect(score.of == 36 && (33...35).contains(score.right))
  }

  @Test func `a short training puts words of a class together`() throws {
    var trainer = GrammarText.trainer(epochs: 4)
    trainer.learningRate = 0.1
    let result = try trainer.train(GrammarText.sentences(1000), watch: .nobody)
    let (right, all) = GrammarText.nearestOfOwnClass(result.vectors)
    #expect(right == all && all == 36)
  }
}

@Suite struct EmbeddingTableTests {
  @Test(arguments: [false, true])
  func `a vocabulary's table goes into an Embedding, which training changes or not`(
    trainable: Bool
  ) throws {
    let vectors = WordVectors(["a", "b"], Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]))
    let table = vectors.table(for: ["b", "unknown", "a"], reserved: 1)
    let model = Sequential(inputShape: [2], seed: 1) {
      Embedding(table.matrix.shape[0], table.matrix.shape[1], trainable: trainable)
      Flatten()
      Dense(1)
    }
    model.setWeights(["embeddings": table.matrix], of: "embedding")
    let data = Dataset(IntTensor([[1, 3], [2, 0], [3, 1]]), Tensor([0, 1, 2], shape: [3, 1]))
    _ = try model.fit(
      data, epochs: 2, batchSize: 2, optimizer: Adam(), loss: .meanSquaredError, progress: .none)
    #expect((model.weights(of: "embedding")["embeddings"] == table.matrix) == !trainable)
    #expect(table.matrix[1].floats == [4, 5, 6] && table.matrix[2].floats == [0, 0, 0])
  }
}

@Suite struct Word2VecWatchTests {
  private final class Recorder: TrainingObserver {
    var steps: [TrainingProgress] = []
    var epochs: [TrainingProgress] = []
    var limit = Int.max

    func stepEnded(_ progress: TrainingProgress) -> Bool {
      steps.append(progress)
      return steps.count < limit
    }

    func epochEnded(_ progress: TrainingProgress) -> Bool {
      epochs.append(progress)
      return true
    }
  }

  private let trainer = Word2Vec(dimensions: 4, window: 1, negatives: 1, minimumCount: 1, epochs: 2)

  @Test func `observers hear of every five thousand words and every epoch`() throws {
    let recorder = Recorder()
    let sentences = GrammarText.sentences(900)
    let result = try trainer.train(sentences, watch: TrainingWatch(observers: [recorder]))
    #expect(recorder.epochs.map(\.epoch) == [1, 2] && recorder.epochs[0].epochs == 2)
    #expect(recorder.epochs.map { $0.figures.first?.value } == result.losses)
    #expect(recorder.steps.count == recorder.epochs.map(\.step).reduce(0, +))
    #expect(recorder.steps.allSatisfy { $0.step <= $0.steps })
    #expect(recorder.epochs.allSatisfy { $0.step == $0.steps })
  }

  @Test func `an observer ends the training`() throws {
    let recorder = Recorder()
    recorder.limit = 1
    let result = try trainer.train(
      GrammarText.sentences(900), watch: TrainingWatch(observers: [recorder]))
    #expect(result.losses.isEmpty && recorder.steps.count == 1 && recorder.epochs.isEmpty)
    #expect(result.vectors.count > 50)
  }
}

@Suite struct WordMapTests {
  @Test func `words stand along the two directions in which they differ most`() throws {
    // Along the first axis by 4, along the second by 2; the third does not vary.
    let vectors = WordVectors(
      ["west", "east", "south", "north"],
      Tensor([-4, 0, 7, 4, 0, 7, 0, -2, 7, 0, 2, 7] as [Float], shape: [4, 3]))
    let map = try #require(WordMap(["east", "nowhere", "west", "north", "south"], in: vectors))
    #expect(map.words == ["east", "west", "north", "south"])
    let expected = zip([4, -4, 0, 0], [0, 0, 2, -2])
    for ((x, y), place) in zip(zip(map.x, map.y), expected) {
      #expect(abs(x - Double(place.0)) < 1e-12 && abs(y - Double(place.1)) < 1e-12)
    }
    #expect(map.shares.count == 2 && abs(map.shares[0] - 0.8) < 1e-12)
    #expect(
      map.figure(title: "t").svg().contains("First principal component, 80 % of the variance"))
    #expect(WordMap(["east", "west", "east"], in: vectors) == nil)
  }
}

@Suite struct GloVeFindingsTests {
  private func folder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws
    -> Result
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return try body(folder.path)
  }

  @Test func `the best file that is there is taken, and a packed one is named`() throws {
    #expect(VectorsOnDisk.find(in: nil) == .nowhere(folder: nil))
    #expect(VectorsOnDisk.find(in: "/no/such/folder") == .nowhere(folder: "/no/such/folder"))
    try folder(["glove.6B.50d.txt": "", "glove.6B.100d.txt": ""]) {
      #expect(VectorsOnDisk.find(in: $0) == .file($0 + "/glove.6B.100d.txt"))
      #expect(VectorsOnDisk.find(in: $0 + "/") == .file($0 + "/glove.6B.100d.txt"))
    }
    try folder(["glove.6B.50d.top20000.txt.xz": ""]) {
      #expect(VectorsOnDisk.find(in: $0) == .packed($0 + "/glove.6B.50d.top20000.txt.xz"))
    }
  }

  @Test func `without a file the claims need data, and name it`() throws {
    for finding in [GloVeFindings.frog, GloVeFindings.queen, GloVeFindings.elephants] {
      let none = try finding(.nowhere(folder: nil))
      #expect(none.verdict == .needsData)
      #expect(
        none.ours
          == .text(
            "glove.6B.300d.txt or glove.6B.50d.txt in the folder that UNROLL_DATA names; none is named"
          ))
      let packed = try finding(.packed("data/glove.txt.xz"))
      #expect(packed.verdict == .needsData)
      #expect(packed.ours == .text("data/glove.txt.xz unpacked: xz -dk data/glove.txt.xz"))
    }
  }

  @Test func `queen and elephants are what the vectors say`() throws {
    // Two features: royal and female; animal and many.
    let good = """
      king 1 0 0 0.1
      queen 1 1 0 0.1
      man 0 0 0 0.1
      woman 0 1 0 0.1
      elephant 0.2 0 3 0
      elephants 0.2 0 3 3
      """
    let animals = ["cat", "dog", "bird", "horse", "cow"].enumerated().map { index, name in
      "\(name) 0 \(0.01 * Double(index)) 1 -0.6\n\(name)s 0 \(0.01 * Double(index)) 1 1"
    }
    try folder(["v.txt": good + "\n" + animals.joined(separator: "\n")]) { folder in
      let place = VectorsOnDisk.Place.file(folder + "/v.txt")
      let queen = try GloVeFindings.queen(place)
      #expect(
        queen.ours
          == .text("king - man + woman = queen, these three words left out; with them, queen"))
      #expect(queen.verdict == .failed, "with the words left in the answer should be king")
      let elephants = try GloVeFindings.elephants(place)
      #expect(elephants.verdict == .reproduced)
    }
  }

  @Test func `the frog's list needs every word of the slide`() throws {
    let words = ["frog"] + GloVeFindings.frogWords
    let lines = words.enumerated().map { "\($1) 1 \(0.01 * Double($0))" }
    try folder(["v.txt": lines.joined(separator: "\n") + "\nking -1 0"]) { folder in
      let all = try GloVeFindings.frog(.file(folder + "/v.txt"))
      #expect(all.verdict == .reproduced)
    }
    try folder(["v.txt": lines.joined(separator: "\n") + "\nsnake 1 0"]) { folder in
      let other = try GloVeFindings.frog(.file(folder + "/v.txt"))
      #expect(other.verdict == .refuted)
    }
    try folder(["v.txt": lines.dropLast().joined(separator: "\n") + "\nsnake 1 0"]) { folder in
      let some = try GloVeFindings.frog(.file(folder + "/v.txt"))
      #expect(some.verdict == .needsData)
      guard case .text(let text) = some.ours else { return }
      #expect(text.hasPrefix("glove.6B.300d.txt, beyond the 8 words of"))
      #expect(text.hasSuffix("which lacks eleutherodactylus"))
    }
  }
}
