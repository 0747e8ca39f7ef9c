import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollLectures

/// The formulas that the explorer shows are those of the sources.
@Suite struct OperationRuleTests {
  /// The formula line above each operation in the sources, by the name of its type.
  private func stated() throws -> [String: String] {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appending(path: "Sources/Autodiff/Operations")
    var found: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      var rule = ""
      for line in lines {
        if line.hasPrefix("/// `y") { rule = String(line.dropFirst(4)) }
        guard
          let name = line.wholeMatch(of: /public struct (\w+): \w*(?:Operation|Elementwise)\w* \{/)?
            .1
        else { continue }
        if !rule.isEmpty { found[String(name)] = rule }
        rule = ""
      }
    }
    return found
  }

  @Test func `every operation's rule is the one that stands above it`() throws {
    let stated = try stated()
    #expect(stated.count > 40)
    for (name, text) in stated { #expect(OperationRule.all[name]?.text == text, "\(name)") }
    #expect(Set(OperationRule.all.keys) == Set(stated.keys))
  }

  @Test func `each input of an operation has a letter and a local derivative`() {
    let tape = Tape()
    let x = tape.variable(2, name: "x")
    _ = tanh(x) + x
    let operations = tape.lines.map(\.operation)
    #expect(OperationRule.letters(for: operations[1], count: 1) == ["x"])
    #expect(OperationRule.letters(for: operations[2], count: 2) == ["a", "b"])
    #expect(OperationRule.key(for: operations[1]) == "Tanh")
    #expect(OperationRule.key(for: operations[0]) == nil)
    let many = OperationRule.letters(
      for: CustomOperation("mine", forward: { $0[0] }, pullback: { dy, _, _ in [dy] }), count: 12)
    #expect(many.last == "x₁₁")
    for (name, rule) in OperationRule.all {
      let count = rule.slopes.count
      #expect(count == 0 || rule.letters.isEmpty || count == rule.letters.count, "\(name)")
    }
  }
}
