import Foundation
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

/// The built program, run as a reader runs it.
@Suite struct ProgramTests {
  @Test(arguments: [[], ["--help"], ["help"]])
  func `without a command the program explains itself`(_ words: [String]) throws {
    let result = try runUnroll(words)
    #expect(result.status == 0)
    #expect(result.output.contains("Usage\n  unroll COMMAND [options]\n"))
    #expect(!result.output.contains("\u{1B}"))
    #expect(result.errors == "")
  }

  @Test func `the version is a line`() throws {
    let result = try runUnroll(["--version"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("unroll \(toolVersion)"))
    #expect(result.output.hasSuffix("\n"))
  }

  @Test(arguments: [("hlep", "'help'"), ("--verison", "'--version'")])
  func `a slip of the finger ends with 64 and a suggestion`(_ word: String, _ meant: String) throws
  {
    let result = try runUnroll([word])
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("unroll: unknown "))
    #expect(result.errors.contains("Did you mean \(meant)?\nSee 'unroll --help'"))
  }

  @Test func `every command of the table explains itself`() throws {
    #expect(Set(commands.map(\.name)).count == commands.count)
    for command in commands {
      let result = try runUnroll([command.name, "--help"])
      #expect(result.status == 0, "\(command.name)")
      #expect(result.output.hasPrefix(wrap(command.summary, width: 80)[0]), "\(command.name)")
    }
  }

  @Test func `every example of the table is a line its command accepts`() throws {
    for command in commands {
      for example in command.examples {
        let words = shellWords(example.line)
        #expect(words.first == command.name)
        _ = try Parser(command: command).parse(Array(words.dropFirst()))
      }
    }
  }

  @Test func `every command of the table declares what the parser can tell apart`() {
    for command in commands + [SampleCommand()] {
      let labels = command.accepts.map(\.label) + ["--help"]
      #expect(Set(labels).count == labels.count, "\(command.name) declares a name twice")
      let arguments = command.accepts.filter(\.isArgument)
      let repeatedTooEarly = arguments.dropLast().filter(\.isRepeated).map(\.label)
      #expect(repeatedTooEarly == [], "\(command.name): what takes the rest comes last")
      let requiredTooLate = arguments.drop(while: \.isRequired).filter(\.isRequired).map(\.label)
      #expect(requiredTooLate == [], "\(command.name): what is required comes first")
    }
  }

  @Test func `a closed pipe is no error`() throws {
    let pipe = Pipe()
    let errors = Pipe()
    try pipe.fileHandleForReading.close()
    let status = try runUnroll(
      ["--help"], output: pipe.fileHandleForWriting, errors: errors.fileHandleForWriting)
    try errors.fileHandleForWriting.close()
    #expect(status == 0)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }

  #if os(Linux)
    @Test func `a full disk is an error`() throws {
      let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
      let status = try runUnroll(["--help"], output: full, errors: .nullDevice)
      #expect(status == 73)
    }
  #endif

  @Test(arguments: [60, 80, 120])
  func `on a terminal the help fits the window and has colour`(_ columns: UInt16) throws {
    let result = try runUnrollOnTerminal(["--help"], columns: columns)
    #expect(result.status == 0)
    #expect(result.output.contains("\u{1B}[1mUsage\u{1B}[0m"))
    let widths = result.output.split(separator: "\n").map { displayWidth(String($0)) }
    #expect((widths.max() ?? 0) <= Int(columns))
  }

  @Test func `NO_COLOR is respected on a terminal`() throws {
    let result = try runUnrollOnTerminal(["hlep"], columns: 80, environment: ["NO_COLOR": "1"])
    #expect(result.status == 64)
    #expect(result.output.hasPrefix("unroll: unknown command"))
  }
}
