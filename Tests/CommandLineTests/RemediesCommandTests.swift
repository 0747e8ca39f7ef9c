import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll remedies`, hardly trained.
@Suite struct RemediesCommandTests {
  private static func command(steps: Int = 2) -> RemediesCommand {
    RemediesCommand(
      study: { seed in
        var study = RemedyStudy(seed: seed)
        (study.steps, study.repetitions) = (steps, 2)
        return study
      }, remedies: [.none, .relu, .adam])
  }

  private func run(
    _ options: [String], columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "remedies-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["remedies", "--out", folder.path] + options
    let code = Tool(commands: [Self.command()]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  @Test func `there are three tables and three figures`() {
    let (code, captured, files) = run([])
    #expect(code == .done)
    #expect(captured.errors == "")
    #expect(files == ["cliff.svg", "remedies-track.svg", "remedies.svg"])
    #expect(captured.text.contains(/With +Remedy +Weights +Rate +Error +from +to +Explosions/))
    let rows = captured.text.matches(of: /\n(SGD|Adam) +(nothing|ReLU|Adam) +481/)
    #expect(
      rows.map { "\($0.1) \($0.2)" } == [
        "SGD nothing", "SGD ReLU", "SGD Adam", "Adam nothing", "Adam ReLU",
      ])
    #expect(captured.text.contains(/not clipped +at the wall +33/))
    #expect(captured.text.contains("hₜ = hₜ₋₁ + u·xₜ          1.0e+00  1.0e+00  1.0e+00   1.0e+00"))
    #expect(captured.text.contains("3 figures are in "))
  }

  @Test func `the report is that of the first part shown`() throws {
    func keys(_ options: [String]) throws -> [[String]] {
      try ReportText(run(options + ["--json", "-"]).captured.data).keys
    }
    let remedies = try keys([])
    #expect(remedies.count == 5, "three with SGD, two with Adam")
    #expect(
      remedies[0] == [
        "base", "remedy", "parameters", "rate", "median", "lowest", "highest", "explosions",
        "reachBefore", "reachAfter", "verdict", "slide", "agrees",
      ])
    let cliff = try keys(["--only", "track", "--only", "cliff"])
    #expect(cliff.count == 8)
    #expect(cliff[0] == ["path", "place", "step", "w", "b", "loss", "gradientNorm"])
    let track = try keys(["--only", "track"])
    #expect(
      track
        == [[String]](repeating: ["equation", "back1", "back10", "back50", "back100"], count: 2))
  }

  @Test func `only the named parts are shown, and another seed gives other numbers`() {
    let (code, captured, files) = run(["--only", "track"])
    #expect(code == .done && files == ["remedies-track.svg"])
    #expect(!captured.text.contains("Training") && !captured.text.contains("wall"))
    #expect(captured.text.contains("1 figure is in "))
    let reports = ["7", "7", "8"].map {
      run(["--only", "track", "--json", "-", "--seed", $0]).captured.data
    }
    #expect(reports[0] == reports[1] && reports[0] != reports[2])
  }

  @Test(arguments: [
    (["--only", "wall"], "--only got 'wall'; expected one of table, cliff, track"),
    (["--serach"], "unknown option '--serach'. Did you mean '--search'?"),
    (["cliff"], "unexpected 'cliff': remedies takes options only."),
  ])
  func `a wrong option ends with 64 and what was expected`(_ words: [String], _ sentence: String)
    throws
  {
    let result = try runUnroll(["remedies"] + words)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }

  @Test func `Ctrl-C ends training with the rows so far and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The second piece of text is the second remedy; a million steps would follow.
      runInterrupted(RemediesCommandTests.command(steps: 1_000_000), atPiece: 1)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/SGD +nothing .* stopped/))
    #expect(!output.contains("with SGD: ReLU"), "no further training begins")
    #expect(output.contains("Ended early, as asked"))
  }
}
