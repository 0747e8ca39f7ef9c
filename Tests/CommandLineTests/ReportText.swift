import Foundation
import Testing

/// A JSON report, read by a parser that knows nothing of its writer, and the order of its keys.
struct ReportText {
  let command: String
  let rows: [[String: Any]]
  /// The keys of each row as they stand in the text.
  let keys: [[String]]

  init(_ text: String) throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    command = try #require(object["command"] as? String)
    rows = try #require(object["rows"] as? [[String: Any]])
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("    {") }
    keys = lines.map { line in line.matches(of: #/"([A-Za-z0-9]+)": /#).map { String($0.1) } }
    #expect(keys.map(\.count) == rows.map(\.count))
  }
}
