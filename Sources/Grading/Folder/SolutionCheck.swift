import Foundation

/// A student's file from its words to a verdict: it is searched, compiled, run, and judged.
public struct SolutionCheck {
  /// The student's folder.
  public let folder: StudentFolder
  /// The exercise.
  public let sheet: ExerciseSheet
  /// Where the random numbers of the cases start.
  public let seed: UInt64

  /// A check of an exercise in a student's folder.
  public init(_ sheet: ExerciseSheet, in folder: StudentFolder, seed: UInt64 = 42) {
    (self.sheet, self.folder, self.seed) = (sheet, folder, seed)
  }

  /// Seconds for a compilation; the first one compiles the course's own part too.
  private static let compileSeconds = 600.0

  /// Checks the solution as it is now, and takes the check down.
  /// - Throws: `CocoaError` where the student's file can't be read.
  public func run() throws -> Verdict {
    let text = try String(contentsOfFile: folder.path + "/\(sheet.file)", encoding: .utf8)
    let verdict = self.verdict(text)
    try folder.note(sheet) { progress in
      progress.checks += 1
      if verdict.isPassed { progress.isPassed = true }
    }
    return verdict
  }

  private func verdict(_ text: String) -> Verdict {
    if let found = ForbiddenNames(sheet.forbidden).first(in: text) {
      return .forbidden(name: found.name, line: found.line)
    }
    if let complaint = Compilation(folder.path, sheet, seconds: Self.compileSeconds).complaint {
      return .notCompiled(complaint)
    }
    return SolutionRun(
      grader: Grader(sheet, seed: seed), program: folder.path + "/.build/debug/\(sheet.program)",
      findsLine: true
    ).result().verdict
  }
}

/// A program of a package, compiled.
struct Compilation {
  /// What the compiler complains about; nil where the program is made.
  let complaint: String?

  init(_ package: String, _ sheet: ExerciseSheet, seconds: Double) {
    let run = ProgramRun(
      "/usr/bin/env", ["swift", "build", "--package-path", package, "--product", sheet.program],
      environment: ProcessInfo.processInfo.environment, limits: .init(seconds: seconds))
    switch run.ending {
    case .exited(0): complaint = nil
    case .timedOut: complaint = "the compiler came to no end in \(Int(seconds)) seconds"
    default:
      let said = String(decoding: run.output, as: UTF8.self) + run.errorText
      complaint =
        said.contains("cannot find '\(sheet.fileName)' in scope")
        ? "\(sheet.file): expected the type \(sheet.fileName), as the file had it in the beginning"
        : CompilerText(said, file: package + "/\(sheet.file)", name: sheet.file).text
    }
  }
}

/// The compiler's complaints about one file, short.
struct CompilerText {
  let text: String

  init(_ said: String, file: String, name: String) {
    let resolved = URL(filePath: file).resolvingSymlinksInPath().path
    var seen: Set<String> = []
    let errors = said.split(separator: "\n").map(String.init).compactMap { line -> String? in
      guard let range = line.range(of: resolved) ?? line.range(of: file),
        line.contains("error:")
      else { return nil }
      let complaint = name + line[range.upperBound...]
      return seen.insert(complaint).inserted ? complaint : nil
    }
    let lines = said.split(separator: "\n").map(String.init)
    text =
      errors.isEmpty
      ? lines.suffix(12).joined(separator: "\n") : errors.prefix(5).joined(separator: "\n")
  }
}

/// Names that must not stand in a solution.
struct ForbiddenNames {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// Modules that a solution may use.
  private static let modules: Set<String> = ["Foundation", "UnrollCourse"]

  /// What may stand between `import` and a module.
  private static let kinds: Set<String> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  /// The first forbidden name outside comments and texts, with its line from 1.
  func first(in source: String) -> (name: String, line: Int)? {
    for (index, line) in SourceText.code(source).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
      if let place = words.firstIndex(of: "import"),
        let module = words[(place + 1)...].first(where: { !Self.kinds.contains($0) }),
        !Self.modules.contains(module)
      {
        return ("import \(module)", index + 1)
      }
      if let name = names.first(where: words.contains) { return (name, index + 1) }
    }
    return nil
  }
}

/// Swift without its comments and texts, line for line.
enum SourceText {
  /// The code, with blanks where comments and texts were.
  static func code(_ source: String) -> String {
    var code = ""
    var rest = source[...]
    var commentDepth = 0
    var closing: String?  // of a text
    func take(_ count: Int, keeping isKept: Bool) {
      let part = rest.prefix(count)
      code += isKept ? String(part) : String(part.map { $0.isNewline ? $0 : " " })
      rest = rest.dropFirst(count)
    }
    while !rest.isEmpty {
      if let end = closing {
        if rest.hasPrefix("\\") {
          take(2, keeping: false)
        } else if rest.hasPrefix(end) {
          take(end.count, keeping: false)
          closing = nil
        } else {
          take(1, keeping: false)
        }
      } else if rest.hasPrefix("/*") {
        commentDepth += 1
        take(2, keeping: false)
      } else if commentDepth > 0 {
        if rest.hasPrefix("*/") {
          commentDepth -= 1
          take(2, keeping: false)
        } else {
          take(1, keeping: false)
        }
      } else if rest.hasPrefix("//") {
        take(rest.prefix { !$0.isNewline }.count, keeping: false)
      } else if rest.hasPrefix("\"\"\"") {
        closing = "\"\"\""
        take(3, keeping: false)
      } else if rest.hasPrefix("\"") {
        closing = "\""
        take(1, keeping: false)
      } else {
        take(1, keeping: true)
      }
    }
    return code
  }
}
