import Testing

@testable import UnrollNotebooks

/// Comparing lines and texts.
@Suite struct ToleranceTests {
  @Test(arguments: [
    ("loss 0.100", "loss 0.109", "10%", true), ("loss 0.100", "loss 0.112", "10%", false),
    ("loss 0.100", "loss 0.112", "10%, 0.02", true), ("loss 0.1", "cost 0.1", "10%", false),
    ("a  1 b 22", "a 1  b  22", "1%", true), ("a 1 b 2", "a 1", "1%", false),
    ("a 1", "a 1 b 2", "1%", false), ("-3", "3", "50%", false), ("−3", "3", "200%", false),
    ("1e-3", "1.0004E-03", "0.1%", true), ("1e-3", "1.0004E-03", "0.01%", false),
    ("1.", "1.", "1%", true), ("1.x", "1.0001.x", "1%", true), ("nan", "nan", "1%", true),
    ("nan", "1", "1%", false), ("0", "1e-7", "1%, 1e-6", true), ("0", "1e-5", "1%, 1e-6", false),
    ("100", "110", "9.5%", true), ("2-1", "2-1.001", "1%", true), ("3e", "3.01e", "1%", true),
  ])
  func `numbers agree by tolerance, words exactly, blanks never matter`(
    _ a: String, _ b: String, _ words: String, _ agree: Bool
  ) throws {
    let tolerance = try #require(Tolerance(words))
    #expect(tolerance.allows(a, b) == agree)
    #expect(tolerance.allows(b, a) == agree)
  }

  @Test func `without a tolerance every byte counts`() {
    #expect(Tolerance.exact.allows("a 1", "a 1"))
    #expect(!Tolerance.exact.allows("a 1", "a  1"))
    #expect(!Tolerance.exact.allows("1.0", "1.00"))
    #expect(!Tolerance.exact.allows("\u{E9}", "e\u{301}"))
  }

  private func difference(
    _ page: [String], _ program: [String], from line: Int = 9, _ tolerance: Tolerance = .exact
  ) -> String? {
    LineDifference(page, program, firstLine: line, tolerance: tolerance)?.text
  }

  @Test func `texts that agree have no difference`() throws {
    #expect(difference([], []) == nil)
    #expect(difference(["a", "b"], ["a", "b"]) == nil)
    let tolerance = try #require(Tolerance("1%"))
    #expect(difference(["1.00", "2"], ["1.001", "2"], tolerance) == nil)
  }

  @Test func `lines that differ are shown in pairs, with the line of the page`() {
    let text = difference(["a", "b", "c", "d"], ["a", "B", "c", "D"])
    #expect(text == "  10 - b\n     + B\n  12 - d\n     + D")
  }

  @Test func `a line too many or too few is shown alone`() {
    #expect(difference(["a", "b", "c"], ["a", "c"]) == "  10 - b")
    #expect(difference(["a", "c"], ["a", "b", "c"]) == "  10 + b")
    #expect(difference([], ["a", "b"]) == "  9 + a\n    + b")
  }

  @Test func `lines within the tolerance are not shown`() throws {
    let tolerance = try #require(Tolerance("1%"))
    #expect(
      difference(["1", "2", "3"], ["1.001", "4", "3.003"], tolerance) == "  10 - 2\n     + 4")
  }

  @Test func `a difference is short, of many lines and of long ones`() throws {
    let many = (0..<30).map { "\($0)" }
    let text = try #require(difference(many, many.map { $0 + "x" }))
    #expect(text.split(separator: "\n").count == 13)
    #expect(text.hasSuffix("… and 24 more"))
    let long = String(repeating: "x", count: 5000)
    let cut = try #require(difference([long + "1" + long], [long + "2" + long]))
    let lines = cut.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.count < 120 })
    #expect(lines[0].contains("1") && lines[1].contains("2"))
  }

  private func difference(_ page: [String], _ program: [String], _ tolerance: Tolerance) -> String?
  {
    difference(page, program, from: 9, tolerance)
  }
}
