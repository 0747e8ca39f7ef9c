// What the documentation comments hold: their Swift blocks as a program to be compiled, the public symbols that have none, and
// those that no page of the reference names.
// `.ci/check-docs` says how it is run.

import Foundation

/// A block of Swift in the documentation comments of a source file.
struct Example {
  var file: String
  /// The line of the file that the block's first line stands in, counted from 1.
  var line: Int
  var code: [Substring]

  /// The blocks of a file.
  static func all(in file: String) throws -> [Example] {
    var examples: [Example] = []
    var current: Example?
    let lines = try String(contentsOfFile: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let comment = line.wholeMatch(of: /\s*\/\/\/ ?(.*)/)?.1 else { continue }
      if comment.hasPrefix("```") {
        if let whole = current { examples.append(whole) }
        current = comment == "```swift" ? Example(file: file, line: index + 2, code: []) : nil
      } else {
        current?.code.append(comment)
      }
    }
    return examples
  }

  /// The block as declarations at the top of a file: extensions as they are, all else as the body of a function.
  func source(number: Int) -> String {
    let start = code.first ?? ""
    let isDeclaration = start.hasPrefix("extension ") || start.hasPrefix("@Test ")
    let end = code.firstIndex(of: "}") ?? code.startIndex
    let (above, body) = isDeclaration ? (code[...end], code[(end + 1)...]) : (code[..<0], code[...])
    func located(_ lines: ArraySlice<Substring>) -> String {
      guard !lines.isEmpty else { return "" }
      let place = "#sourceLocation(file: \"\(file)\", line: \(line + lines.startIndex))"
      return ([place] + lines.map(String.init) + ["#sourceLocation()"]).joined(separator: "\n")
    }
    return """
      \(located(above))
      func example\(number)() throws {
      \(located(body))
      }

      """
  }
}

/// A file of symbols that the compiler has written.
struct SymbolGraph: Decodable {
  struct Symbol: Decodable {
    struct Kind: Decodable { var displayName: String }
    struct Location: Decodable {
      struct Position: Decodable { var line: Int }
      var uri: String
      var position: Position
    }
    struct Comment: Decodable {}
    var kind: Kind
    var pathComponents: [String]
    var docComment: Comment?
    var location: Location?

    /// Extensions need no comment, and what the compiler makes by itself has no place.
    var isUndocumented: Bool { docComment == nil && location != nil && kind.displayName != "Extension" }
  }
  var symbols: [Symbol]
}

/// A page of the reference as DocC writes it: its lists, and which of them DocC made because no page names what is in them.
struct ReferencePage: Decodable {
  struct Section: Decodable {
    var title: String?
    var generated: Bool?
    var identifiers: [String]
  }
  var topicSections: [Section]
}

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "examples":
  var number = 0
  for line in arguments.dropFirst().prefix(while: { $0 != "--" }) { print(line) }
  for file in arguments.drop(while: { $0 != "--" }).dropFirst() {
    for example in try Example.all(in: file) {
      number += 1
      print(example.source(number: number))
    }
  }
  FileHandle.standardError.write(Data("\(number) examples in documentation comments\n".utf8))
case "undocumented":
  var missing = 0
  for file in arguments.dropFirst() {
    let graph = try JSONDecoder().decode(
      SymbolGraph.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    for symbol in graph.symbols where symbol.isUndocumented {
      missing += 1
      let place = symbol.location.map { "\($0.uri.replacing("file://", with: "")):\($0.position.line + 1)" }
      print("\(place ?? ""): \(symbol.kind.displayName) \(symbol.pathComponents.joined(separator: ".")) has no comment")
    }
  }
  if missing > 0 { exit(1) }
case "unnamed":
  let page = try JSONDecoder().decode(
    ReferencePage.self, from: Data(contentsOf: URL(fileURLWithPath: arguments.dropFirst().first ?? "")))
  // Swift's own types, which the library extends, may stand in a list by themselves.
  let lists = page.topicSections.filter { $0.generated == true && $0.title != "Extended Modules" }
  for name in lists.flatMap(\.identifiers) { print("no page names \(name.split(separator: "/").last ?? "")") }
  if !lists.isEmpty { exit(1) }
default:
  print("usage: doc-comments examples IMPORT… -- FILE… | doc-comments undocumented GRAPH… | doc-comments unnamed PAGE")
  exit(64)
}
