/// Names that must not stand in a solution.
struct ForbiddenNames {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// Modules that a solution may use.
  private static let modules: Set<String> = ["Foundation", "UnrollCourse"]

  /// What is said of a module that a solution may not import; nil for another name.
  static func why(import name: String, line: Int) -> String? {
    guard name.hasPrefix("import ") else { return nil }
    return
      "Line \(line) has '\(name)' in it: an exercise may import Foundation and UnrollCourse only."
  }

  /// What may stand between `import` and a module.
  private static let kinds: Set<String> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  /// The first forbidden name outside comments and texts, with its line from 1.
  func first(in source: String) -> (name: String, line: Int)? {
    var isImporting = false
    for (index, line) in SourceText.code(source).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      for word in line.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
        let word = String(word)
        if isImporting, !Self.kinds.contains(word) {
          isImporting = false
          if !Self.modules.contains(word) { return ("import \(word)", index + 1) }
        }
        if word == "import" { isImporting = true }
        if names.contains(word) { return (word, index + 1) }
      }
    }
    return nil
  }
}

extension ExerciseSheet {
  /// The verdict on a file with a name in it that must not be there; nil where there is none.
  func refusal(of text: String) -> Verdict? {
    (IsolationNames.first(in: text) ?? ForbiddenNames(forbidden).first(in: text)).map {
      .forbidden(name: $0.name, line: $0.line)
    }
  }
}
