/// A right solution whose answers are changed on their way out.
enum Spoilt {
  /// The changes: of each number, or of each matrix.
  static let kinds: [(kind: String, change: String)] = [
    ("all zero", "matrix.map { _ in 0 }"), ("NaN", "matrix.map { _ in .nan }"),
    ("always the same", "matrix.map { _ in 0.25 }"), ("infinite", "matrix.map { _ in .infinity }"),
    ("doubled", "2 * matrix"), ("the eighth digit wrong", "(1 + 1e-7) * matrix"),
    ("a row too much", "Matrix(rows: matrix.rows + 1, columns: matrix.columns)"),
    ("right where it is asked by hand only", "asked == 1 ? matrix : matrix.map { _ in 0.5 }"),
  ]

  /// The file, where the solution's text has the name `Honest`.
  static func file(_ exercise: Exercise, honest: String, twin: String, change: String) -> String {
    exercise.file(
      """
      \(withMember(
        "  nonisolated(unsafe) static var asked = 0\n\n  static var parts: [ExercisePart] {\n"
          + "    Honest.parts.map { part in\n      ExercisePart(part.name) { given in\n"
          + "        Self.asked += 1\n        let asked = Self.asked\n        _ = asked\n"
          + "        return try part.call(given).quantities.reduce(Outputs()) { outputs, quantity in\n"
          + "          outputs.with(quantity.name, quantity.value.matrices.map { matrix in \(change) })\n"
          + "        }\n      }\n    }\n  }\n", in: twin))

      \(honest)
      """)
  }

  /// A type's text with members more, behind its first line.
  static func withMember(_ member: String, in text: String) -> String {
    guard let brace = text.firstIndex(of: "{") else { return text }
    return text[...brace] + "\n" + member + text[text.index(after: brace)...]
  }
}
