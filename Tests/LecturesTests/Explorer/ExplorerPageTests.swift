import Foundation
import Testing
import UnrollAutodiff
import UnrollFigures

@testable import UnrollLectures

/// The file that `unroll explain` writes.
@Suite struct ExplorerPageTests {
  private func page(_ network: ExploredNetwork) throws -> String {
    try ExplorerPage(Explorer(network, runs: GainRuns(gains: [0.5], steps: 3))).html
  }

  /// What stands in the script element with an id.
  private func json<Value: Decodable>(_ type: Value.Type, _ id: String, in page: String) throws
    -> Value
  {
    let start = try #require(page.firstRange(of: "id=\"\(id)\">"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.firstRange(of: "</script>"))
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "∞", negativeInfinity: "−∞", nan: "NaN")
    return try decoder.decode(type, from: Data(rest[..<end.lowerBound].utf8))
  }

  @Test func `the page holds its data, box by box, and needs nothing from elsewhere`() throws {
    let page = try page(.course())
    let explorer = try json(Explorer.self, "explorer", in: page)
    #expect(explorer.entries.isEmpty && explorer.boxes.count == 5)
    let entries = try explorer.boxes.indices.flatMap { index in
      try json([Explorer.Entry].self, "entries-\(index)", in: page)
    }
    #expect(entries.map(\.line) == Array(0..<25))
    for word in ["http:", "https:", "src=", "@import", "url(", "{{", "import("] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `nothing in a name ends the script or begins a comment`() throws {
    let tape = Tape()
    let x = tape.variable(2, name: "</script><!--<script>&amp;")
    _ = tape.gradient(of: tape.scope("a</script>") { (x * x).named("</SCRIPT>") }, for: x)
    let title = "1 < 2 </title></script>"
    let page = try page(ExploredNetwork(title: title, equations: ["a < b & c"], tape: tape))
    let clean = try self.page(.course())
    func count(_ text: String, _ word: String) -> Int {
      text.lowercased().components(separatedBy: word).count
    }
    // Two boxes in place of five.
    #expect(count(page, "</script") == count(clean, "</script") - 3)
    #expect(count(page, "<!--") == count(clean, "<!--"))
    #expect(page.contains("<title>1 &lt; 2 &lt;/title&gt;") && page.contains("a &lt; b &amp; c"))
    #expect(try json(Explorer.self, "explorer", in: page).title == title)
  }

  @Test func `a number that is not finite is shown, not lost`() throws {
    let tape = Tape()
    let x = tape.variable(0, name: "x")
    _ = tape.gradient(of: (log(x) * 2).named("L"), for: x)
    let network = ExploredNetwork(title: "ln 0", tape: tape)
    let explorer = Explorer(network, runs: GainRuns(gains: [0.5], steps: 3))
    #expect(explorer.entries[1].outputs[0].value.level == ColourScale.notFinite)
    let page = try page(network)
    let read = try json([Explorer.Entry].self, "entries-0", in: page)
    #expect(read.contains { $0.outputs[0].value.rows == [[-Double.infinity]] })
    #expect(try ExplorerPage.json([Double.nan, 1]) == "[\"NaN\",1]")
  }

  @Test func `of a large tensor the first numbers are shown, and that there are more`() {
    let scale = ColourScale(fitting: [1, 100])
    let large = ShownTensor(Tensor((0..<100).map(Double.init), shape: [10, 10]), scale, .ample)
    #expect(large.rows.count == 6 && large.rows[1] == [10, 11, 12, 13, 14, 15])
    #expect(!large.isWhole && large.shape == [10, 10])
    let empty = ShownTensor(.zeros([0, 3]), scale, .ample)
    #expect(empty.rows.isEmpty && empty.isWhole && empty.level == ColourScale.zero)
    #expect(ShownTensor(Tensor(-3), scale, .scarce).norm == 3)
  }
}
