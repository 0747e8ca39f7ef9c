import Foundation
import UnrollCourse

/// A package in which solutions of others are compiled, one after another; several may work side by side.
///
/// Of a submission only the files of exercises are taken, as text: no manifest, no plugins, no programs of its own. The
/// program's beginning is ours, so that it is confined before anything of the student's runs.
struct Workshop {
  /// Bytes of a file that is still read.
  private static let largestFile = 1 << 20
  /// Seconds for a compilation.
  private static let compileSeconds = 120.0

  private let path: String

  /// A workshop for exercises, in a folder of its own.
  init(in path: String, for sheets: [ExerciseSheet]) throws {
    self.path = path
    let files = FileManager.default
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

  /// The mark of a submission for a grader's exercise.
  func mark(by grader: Grader, of submission: String) -> Mark {
    let sheet = grader.sheet
    func mark(_ verdict: Verdict?, rightParts: Int = 0) -> Mark {
      Mark(sheet: sheet, verdict: verdict, rightParts: rightParts, parts: grader.parts.count)
    }
    guard let text = Self.text(of: submission + "/\(sheet.file)") else { return mark(nil) }
    if let found = ForbiddenNames(sheet.forbidden).first(in: text) {
      return mark(.forbidden(name: found.name, line: found.line))
    }
    do { try write(Self.withoutMain(text), to: path + "/\(sheet.file)") } catch {
      return mark(.stopped(reason: "its file could not be copied"))
    }
    if let complaint = Compilation(path, sheet, seconds: Self.compileSeconds).complaint {
      return mark(.notCompiled(complaint))
    }
    let run = SolutionRun(
      grader: grader, program: path + "/.build/debug/\(sheet.program)", findsLine: false)
    let (verdict, replies, _) = run.result()
    return mark(verdict, rightParts: grader.rightParts(in: replies))
  }

  /// What a program in this workshop gives up on this system: found by running one.
  func confinement(_ grader: Grader) -> Confinement {
    guard Compilation(path, grader.sheet, seconds: 600).complaint == nil else { return [] }
    return SolutionRun(
      grader: grader, program: path + "/.build/debug/\(grader.sheet.program)", findsLine: false
    ).result().confinement
  }

  /// The text of a file that is one, and not too large.
  private static func text(of file: String) -> String? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let size = attributes?[.size] as? Int, size <= largestFile
    else { return nil }
    return try? String(contentsOfFile: file, encoding: .utf8)
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

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }
}
