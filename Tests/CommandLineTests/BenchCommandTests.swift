import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll bench` on small networks; how long anything takes is not looked at.
@Suite struct BenchCommandTests {
  private func run(_ options: [String]) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: nil)
    let small = ["--units", "3", "--batch", "4", "--steps", "5"]
    let command = BenchCommand(seconds: 0)
    let code = Tool(commands: [command]).run(["bench"] + small + options, captured.console)
    return (code, captured)
  }

  @Test(arguments: [("simple", "SimpleRNN"), ("lstm", "LSTM"), ("gru", "GRU")])
  func `both ways are measured for each layer`(option: String, kind: String) {
    let (code, captured) = run(["--layer", option])
    #expect(code == .done)
    #expect(captured.text.contains("2 × \(kind)(3) + Dense(1), batch 4, 5 steps, 1 thread"))
    #expect(captured.text.contains(#/recorded on a tape +\d+\.\d{3} /#))
    #expect(captured.text.contains(#/as a program +\d+\.\d{3} /#))
  }

  @Test func `the profile has a row for each operation of the network`() {
    let (code, captured) = run(["--layer", "lstm", "--layers", "1", "--profile", "--threads", "2"])
    #expect(code == .done)
    #expect(captured.text.contains("2 threads"))
    for operation in ["matmul", "sigmoid", "tanh", "multiply", "sigmoidPullback", "tanhPullback"] {
      #expect(captured.text.contains("\n\(operation) "), "\(operation)")
    }
    // Three gates a step, and the same number of pullbacks but for the first forget gate, whose carry is 0.
    #expect(captured.text.contains(#/\nsigmoid +15 /#))
  }

  @Test func `the report has shares that add up to one`() throws {
    let (code, captured) = run(["--profile", "--json", "-"])
    #expect(code == .done)
    struct Report: Decodable {
      struct Row: Decodable {
        let operation: String
        let calls: Int
        let microseconds, share: Double
        let gigaflops: Double?
      }
      let command: String
      let rows: [Row]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(captured.data.utf8))
    #expect(report.command == "bench")
    #expect(abs(report.rows.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    #expect(report.rows.first { $0.operation == "matmul" }?.gigaflops != nil)
    #expect(report.rows.first { $0.operation == "tanh" }?.gigaflops == nil)
  }

  @Test(arguments: [
    (["--layer", "rnn"], "--layer got 'rnn'"), (["--units", "0"], "--units got '0'"),
    (["lstm"], "unexpected 'lstm'"),
  ])
  func `a wrong option is refused`(words: [String], sentence: String) {
    let (code, captured) = run(words)
    #expect(code == .wrongUsage)
    #expect(captured.errors.contains(sentence))
  }
}
