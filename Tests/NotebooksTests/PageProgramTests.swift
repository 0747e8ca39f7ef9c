import Foundation
import Testing

@testable import UnrollNotebooks

/// Weaving cells into a program, and cutting what it prints.
@Suite struct PageProgramTests {
  private let page = Page(
    "```swift\nlet a = 1\n```\n\n```swift\n\nprint(a)\n```\n```swift\nprint(3)\n```\n",
    name: "the \"page\".md")

  @Test func `cells follow each other, with their places in the page and marks behind them`() {
    #expect(
      PageProgram(page, cells: 2).main == """
        unrollBeginPage()
        #sourceLocation(file: "the 'page'.md", line: 2)
        let a = 1
        unrollEndCell(1)
        #sourceLocation(file: "the 'page'.md", line: 6)

        print(a)
        unrollEndCell(2)

        """)
  }

  @Test func `an error of the compiler belongs to the first cell that has one`() {
    let page = Page("```swift\nlet a = 1\n```\n\n```swift\nb\nc\n```\n", name: "p.md")
    let said = """
      p.md:7:1: error: cannot find 'c' in scope
      p.md:6:1: error: cannot find 'b' in scope
      p.md:2:1: warning: unused
      other.md:2:1: error: no
      """
    #expect(PageRun.firstCell(in: said, of: page) == 1)
    // Of a brace that is missing the compiler speaks at the end of the block.
    #expect(PageRun.firstCell(in: "p.md:3:1: error: expected '}'", of: page) == 0)
    let open = "main.swift:9:1: error: expected '}'\np.md:6:1: note: to match this opening '{'"
    #expect(PageRun.firstCell(in: open, of: page) == 1)
    #expect(PageRun.firstCell(in: "ld: error: undefined symbol", of: page) == nil)
  }

  @Test func `a run that did not end well is told with page, line and cell`() {
    let page = Page("```swift\nlet a = 1\n```\n\n```swift\nexit(3)\n```\n", name: "p.md")
    func complaint(_ ending: PageRun.Ending) -> String? {
      PageRun(ending: ending, outputs: CellOutputs()).complaint(about: page)
    }
    #expect(complaint(.done) == nil)
    #expect(
      complaint(.stopped(cell: 0, how: "crashed (signal 9)", said: ""))
        == "p.md:2: cell 1 crashed (signal 9)")
    #expect(
      complaint(.stopped(cell: 2, how: "crashed (signal 9)", said: "oh"))
        == "p.md: the program, after its last cell, crashed (signal 9)\noh")
    #expect(
      complaint(.notCompiled(cell: nil, said: "ld: error"))
        == "p.md: the program does not compile\nld: error")
    #expect(
      complaint(.notCompiled(cell: 0, said: "p.md:2:5: error: no"))
        == "p.md:2: cell 1 does not compile\np.md:2:5: error: no")
    // Behind the cell stands its mark, in the line where the page ends the block.
    #expect(
      complaint(.notCompiled(cell: 1, said: "p.md:7:15: error: will never be executed"))
        == "p.md:6: cell 2 ends the program, so that nothing behind it would run")
    #expect(
      complaint(.notCompiled(cell: 1, said: "p.md:6:15: error: will never be executed"))
        == "p.md:6: cell 2 does not compile\np.md:6:15: error: will never be executed")
  }

  /// What is heard of a text, told in pieces of so many bytes.
  private func events(_ text: String, pieces: Int) -> ([CellOutputs.Event], CellOutputs) {
    var outputs = CellOutputs()
    var events: [CellOutputs.Event] = []
    var rest = Data(text.utf8)
    while !rest.isEmpty {
      outputs.take(rest.prefix(pieces)) { events.append($0) }
      rest = Data(rest.dropFirst(pieces))
    }
    outputs.end { events.append($0) }
    return (events, outputs)
  }

  @Test(arguments: [1, 3, 7, 1000])
  func `output is cut at the marks, however it comes`(_ pieces: Int) {
    let (events, outputs) = events(
      "é one\n\u{1E}1\n\u{1E}2\nthree, open\u{1E}3\n\u{1E}7\nrest", pieces: pieces)
    #expect(
      events == [
        .line("é one", cell: 0), .end(cell: 0), .end(cell: 1), .line("three, open", cell: 2),
        .end(cell: 2), .line("\u{1E}7", cell: 3), .line("rest", cell: 3),
      ])
    #expect(outputs.lines(of: 0..<1) == ["é one"])
    #expect(outputs.lines(of: 1..<3) == ["three, open"])
    #expect(outputs.lines(of: 0..<9) == ["é one", "three, open"])
    #expect(CellOutputs.lines(outputs.open) == ["\u{1E}7", "rest"])
  }

  @Test func `cells that leave a line open go on in it`() {
    let (_, outputs) = events("a\u{1E}1\nb\r\n\n\u{1E}2\n", pieces: 1000)
    #expect(outputs.lines(of: 0..<2) == ["ab", ""])
  }
}
