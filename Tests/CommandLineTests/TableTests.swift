import Testing

@testable import CommandLineTool
@testable import UnrollConsole

/// A row with a cell of each kind.
struct SampleRow {
  var model: String
  var error: Double
  var count: Int?
  var passed: Bool

  static let columns = [
    Column<SampleRow>("Model", key: "model") { .text($0.model) },
    Column("Test MSE", key: "testMSE", .fixed(3)) { .number($0.error) },
    Column("Parameters", key: "parameters") { .optional($0.count) },
    Column("Passed", key: "passed", tint: { $0.passed ? .green : .red }) { .bool($0.passed) },
  ]
  static let rows = [
    SampleRow(model: "naive", error: 0.25, count: nil, passed: false),
    SampleRow(model: "réseau profond", error: 12.0078125, count: 1281, passed: true),
    SampleRow(model: "日本", error: .nan, count: 7, passed: true),
  ]
}

@Suite struct TableTests {
  let table = Table(rows: SampleRow.rows, columns: SampleRow.columns)

  @Test func `text stands left, numbers right, and no line ends in spaces`() {
    #expect(
      table.text() == """
        Model           Test MSE  Parameters  Passed
        ──────────────  ────────  ──────────  ──────
        naive              0.250           –  no
        réseau profond    12.008        1281  yes
        日本                 NaN           7  yes
        """)
  }

  @Test func `colours do not disturb the alignment`() {
    let plain = table.text().split(separator: "\n")
    let bright = table.text(style: Style(isEnabled: true)).split(separator: "\n")
    #expect(bright.map { displayWidth(String($0)) } == plain.map { displayWidth(String($0)) })
    #expect(bright[2].hasSuffix("\u{1B}[31mno\u{1B}[0m"))
  }

  @Test func `in a narrow window the last column of text is wrapped`() {
    let words = Table(
      rows: ["the gradient vanishes after fifty steps", "short"],
      columns: [
        Column("n", key: "n") { .integer($0.count) },
        Column("Claim", key: "claim") { .text($0) },
      ])
    #expect(
      words.text(width: 20) == """
         n  Claim
        ──  ──────────────
        39  the gradient
            vanishes after
            fifty steps
         5  short
        """)
    #expect(words.text() == words.text(width: 200))
  }

  @Test func `what can't be wrapped runs over the edge and is not cut`() {
    #expect(table.text(width: 10).contains("réseau"))
    #expect(table.text(width: 10).contains("1281"))
  }

  @Test func `a table without rows says so`() {
    let empty = Table(rows: [SampleRow](), columns: SampleRow.columns)
    #expect(empty.text().hasSuffix("(no rows)"))
    #expect(empty.text().hasPrefix("Model  Test MSE"))
  }

  @Test func `an explicit alignment wins`() {
    let table = Table(
      rows: ["a"], columns: [Column("Name", key: "name", alignment: .right) { .text($0) }])
    #expect(table.text() == "Name\n────\n   a")
  }

  @Test(arguments: [
    (NumberFormat.significant(4), 0.0123456, "0.01235"), (.significant(4), 1.5e-7, "1.500e-07"),
    (.significant(4), 1281, "1281"), (.significant(4), 0.5, "0.5000"),
    (.significant(4), 0, "0.000"),
    (.fixed(2), 3.14159, "3.14"), (.scientific(1), 12345, "1.2e+04"),
    (.percent(1), 0.987, "98.7 %"),
    (.fixed(2), -.infinity, "-∞"), (.significant(3), .nan, "NaN"),
  ])
  func `numbers are formatted as the column says`(
    _ format: NumberFormat, _ number: Double, _ text: String
  ) {
    #expect(format.text(number) == text)
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("한글", 4), ("👍🏽", 2), ("🇭🇺", 2), ("👨‍👩‍👧", 2),
    ("✓", 1), ("❤️", 2), ("h̃ₜ₋₁", 4), ("━─", 2), ("\u{1B}[31mred\u{1B}[0m", 3), ("", 0), ("ａ", 2),
  ])
  func `a character takes as many columns as a terminal gives it`(_ text: String, _ width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test(arguments: [
    ("testMSE", true), ("p95", true), ("", false), ("Test", false), ("test_mse", false),
    ("test mse", false),
  ])
  func `a key is in lowerCamelCase`(_ key: String, _ isRight: Bool) {
    #expect(isLowerCamelCase(key) == isRight)
  }
}
