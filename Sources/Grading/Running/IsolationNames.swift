/// What no solution needs, and what would let it run before its program is confined, or in place of what confines it.
///
/// They are searched for in the whole file, comments and texts too, so that nothing can be hidden from the search; with
/// backticks around them they are the same names.
enum IsolationNames {
  private static let words: Set<String> = [
    "runExercise", "_cdecl", "_silgen_name", "_section", "_used", "_extern", "_expose",
    "unroll_confine",
  ]
  private static let attributes: Set<String> = ["c", "section", "used", "cdecl", "extern"]

  /// The first of them, with its line from 1.
  static func first(in source: String) -> (name: String, line: Int)? {
    for (index, line) in source.filter({ $0 != "`" }).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      if let word = line.split(whereSeparator: { !isPartOfName($0) }).map(String.init)
        .first(where: words.contains)
      {
        return (word, index + 1)
      }
      for part in line.split(separator: "@", omittingEmptySubsequences: false).dropFirst() {
        let name = String(part.drop(while: \.isWhitespace).prefix(while: isPartOfName))
        if attributes.contains(name) || name.hasPrefix("_") { return ("@\(name)", index + 1) }
      }
    }
    return nil
  }

  /// What is said of such a name; nil for another.
  static func why(_ name: String) -> String? {
    guard words.contains(name) || name.hasPrefix("@") else { return nil }
    return "The file has \(name) in it, which no exercise needs and the checker does not let in."
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
