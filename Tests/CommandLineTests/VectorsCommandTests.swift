import Foundation
import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct VectorsCommandTests {
  private struct Run {
    let code: ExitCode
    let text: String
    let errors: String
    let data: String
    /// Running text without its line breaks.
    var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }

  /// Runs the command in a folder of its own, where some files lie; `@` in a word stands for the folder.
  private func run(
    _ words: [String], files: [String: String] = [:], then: (String) throws -> Void = { _ in }
  ) throws -> Run {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let captured = CapturedConsole()
    let words = (["vectors"] + words + ["--out", "@/out"]).map {
      $0.replacing("@", with: folder.path)
    }
    let code = Tool(commands: [VectorsCommand()]).run(words, captured.console)
    try then(folder.path)
    return Run(
      code: code, text: captured.text, errors: captured.errors.replacing(folder.path, with: "@"),
      data: captured.data)
  }

  private let royals = [
    "v.txt": "king 1 0 0.5\nqueen 1 1 0.5\nman 0.1 0 0.5\nwoman 0.1 1 0.5\nstone -1 -1 -1\n",
    "q.txt": ": family\nman woman King queen\nman woman boy girl\n",
    "s.tsv": "king\tqueen\t9\nking\tman\t7\nking\tstone\t0\nking\tunknown\t1\n",
  ]

  @Test func `neighbours, sums, questions, similarity and the plane, in one report`() throws {
    var figures: [String] = []
    let run = try run(
      [
        "--glove", "@/v.txt", "--neighbours", "king, queen", "--analogy", "king - man + woman",
        "--analogies", "@/q.txt", "--similarity", "@/s.tsv", "--plot", "king,queen,man,woman",
        "--json", "-",
      ], files: royals
    ) { figures = try FileManager.default.contentsOfDirectory(atPath: $0 + "/out") }
    #expect(run.code == .done, "\(run.errors)")
    #expect(figures == ["vectors-plane.svg"])
    let report = try ReportText(run.data)
    #expect(report.command == "vectors")
    let kinds = report.rows.map { $0["kind"] as? String ?? "" }
    #expect(
      ["neighbour", "sum", "analogies", "similarity", "plane"].map { kind in
        kinds.count { $0 == kind }
      } == [8, 2, 2, 1, 4])
    let sum = try #require(report.rows.first { $0["kind"] as? String == "sum" })
    #expect(sum["query"] as? String == "king - man + woman" && sum["word"] as? String == "queen")
    let family = try #require(report.rows.first { $0["query"] as? String == "family" })
    #expect(family["count"] as? Int == 2 && family["covered"] as? Int == 1)
    #expect(family["right"] as? Int == 1 && family["score"] as? Double == 1)
    let people = try #require(report.rows.first { $0["kind"] as? String == "similarity" })
    #expect(people["covered"] as? Int == 3 && people["score"] as? Double == 1)
  }

  @Test func `tables say the same in words`() throws {
    let run = try run(
      ["--glove", "@/v.txt", "--analogy", "king - man + woman", "--keep-query"], files: royals)
    #expect(run.code == .done)
    #expect(run.words.contains("5 words with vectors of 3 numbers."))
    #expect(run.words.contains("king - man + woman queen"))
    #expect(!run.text.contains("\u{1B}"))
  }

  @Test func `a word without a vector is told, and the others are shown`() throws {
    let some = try run(["--glove", "@/v.txt", "--neighbours", "king,King,prince"], files: royals)
    #expect(some.code == .done)
    #expect(some.words.contains("there is no vector for 'King' among 5 words; write 'king'."))
    #expect(some.words.contains("there is no vector for 'prince'"))
    #expect(some.words.contains("king queen"))
    let none = try run(["--glove", "@/v.txt", "--neighbours", "prince"], files: royals)
    #expect(none.code == .wrongUsage)
    #expect(none.errors.contains("there is no vector for 'prince' among 5 words"))
  }

  @Test func `words through which no plane can be laid are told`() throws {
    let flat = ["v.txt": "a 1\nb 2\nc 3\n"]
    let alone = try run(["--glove", "@/v.txt", "--plot", "a,b,c"], files: flat)
    #expect(alone.code == .wrongUsage)
    #expect(alone.errors.contains("a plane takes vectors of at least 2 numbers and 3 words"))
    let beside = try run(
      ["--glove", "@/v.txt", "--plot", "a,b,c", "--neighbours", "a"], files: flat)
    #expect(
      beside.code == .done && beside.words.contains("these vectors have 1, and 3 of the words"))
  }

  @Test func `without a file a text of ours is trained on, and it says so`() throws {
    let run = try run(["--epochs", "1", "--save", "@/mine.txt"]) { folder in
      let text = try String(contentsOfFile: folder + "/mine.txt", encoding: .utf8)
      #expect(text.hasPrefix("the ") && text.split(separator: "\n").count == 102)
    }
    #expect(run.code == .done, "\(run.errors)")
    #expect(run.words.contains("No file was given: word2vec is trained on 6,000 sentences"))
    #expect(run.words.contains("nlp.stanford.edu/projects/glove"))
    #expect(run.words.contains("102 different ones have vectors of 24 numbers."))
    #expect(run.words.contains("Of 36 words of these classes"))
    #expect(run.text.contains("Epoch 1/1"))
  }

  @Test func `a text of one's own is trained on, with the options that were given`() throws {
    let text = (0..<60).map { "The \($0 % 2 == 0 ? "cat" : "dog") sat." }.joined(separator: " ")
    let run = try run(
      [
        "--train", "@/t.txt", "--method", "cbow", "--dimensions", "6", "--epochs", "2",
        "--min-count", "30", "--neighbours", "cat",
      ], files: ["t.txt": text])
    #expect(run.code == .done, "\(run.errors)")
    #expect(
      run.words.contains("Read 180 words 2 times; 4 different ones have vectors of 6 numbers."))
    #expect(run.text.contains("Epoch 2/2"))
  }

  @Test(arguments: [
    (["--glove", "@/v.txt", "--train", "@/v.txt"], "give one of the two"),
    (["--glove", "@/v.txt", "--epochs", "3"], "--epochs belongs to a training"),
    (["--glove", "@/v.txt", "--analogy", "king -"], "--analogy: found 'king -'; expected words"),
    (["--plot", "a,b,a"], "--plot: found 2 different words; expected at least 3"),
    (["--neighbours", ","], "--neighbours: found 0 different words; expected at least 1"),
    (["--method", "glove"], "expected one of skip-gram, cbow"),
  ])
  func `what makes no sense is refused before any work`(words: [String], sentence: String) throws {
    let run = try run(words, files: royals)
    #expect(run.code == .wrongUsage && run.text == "")
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }

  @Test func `files that are missing or wrong are told with their line, before any training`()
    throws
  {
    let missing = try run(["--glove", "nowhere.txt"])
    #expect(missing.code == .noSuchFile && missing.errors.contains("nowhere.txt: no such file"))
    let ragged = try run(["--glove", "@/v.txt"], files: ["v.txt": "a 1 2\nb 1\n"])
    #expect(ragged.code == .badData)
    #expect(ragged.errors.contains("@/v.txt, line 2: found 1 number; expected 2, as on line 1."))
    let questions = try run(["--analogies", "@/q.txt"], files: ["q.txt": ": s\na b c\n"])
    #expect(questions.code == .badData && questions.text == "")
    let short = try run(["--train", "@/t.txt"], files: ["t.txt": "Too short."])
    #expect(short.code == .badData)
    #expect(short.errors.contains("@/t.txt: found 0 words that occur at least 5 times"))
    let save = try run(["--save", "@/no/folder/v.txt"])
    #expect(save.code == .cannotWrite && save.text == "")
  }

  @Test func `Ctrl-C ends the training and shows what was learnt`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      // The fourth piece of text is the first epoch's line.
      runInterrupted(VectorsCommand(), atPiece: 5)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains("Ended early, as asked"))
    #expect(output.contains("Epoch  1/10") && !output.contains("Epoch 10/10"))
  }
}
