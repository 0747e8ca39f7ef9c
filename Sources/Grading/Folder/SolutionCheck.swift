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
    if let found = IsolationNames.first(in: text) ?? ForbiddenNames(sheet.forbidden).first(in: text)
    {
      return .forbidden(name: found.name, line: found.line)
    }
    if let complaint = Compilation(folder.path, sheet, seconds: Self.compileSeconds).complaint {
      return .notCompiled(complaint)
    }
    return SolutionRun(
      grader: Grader(sheet, seed: seed), program: Compilation.program(of: sheet, in: folder.path),
      findsLine: true
    ).result().verdict
  }
}

/// A program of a package, compiled.
struct Compilation {
  /// What the compiler complains about; nil where the program is made.
  let complaint: String?

  /// Where a package is built for a check: not where an editor, or swift run, builds it and would make the check wait.
  private static func scratch(_ package: String) -> String { package + "/.build/check" }

  /// The program of an exercise in a package.
  static func program(of sheet: ExerciseSheet, in package: String) -> String {
    scratch(package) + "/debug/\(sheet.program)"
  }

  /// - Parameters:
  ///   - temporary: A folder for what the compiler leaves behind; nil is the system's.
  ///   - megabytes: What each process of the compiler may take, where the system keeps such a limit; nil is no limit.
  init(
    _ package: String, _ sheet: ExerciseSheet, seconds: Double, temporary: String? = nil,
    megabytes: Int? = nil
  ) {
    var environment = ProcessInfo.processInfo.environment
    if let temporary { environment["TMPDIR"] = temporary }
    // Two files of one exercise within a second look alike to an incremental build, which then keeps the program of the
    // first: so nothing that was made of it is left.
    let program = Self.program(of: sheet, in: package)
    let made = (try? FileManager.default.contentsOfDirectory(atPath: program + ".build")) ?? []
    let remains = made.filter { !$0.hasSuffix(".json") && !$0.hasPrefix("sources") }
    for path in [program] + remains.map({ program + ".build/" + $0 }) {
      try? FileManager.default.removeItem(atPath: path)
    }
    let run = ProgramRun(
      "/bin/sh",
      [
        "-c",
        (megabytes.map { "ulimit -v \($0 << 10) 2> /dev/null; " } ?? "") + "exec \"$@\"", "sh",
        "swift", "build", "--package-path", package, "--scratch-path",
        Self.scratch(package), "--product", sheet.program,
      ], environment: environment, limits: .init(seconds: seconds))
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
    let told = errors.isEmpty ? lines.suffix(12) : errors.prefix(5)
    text = told.joined(separator: "\n").printable
  }
}

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

/// Swift without its comments and texts, line for line.
enum SourceText {
  /// What the search is in.
  private enum Place {
    /// Code; within a text, with the parentheses that are open in it.
    case code(depth: Int)
    /// A text, with the signs # around it, over one line or several.
    case text(signs: String, isLong: Bool)
  }

  /// The code, with blanks where comments and texts were.
  static func code(_ source: String) -> String {
    var code = ""
    var rest = source[...]
    var places: [Place] = [.code(depth: 0)]
    func take(_ count: Int, keeping isKept: Bool) {
      let part = rest.prefix(count)
      code += isKept ? String(part) : String(part.map { $0.isNewline ? $0 : " " })
      rest = rest.dropFirst(count)
    }
    while let first = rest.first, let place = places.last {
      switch place {
      case .text(let signs, let isLong):
        let closing = (isLong ? "\"\"\"" : "\"") + signs
        if rest.hasPrefix("\\" + signs + "(") {
          take(signs.count + 2, keeping: false)
          places.append(.code(depth: 0))
        } else if rest.hasPrefix("\\" + signs) {
          take(signs.count + 2, keeping: false)
        } else if rest.hasPrefix(closing) {
          take(closing.count, keeping: false)
          places.removeLast()
        } else {
          // A text of one line ends with it, whatever the compiler will say.
          if first.isNewline, !isLong { places.removeLast() }
          take(1, keeping: false)
        }
      case .code(let depth):
        let signs = String(rest.prefix { $0 == "#" })
        let behind = rest.dropFirst(signs.count)
        if rest.hasPrefix("/*") {
          take(commentLength(rest), keeping: false)
        } else if rest.hasPrefix("//") {
          take(rest.prefix { !$0.isNewline }.count, keeping: false)
        } else if behind.hasPrefix("\"") {
          let isLong = behind.hasPrefix("\"\"\"")
          take(signs.count + (isLong ? 3 : 1), keeping: false)
          places.append(.text(signs: signs, isLong: isLong))
        } else if first == ")", depth == 0, places.count > 1 {
          take(1, keeping: false)
          places.removeLast()
        } else {
          let change = first == "(" ? 1 : first == ")" ? -1 : 0
          places[places.count - 1] = .code(depth: max(0, depth + change))
          take(max(1, signs.count), keeping: true)
        }
      }
    }
    return code
  }

  /// The characters of a comment that begins here, with those in it.
  private static func commentLength(_ text: Substring) -> Int {
    var (rest, depth, count) = (text, 0, 0)
    repeat {
      let step = rest.hasPrefix("/*") || rest.hasPrefix("*/") ? 2 : 1
      depth += rest.hasPrefix("/*") ? 1 : rest.hasPrefix("*/") ? -1 : 0
      rest = rest.dropFirst(step)
      count += step
    } while depth > 0 && !rest.isEmpty
    return count
  }
}
