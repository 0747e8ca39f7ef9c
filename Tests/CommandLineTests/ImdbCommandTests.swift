import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll imdb`, on few made-up reviews.
@Suite struct ImdbCommandTests {
  private static let command = ImdbCommand(madeUp: { .madeUp(train: 200, test: 60, seed: $0) })

  /// A folder that goes when the test ends.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "imdb-\(UUID())").path
    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
    func write(_ text: String, as name: String) throws -> String {
      try text.write(toFile: file(name), atomically: true, encoding: .utf8)
      return file(name)
    }
  }

  private func run(
    _ options: [String], in folder: Folder, columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    let words = ["imdb", "--out", folder.file("figures")] + options
    return (Tool(commands: [Self.command]).run(words, captured.console), captured)
  }

  /// Text with every run of spaces and line ends made one space.
  private func joined(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let quick = ["--network", "bag,last20", "--epochs", "2"]

  // MARK: - Help and wrong usage, through the built program

  @Test func `the help names every option and exit code`() throws {
    let result = try runUnroll(["imdb", "--help"])
    #expect(result.status == 0)
    for option in [
      "--data PATH", "--network NAME,NAME", "--glove FILE", "--epochs N", "--threads N",
      "--resume DIR", "--save FILE", "--predict TEXT", "--model FILE", "--seed N", "--json FILE",
      "--out DIR", "-h, --help",
    ] {
      #expect(result.output.contains("\n  \(option)"), "\(option)")
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for code in ExitCode.allCases {
      #expect(text.contains("\(code.rawValue) \(code.meaning)"))
    }
    #expect(text.contains("default first20,last20,simple100,simple500,lstm,bag."))
  }

  @Test(arguments: [
    (
      ["--network", "rnn"],
      "--network got 'rnn'; expected some of first20, last20, glove, simple100, simple500, "
    ),
    (
      ["--network", "glove"],
      "the network glove needs word vectors; give a file of them with --glove"
    ),
    (["--epochs", "0"], "--epochs got '0'; expected a whole number from 1 to 1000"),
    (
      ["--predict", "Good."],
      "a review is judged with --predict TEXT and --model FILE; --model FILE is"
    ),
    (
      ["--model", "m"], "a review is judged with --predict TEXT and --model FILE; --predict TEXT is"
    ),
    (
      ["--predict", "Good.", "--model", "m", "--data", "d"],
      "--data trains a network, and --predict asks one that is there; take one away."
    ),
    (["--nework", "lstm"], "unknown option '--nework'. Did you mean '--network'?"),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["imdb"] + words)
    #expect(result.status == 64)
    #expect(result.output == "", "nothing is trained")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"), "\(result.errors)")
  }

  @Test func `what can't be read or written ends before any training`() throws {
    let folder = try Folder()
    let missing = run(["--data", "/none/aclImdb"], in: folder)
    #expect(missing.code == .noSuchFile)
    #expect(
      missing.captured.errors
        == "unroll: /none/aclImdb: no such file; check the spelling and the folder.\n")
    let save = run(["--save", "/none/m.safetensors"], in: folder)
    #expect(save.code == .cannotWrite)
    #expect(save.captured.text == "")
    let model = run(["--model", folder.file("none"), "--predict", "Good."], in: folder)
    #expect(model.code == .noSuchFile)
  }

  // MARK: - The table, the report and the figures

  @Test func `the table has a row for each network, and says that the reviews are made up`() throws
  {
    let folder = try Folder()
    let (code, captured) = run(Self.quick, in: folder)
    #expect(code == .done)
    #expect(captured.errors == "")
    let text = captured.text
    #expect(
      text.hasPrefix("200 reviews to train on and 60 to test by, made up by a small grammar.\n"))
    #expect(text.contains("--data aclImdb"))
    #expect(
      text.contains(
        /Network +Weights +Lecture +Validation +Test +Loss +Epoch +Seconds/))
    let row = /\n(last20|bag) +[0-9]+ +– +[0-9.]+ % +[0-9.]+ % +[0-9.]+ +[12] +[0-9.]+/
    #expect(text.matches(of: row).map { "\($0.1)" } == ["last20", "bag"])
    #expect(text.contains("The best on the validation reviews is "))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("figures"))
    #expect(files.sorted() == ["imdb-accuracy.svg", "imdb-confusion.svg", "imdb-loss.svg"])
    #expect(text.contains("3 figures are in "))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `reviews of one's own are read, and the lectures' accuracies stand beside ours`()
    throws
  {
    let folder = try Folder()
    var grammar = ReviewGrammar(seed: 3)
    let lines = grammar.reviews(100).map { "\($0.label)\t\($0.text)" }
    let path = try folder.write(lines.joined(separator: "\n"), as: "own.tsv")
    let (code, captured) = run(["--data", path] + Self.quick, in: folder)
    #expect(code == .done)
    let text = joined(captured.text)
    #expect(text.contains("The last fifth of them, 20, is kept for the test."))
    #expect(text.contains("about 75 %"))
    #expect(!text.contains("made up"))
  }

  @Test func `word vectors are read for the network that needs them, with their coverage`() throws {
    let folder = try Folder()
    let path = try folder.write("good 0.5 -1 2\nbad -0.5 1 0.25\n", as: "vectors.txt")
    let (code, captured) = run(
      ["--network", "glove", "--epochs", "1", "--glove", path], in: folder)
    #expect(code == .done)
    #expect(joined(captured.text).contains(": 2 of 146 words have a vector"))
    #expect(captured.text.contains("\nglove "))
  }

  @Test func `the report has the table's columns, and the same seed gives the same numbers`() throws
  {
    let folder = try Folder()
    let reports = try ["7", "7", "8"].map { seed in
      try ReportText(
        run(Self.quick + ["--json", "-", "--seed", seed], in: folder).captured.data)
    }
    #expect(reports[0].command == "imdb")
    let keys = [
      "network", "layers", "parameters", "lecture", "validationAccuracy", "testAccuracy",
      "testLoss",
      "epoch", "seconds", "goodAsGood", "goodAsBad", "badAsGood", "badAsBad",
    ]
    #expect(reports[0].keys == [keys, keys])
    let losses = reports.map { $0.rows.compactMap { $0["testLoss"] as? Double } }
    #expect(losses[0].count == 2)
    #expect(losses[0] == losses[1])
    #expect(losses[0] != losses[2])
    for row in reports[0].rows {
      let counts = keys.suffix(4).compactMap { row[$0] as? Int }
      #expect(counts.reduce(0, +) == 60)
    }
  }

  @Test func `on a narrow terminal no line is wider than the window`() throws {
    let (_, captured) = run(Self.quick, in: try Folder(), columns: 80)
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 80 && !$0.contains("figures are in") } == [])
  }

  // MARK: - A saved network, and one that goes on

  @Test func `a saved network judges a review, and the report has every word of it`() throws {
    let folder = try Folder()
    let path = folder.file("bag.safetensors")
    let saved = run(["--network", "bag", "--epochs", "3", "--save", path], in: folder)
    #expect(saved.code == .done)
    #expect(joined(saved.captured.text).contains("Bag of words is in \(path), with its vocabulary"))
    let review = "The plot was not dull. We saw it on a rainy zebra."
    let (code, captured) = run(
      ["--model", path, "--predict", review, "--json", folder.file("r.json")], in: folder)
    #expect(code == .done)
    #expect(joined(captured.text).contains("Bag of words, trained on made-up reviews."))
    #expect(
      joined(captured.text).contains(
        /The review is (good|bad): the probability that it is good is [0-9.]+ %/))
    #expect(captured.text.contains("Words that the network does not know: zebra."))
    #expect(captured.text.contains(/\ndull +5 +-?[0-9.]+ +[█▒]+/))
    let report = try ReportText(String(contentsOfFile: folder.file("r.json"), encoding: .utf8))
    #expect(
      report.rows.map { $0["word"] as? String ?? "" } == [
        "the", "plot", "was", "not", "dull", "we", "saw", "it", "on", "a", "rainy",
      ])
    let foreign = run(["--model", path, "--predict", "좋은 영화"], in: folder)
    #expect(foreign.code == .badData)
    #expect(
      foreign.captured.errors.contains("the text has none of the 146 words that the model knows"))
  }

  @Test func `a training that is resumed gives the same as one in one go`() throws {
    let folder = try Folder()
    let parts = ["--network", "last20", "--json", "-", "--resume", folder.file("runs"), "--epochs"]
    let first = run(parts + ["2"], in: folder)
    #expect(first.code == .done, "\(first.captured.errors)")
    let second = run(parts + ["4"], in: folder)
    #expect(second.code == .done, "\(second.captured.errors)")
    #expect(!second.captured.errors.contains("Epoch 2/4"), "what was done is not done again")
    let whole = run(["--network", "last20", "--json", "-", "--epochs", "4"], in: folder)
    let losses = try [second, whole].map {
      try ReportText($0.captured.data).rows[0]["testLoss"] as? Double
    }
    #expect(losses[0] != nil)
    #expect(losses[0] == losses[1])
  }

  // MARK: - Ctrl-C

  @Test func `Ctrl-C ends training with the table, the figures and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // A piece of text is a line; the twelfth is an epoch of the first network.
      runInterrupted(
        ImdbCommand(madeUp: { .madeUp(train: 200, test: 60, seed: $0) }), atPiece: 12)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/\nfirst20 +[0-9]+ +–/))
    #expect(!output.contains("Training lstm"), "no further network is trained")
    #expect(output.contains("3 figures are in"))
    #expect(output.contains("Ended early, as asked"))
  }

  @Test func `Ctrl-C before the first training ends with 130`() throws {
    let captured = CapturedConsole()
    captured.console.interrupt.request()
    let code = Tool(commands: [Self.command]).run(["imdb"], captured.console)
    #expect(code == .interrupted)
    #expect(captured.errors == "unroll: stopped by Ctrl-C; nothing was kept\n")
  }
}
