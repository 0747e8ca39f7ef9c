import Foundation
import Testing
import UnrollLectures

/// `Tutorials/slide-index.md` has a row for each claim, and no other, in the order of the slides.
@Suite struct SlideIndexTests {
  private let rows: [Substring]
  private let lines: [Substring]

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appending(path: "Tutorials/slide-index.md"), encoding: .utf8)
    lines = page.split(separator: "\n")
    rows = lines.filter { $0.hasPrefix("| 00") }
  }

  @Test func `each claim has its row`() {
    let expected = Claim.all.map {
      "| \($0.source) | \($0.id) | \($0.statement) | `\($0.command)` |"
    }
    #expect(Set(rows.map(String.init)) == Set(expected))
    #expect(rows.count == expected.count)
  }

  @Test func `slides stand in order, below their lecture`() {
    var lecture = ""
    var last = 0
    for line in lines {
      if let title = line.prefixMatch(of: /## Lecture (\d+)/) {
        (lecture, last) = (String(title.1), 0)
      } else if let row = line.prefixMatch(of: /\| (\d+):(\d+)/) {
        let number = Int(row.2) ?? 0
        #expect(row.1 == lecture && number >= last, "\(line)")
        last = number
      }
    }
  }
}
