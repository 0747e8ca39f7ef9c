import Foundation
import UnrollCourse

/// A student's own folder: a package with a program for each exercise, which depends on this one.
///
/// ```text
/// Package.swift                      made by unroll start, and made anew by it
/// Exercises/01-chain-rule/…          the student's files, never touched again
/// Questions/lecture-003.md           the student's answers, never touched again
/// .unroll/progress.json              what was tried, passed and hinted at
/// .unroll/variant                    the number of the course's variant, where it is not the standard one
/// ```
public struct StudentFolder {
  /// The folder.
  public let path: String
  /// The course that it was started with.
  public let course: Course

  static let exercises = "Exercises"
  private static let state = ".unroll"

  /// The folder at a path that `unroll start` made.
  /// - Throws: ``StudentFolderError/notStarted(path:)`` where it did not.
  public init(at path: String) throws(StudentFolderError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path + "/\(Self.state)/progress.json") else {
      throw .notStarted(path: path)
    }
    course = Course(CourseVariant(Self.variant(of: path) ?? 0))
  }

  /// The number of the variant that a folder was started with; nil where it says nothing.
  static func variant(of path: String) -> UInt64? {
    (try? String(contentsOfFile: path + "/\(state)/variant", encoding: .utf8)).flatMap {
      UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// The number of the variant that a submission says it was started with; nil where it does not say. It is not trusted.
  static func submittedVariant(of path: String) -> UInt64? {
    switch SubmittedFile(path + "/\(state)/variant", in: path, largest: 64) {
    case .text(let text): return UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines))
    case .unreadable: return nil
    case .missing:
      return FileManager.default.fileExists(atPath: path + "/\(state)/progress.json") ? 0 : nil
    }
  }

  /// Makes a folder, or brings one up to date: files of exercises that are there are not touched.
  /// - Parameter variant: The course's variant; nil is the folder's own, and the standard one for a new folder.
  /// - Returns: The folder, and the exercises whose files were made.
  /// - Throws: ``StudentFolderError`` where the folder is in use, or was started with another variant.
  public static func start(
    _ path: String, variant: UInt64? = nil
  ) throws -> (folder: StudentFolder, new: [ExerciseSheet]) {
    let files = FileManager.default
    let marker = path + "/\(state)/progress.json"
    if let found = try? files.contentsOfDirectory(atPath: path), !found.isEmpty,
      !files.fileExists(atPath: marker)
    {
      throw StudentFolderError.inUse(path: path)
    }
    guard files.fileExists(atPath: courseRoot + "/Package.swift") else {
      throw StudentFolderError.courseIsGone(path: courseRoot)
    }
    let own = files.fileExists(atPath: marker) ? Self.variant(of: path) ?? 0 : nil
    if let own, let variant, own != variant {
      throw StudentFolderError.otherVariant(path: path, own: own, asked: variant)
    }
    let course = Course(CourseVariant(own ?? variant ?? 0))
    try files.createDirectory(
      atPath: path + "/\(state)", withIntermediateDirectories: true)
    try StudentPackage.manifest(of: course.sheets, course: courseRoot)
      .write(to: path + "/Package.swift")
    if course.variant.seed != 0 {
      try "\(course.variant.seed)\n".write(to: path + "/\(state)/variant")
    }
    try ".build/\n".write(to: path + "/.gitignore")
    var new: [ExerciseSheet] = []
    for sheet in course.sheets {
      let file = path + "/\(sheet.file)"
      if files.fileExists(atPath: file) { continue }
      try files.createDirectory(
        atPath: path + "/\(exercises)/\(sheet.folder)", withIntermediateDirectories: true)
      try sheet.stub.write(to: file)
      new.append(sheet)
    }
    try course.questions.begin(in: path)
    if !files.fileExists(atPath: marker) { try "{}\n".write(to: marker) }
    return (try StudentFolder(at: path), new)
  }

  /// Puts an exercise back to its beginning; what the student wrote is kept beside it.
  /// - Returns: The file that it is kept in; nil where there was none.
  public func reset(_ sheet: ExerciseSheet) throws -> String? {
    let files = FileManager.default
    let file = path + "/\(sheet.file)"
    var kept: String?
    if let old = try? String(contentsOfFile: file, encoding: .utf8), old != sheet.stub {
      // Not .swift: it is not to be compiled.
      let name = (1...).lazy.map { "\(sheet.file).\($0).bak" }.first {
        !files.fileExists(atPath: path + "/" + $0)
      }
      if let name {
        try files.moveItem(atPath: file, toPath: path + "/" + name)
        kept = name
      }
    }
    try files.createDirectory(
      atPath: path + "/\(Self.exercises)/\(sheet.folder)", withIntermediateDirectories: true)
    try sheet.stub.write(to: file)
    try note(sheet) { $0.isPassed = false }
    return kept
  }

  /// The course's own folder: where this was compiled.
  static let courseRoot = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}

extension String {
  /// Writes it to a file, whole or not at all.
  func write(to path: String) throws { try write(toFile: path, atomically: true, encoding: .utf8) }
}

// MARK: - Progress

/// How far a student has come with an exercise.
public struct ExerciseProgress: Codable, Equatable, Sendable {
  /// How often it was checked.
  public var checks = 0
  /// How many hints were read.
  public var hints = 0
  /// Whether it was passed once.
  public var isPassed = false
}

extension StudentFolder {
  /// How far the student has come, by the exercises' folders.
  public var progress: [String: ExerciseProgress] {
    let text = (try? Data(contentsOf: URL(filePath: progressFile))) ?? Data()
    return (try? JSONDecoder().decode([String: ExerciseProgress].self, from: text)) ?? [:]
  }

  /// Takes down a change of an exercise's progress.
  public func note(_ sheet: ExerciseSheet, _ change: (inout ExerciseProgress) -> Void) throws {
    var all = progress
    change(&all[sheet.folder, default: ExerciseProgress()])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(all).write(to: URL(filePath: progressFile), options: .atomic)
  }

  private var progressFile: String { path + "/\(Self.state)/progress.json" }
}

extension ExerciseSheet {
  /// The student's file, in the student's folder: `Exercises/05-rnn-step/RNNStep.swift`.
  public var file: String {
    "\(StudentFolder.exercises)/\(folder)/\(fileName).swift"
  }
}

/// Why there is no folder to work in.
public enum StudentFolderError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `unroll start` did not make it.
  case notStarted(path: String)
  /// It holds other files.
  case inUse(path: String)
  /// It was started with another variant of the course.
  case otherVariant(path: String, own: UInt64, asked: UInt64)
  /// The course is not where this program was built.
  case courseIsGone(path: String)

  /// What was found, and what to do.
  public var description: String {
    switch self {
    case .notStarted(let path):
      """
      \(path == "." ? "this folder" : path) is no coursework folder; say with --in DIR where yours is, or make one with \
      'unroll start DIR'
      """
    case .inUse(let path):
      "\(path) holds other files; expected a new or empty folder, or one that unroll start made"
    case .otherVariant(let path, let own, let asked):
      "\(path) was started with variant \(own), and variant \(asked) was asked for; make a new folder for it"
    case .courseIsGone(let path):
      "the course is no longer in \(path), where this program was built; build it again where the course is now"
    }
  }
}
