import Foundation
import UnrollCourse

/// A package in which solutions of others are compiled, one after another; several may work side by side.
///
/// Of a submission only the files of exercises are taken, as text: no manifest, no plugins, no programs of its own. The
/// program's beginning is ours, so that it is confined before anything of the student's runs.
struct Workshop {
  /// Seconds for a compilation, which takes one or two: a busy machine must not be taken for a mistake.
  private static let compileSeconds = 300.0
  /// Seconds for the first one, which compiles the course's own part too.
  private static let firstSeconds = 1200.0

  /// Megabytes for each process of the compiler, which a file can make grow without end.
  private static let compilerMegabytes = 8192

  private let path: String
  /// What the compiler leaves behind goes with the workshop.
  private var temporary: String { path + "/.tmp" }

  /// A workshop for exercises, in a folder of its own.
  init(in path: String, for sheets: [ExerciseSheet]) throws {
    self.path = path
    let files = FileManager.default
    try files.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    for sheet in sheets {
      let folder = path + "/\(StudentFolder.exercises)/\(sheet.folder)"
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try write(
        "import UnrollCourse\n\nrunExercise(\(sheet.fileName).self)\n", to: folder + "/main.swift")
      try write(Self.withoutMain(sheet.stub), to: path + "/\(sheet.file)")
    }
    try write(
      StudentPackage.manifest(of: sheets, course: StudentFolder.courseRoot),
      to: path + "/Package.swift")
  }

  /// The mark of a student's file for a grader's exercise.
  func mark(by grader: Grader, of text: String) -> Mark {
    let sheet = grader.sheet
    func mark(_ verdict: Verdict, rightParts: Int = 0) -> Mark {
      Mark(sheet: sheet, verdict: verdict, rightParts: rightParts, parts: grader.parts.count)
    }
    if let refusal = sheet.refusal(of: text) { return mark(refusal) }
    do { try write(Self.withoutMain(text), to: path + "/\(sheet.file)") } catch {
      return mark(.stopped(reason: "its file could not be copied"))
    }
    let compilation = compilation(sheet)
    if let complaint = compilation.complaint(within: Self.compileSeconds) {
      return mark(.notCompiled(complaint))
    }
    let run = SolutionRun(grader: grader, program: compilation.program, findsLine: false)
    let (verdict, rightParts) = run.resultByParts()
    return mark(verdict, rightParts: rightParts)
  }

  /// Compiles what all solutions need, before the first of them is timed.
  func prepare(_ grader: Grader) {
    _ = compilation(grader.sheet).complaint(within: Self.firstSeconds)
  }

  private func compilation(_ sheet: ExerciseSheet) -> Compilation {
    Compilation(of: sheet, in: path, temporary: temporary, megabytes: Self.compilerMegabytes)
  }

  /// What a program in this workshop gives up on this system: found by running one, which is as it was handed out.
  /// - Throws: ``GradingError`` where not even that compiles, which is no student's fault.
  func confinement(_ grader: Grader) throws(GradingError) -> Confinement {
    let compilation = compilation(grader.sheet)
    if let complaint = compilation.complaint(within: Self.firstSeconds) {
      throw .nothingCompiles(file: grader.sheet.file, said: complaint)
    }
    return SolutionRun(grader: grader, program: compilation.program, findsLine: false)
      .result().confinement
  }

  /// A student's file without `@main`, because the program begins with us.
  static func withoutMain(_ text: String) -> String {
    let code = Array(SourceText.code(text))
    var characters = Array(text)
    let name = Array("@main")
    guard code.count == characters.count else { return text }
    for start in code.indices.dropLast(name.count - 1)
    where Array(code[start..<(start + name.count)]) == name {
      for place in start..<(start + name.count) { characters[place] = " " }
    }
    return String(characters)
  }

  /// Writes a file, unless it says that already: what was compiled of it is then still good.
  private func write(_ text: String, to path: String) throws {
    if (try? String(contentsOfFile: path, encoding: .utf8)) == text { return }
    try text.write(to: path)
  }
}

/// Why no submission could be marked.
public enum GradingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file does not compile even as it was handed out.
  case nothingCompiles(file: String, said: String)

  /// What was found, and what to do.
  public var description: String {
    switch self {
    case .nothingCompiles(let file, let said):
      """
      nothing was marked, because \(file) does not compile here even as it was handed out; mend what 'swift build' lacks. \
      It said:
      \(said)
      """
    }
  }
}
