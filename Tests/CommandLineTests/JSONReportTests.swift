import Foundation
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct JSONReportTests {
  @Test func `rows have the columns' keys in their order, and NaN is null`() {
    let table = Table(rows: SampleRow.rows, columns: SampleRow.columns)
    #expect(
      JSONReport(command: "sample", table: table).text == """
        {
          "command": "sample",
          "rows": [
            {"model": "naive", "testMSE": 0.25, "parameters": null, "passed": false},
            {"model": "réseau profond", "testMSE": 12.0078125, "parameters": 1281, "passed": true},
            {"model": "日本", "testMSE": null, "parameters": 7, "passed": true}
          ]
        }

        """)
  }

  @Test func `a report without rows is valid`() throws {
    let table = Table(rows: [SampleRow](), columns: SampleRow.columns)
    let text = JSONReport(command: "sample", table: table).text
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect((object?["rows"] as? [Any])?.isEmpty == true)
  }

  @Test(arguments: [
    "plain", "\"quoted\"", "back\\slash", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}",
    "日本 👍🏽 é e\u{301}",
    "\u{2028}</script>",
  ])
  func `any text survives the way through JSON`(_ text: String) throws {
    let data = Data("[\(JSONReport.quote(text))]".utf8)
    #expect(try JSONDecoder().decode([String].self, from: data) == [text])
  }

  @Test(arguments: [
    0.1, 1.0 / 3, 1e-5, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 1e16,
    123456789.125, 2.220446049250313e-16,
  ])
  func `a number comes back with every bit`(_ number: Double) throws {
    let data = Data("[\(JSONReport.value(.number(number)))]".utf8)
    let back = try #require(try JSONDecoder().decode([Double].self, from: data).first)
    #expect(back.bitPattern == number.bitPattern)
  }

  @Test func `infinities are null and a float has its own digits`() {
    #expect(JSONReport.value(.number(.infinity)) == "null")
    #expect(JSONReport.value(.number(-.infinity)) == "null")
    #expect(JSONReport.value(.float(0.1)) == "0.1")
    #expect(JSONReport.value(.float(.nan)) == "null")
    #expect(JSONReport.value(.optional(nil as Double?)) == "null")
  }
}
