import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll claims`, with claims that need no training.
@Suite struct ClaimsCommandTests {
  private func run(_ words: [String], columns: Int? = nil) -> (code: ExitCode, CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    return (Tool(commands: commands).run(["claims"] + words, captured.console), captured)
  }

  @Test func `the help names every option, the argument and the exit codes`() throws {
    let result = try runUnroll(["claims", "--help"])
    #expect(result.status == 0)
    for term in ["ID", "--seed N", "--json FILE", "-h, --help"] {
      #expect(result.output.contains("\n  \(term)"))
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for code in ExitCode.allCases {
      #expect(text.contains("\(code.rawValue) \(code.meaning)"))
    }
  }

  @Test(arguments: [["Q9"], ["K1", "Q9"], ["K"], ["K1x"], ["1"]])
  func `an unknown claim ends with 64 and the list of those there are`(_ ids: [String]) throws {
    let result = try runUnroll(["claims"] + ids)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("unroll: there is no claim \(ids[ids.count - 1]); "))
    let list = Claim.all.map(\.id).joined(separator: ", ")
    #expect(result.errors.contains(list))
  }

  @Test func `the report has one row a claim, in the order asked for`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try runUnroll(["claims", "K1", "W1", "S5", "--json", file.path])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let report = try ReportText(String(contentsOf: file, encoding: .utf8))
    #expect(report.command == "claims")
    #expect(report.rows.map { $0["id"] as? String } == ["K1", "W1", "S5"])
    let asked = ["id", "statement", "lecture", "ours", "verdict"]
    for keys in report.keys { #expect(keys.filter(asked.contains) == asked) }
    for row in report.rows {
      #expect(row["verdict"] as? String == "reproduced")
      for key in asked { #expect((row[key] as? String)?.isEmpty == false, "\(key)") }
    }
    #expect(
      report.rows[1]["ours"] as? String == "2080 = 32 × (32 + 32) + 32; right for 6 of 6 sizes")
    #expect(result.output.contains("\nW1 "))
  }

  @Test func `a number of the lecture is a number in the report, with every digit`() throws {
    let (code, captured) = run(["K12", "--json", "-"])
    #expect(code == .done)
    let report = try ReportText(captured.data)
    #expect(report.rows[0]["lecture"] as? Double == 0.020211)
    let ours = try #require(report.rows[0]["ours"] as? Double)
    #expect((ours * 1e6).rounded() == 20211)
    #expect(captured.text == "")
    #expect(captured.errors.contains("K12 "))
  }

  @Test func `ids may be written small`() {
    let (code, captured) = run(["w1", "h1"])
    #expect(code == .done)
    let rows = captured.text.split(separator: "\n").dropFirst(2)
    #expect(rows.map { $0.prefix(2) } == ["W1", "H1"])
  }

  @Test(arguments: [
    (["K13"], ["K13", "K13b"]), (["K13b"], ["K13b"]), (["K1"], ["K1"]),
    (["k16", "S5"], ["K16", "K16b", "S5"]),
    (["S5", "K1"], ["S5", "K1"]), ([], Claim.all.map(\.id)),
  ])
  func `an id stands for its second statement too, but not for a longer number`(
    _ ids: [String], _ claims: [String]
  ) throws {
    #expect(try ClaimsCommand.chosen(ids).map(\.id) == claims)
  }

  @Test func `the same seed gives the same findings`() {
    let words = ["K1", "K2", "S5", "--json", "-", "--seed"]
    #expect(run(words + ["7"]).1.data == run(words + ["7"]).1.data)
    #expect(run(words + ["7"]).1.data != run(words + ["8"]).1.data)
  }

  @Test func `a report into a missing folder ends with 73 before any claim is checked`() throws {
    let result = try runUnroll(["claims", "--json", "/none/claims.json"])
    #expect(result.status == 73)
    #expect(result.output == "")
    #expect(result.errors.contains("the folder /none does not exist; create it first"))
  }

  @Test(arguments: [(["--sead", "3"], "--seed"), (["--jsn=x"], "--json")])
  func `a misspelt option ends with 64 and a suggestion`(
    _ words: [String], _ meant: String
  ) throws {
    let result = try runUnroll(["claims"] + words)
    #expect(result.status == 64)
    #expect(result.errors.contains("Did you mean '\(meant)'?\nSee 'unroll claims --help'."))
  }

  @Test func `every claim is shown by a command there is`() throws {
    for claim in Claim.all {
      let words = shellWords(claim.command)
      #expect(words.first == "unroll")
      let command = try #require(commands.first { $0.name == words[1] }, "\(claim.id)")
      _ = try Parser(command: command).parse(Array(words.dropFirst(2)))
    }
  }

  @Test func `Ctrl-C before the first claim is settled ends with 130`() async {
    let result = await #expect(
      processExitsWith: .exitCode(130), observing: [\.standardOutputContent]
    ) {
      // The first piece of text announces the training that K14 needs.
      let pieces = Locked(0)
      let captured = CapturedConsole(writing: {
        if pieces.withLock({
          $0 += 1; return $0
        }) == 1 {
          kill(getpid(), SIGINT)
        }
        return nil
      })
      let code = Tool(commands: commands).run(["claims", "K14"], captured.console)
      print(captured.text + captured.errors)
      exit(code.rawValue)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.hasPrefix("Training SimpleRNN(1), seed 42\n"))
    #expect(output.contains("unroll: stopped by Ctrl-C"))
    #expect(!output.contains("Epoch 20/20"))
  }
}
