@preconcurrency import Foundation
import Testing
import TestSupport

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct ConsoleTests {
  @Test(
    arguments: [
      (nil, [:], 80, nil), (100, [:], 100, 100), (100, ["COLUMNS": "60"], 60, 60),
      (nil, ["COLUMNS": "60"], 60, 60),
      (100, ["COLUMNS": "wide"], 100, 100), (100, ["COLUMNS": "0"], 100, 100),
    ] as [(Int?, [String: String], Int, Int?)])
  func `the width is COLUMNS, else the window's, else eighty`(
    _ columns: Int?, _ environment: [String: String], _ width: Int, _ window: Int?
  ) {
    let console = CapturedConsole(columns: columns, environment: environment).console
    #expect(console.width == width)
    #expect(console.windowWidth == window)
  }

  @Test(
    arguments: [
      (true, [:], true), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
      (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm-256color"], true),
      (false, [:], false),
    ] as [(Bool, [String: String], Bool)])
  func `there is colour on a terminal unless it is refused`(
    _ isTerminal: Bool, _ environment: [String: String], _ expected: Bool
  ) {
    let style = Style(isTerminal: isTerminal, environment: environment)
    #expect(style.red("x") == (expected ? "\u{1B}[31mx\u{1B}[0m" : "x"))
    #expect(style(nil, "x") == "x")
  }

  @Test func `in a file the lines of a console and of print stand in their order`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      setvbuf(stdout, nil, Int32(_IOFBF), 1 << 16)  // as print's buffer is for a file
      print("first")
      Console.standard().print("second")
      print("third")
    }
    let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(text.contains("first\nsecond\nthird\n"), "\(text)")
  }

  @Test func `a reader who leaves ends the command as Ctrl-C would, without a word`() {
    let captured = CapturedConsole(writing: { EPIPE })
    #expect(!captured.console.interrupt.isRequested)
    captured.console.print("line")
    #expect(captured.console.interrupt.isRequested)
    #expect(captured.console.readerIsGone)
    #expect(captured.console.writeError == nil)
  }

  @Test func `a full disk is remembered with the system's reason`() {
    let captured = CapturedConsole(writing: { ENOSPC })
    captured.console.print("line")
    #expect(captured.console.writeError == "No space left on device")
    #expect(captured.console.interrupt.isRequested)
  }

  @Test func `a complaint is wrapped in a window and one line elsewhere`() {
    let sentence = "can't write a.json: no.\nSee 'unroll --help'."
    let window = CapturedConsole(columns: 20, environment: ["NO_COLOR": "1"])
    window.console.complain(sentence)
    #expect(window.errors == "unroll: can't write\na.json: no.\nSee 'unroll --help'.\n")
    let pipe = CapturedConsole()
    pipe.console.complain(sentence)
    #expect(pipe.errors == "unroll: \(sentence)\n")
  }

  @Test func `a complaint goes below the bar, to standard error`() {
    let captured = CapturedConsole(columns: 80)
    captured.console.redraw("━━━")
    captured.console.complain("no.")
    #expect(captured.text == "━━━\n")
    #expect(captured.errors == "\u{1B}[31munroll:\u{1B}[0m no.\n")
  }
}
