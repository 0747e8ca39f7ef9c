/// A submission that is made up, and what is right to say of it.
struct Submission {
  /// What is in it, and what may be said of it, in a word or two.
  let kind: String
  /// The exercise that it is about.
  let exercise: Exercise
  /// Its file.
  let content: Content
  /// The verdicts that are right.
  let verdicts: Set<String>
  /// What the name of the misconception begins with; nil where none may be named.
  var misconception: String?

  /// What stands where the file should.
  enum Content {
    case text(String)
    case bytes([UInt8])
    case nothing
    case folder
    /// A link to a right solution.
    case link
    /// The folder of the exercise is a link to one with a right solution.
    case linkedFolder
    /// A right solution alone, at the top.
    case atTheTop(String)
  }
}

extension Exercise {
  /// A student's file with these declarations.
  func file(_ declarations: String) -> String {
    "import Foundation\nimport UnrollCourse\n\n@main \(declarations)\n"
  }
}
