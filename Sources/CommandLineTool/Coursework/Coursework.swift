import Foundation
import UnrollConsole
import UnrollGrading

/// What the commands of the coursework share.
enum Coursework {
  static let folder = Option(
    "in", "DIR", .text, default: ".", help: "The folder that unroll start made.")

  static let variant = Option(
    "variant", "SEED", .int(in: 0...999_999), default: 0,
    help:
      "Other numbers, sizes and conventions, for another term: the same for the same SEED. 0 is the course of the tutorials."
  )

  /// Not the one of check-exercise, whose numbers students have seen.
  static let gradingSeed = Option(
    "seed", "N", .seed, default: 1042,
    help:
      "Where the random numbers of the cases start; not where check-exercise does, so that answers that were "
      + "copied from it do not pass.")

  static let only = Option(
    "only", "LIST", .text, help: "These exercises alone, as an assignment: 1-3 or 01,04,07.")

  static let exercise = Argument("EXERCISE", .text, help: "Its number or name: 05 or rnn-step.")

  /// A command as it can be typed here: `.build/release/unroll hint 05 --in ../my-rnn`.
  static func typed(_ words: String, in folder: String) -> String {
    let place = folder == "." ? "" : " --in \(quotedForShell(folder))"
    return "  \(program) \(words)\(place)"
  }

  /// This program as it can be called here. Not by `swift run`, which would compile everything again where its output goes
  /// to a file after a terminal, or the other way round.
  static let program: String = {
    let short = ".build/release/unroll"
    guard let own = Bundle.main.executablePath else { return "swift run -c release unroll" }
    func real(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
    // In the course's folder, or in one beside it.
    let course = own.components(separatedBy: "/.build/")[0].split(separator: "/").last ?? ""
    return [short, "../\(course)/\(short)"].first { real($0) == real(own) } ?? quotedForShell(own)
  }()

  /// A path as one word of a shell.
  private static func quotedForShell(_ path: String) -> String {
    path.contains(" ") ? "'\(path)'" : path
  }

  /// The student's folder.
  static func folder(_ arguments: ParsedArguments) throws -> StudentFolder {
    try failing { try StudentFolder(at: arguments[folder]) }
  }

  /// The exercise that is meant.
  static func sheet(_ name: String, of course: Course) throws -> ExerciseSheet {
    if let sheet = course.sheet(named: name) { return sheet }
    let names = course.sheets.flatMap { [$0.slug, $0.folder] }
    throw CommandFailure(
      .wrongUsage,
      "there is no exercise \(quoted(name)); there are \(course.sheets.map(\.id).joined(separator: ", "))."
        + didYouMean(name, names))
  }

  /// The course of `--variant`, with the exercises of `--only`.
  static func course(_ arguments: ParsedArguments) throws -> Course {
    let course = Course(CourseVariant(UInt64(arguments[variant])))
    guard let list = arguments[only] else { return course }
    var numbers: [Int] = []
    for part in list.split(separator: ",") {
      let ends = part.split(separator: "-", maxSplits: 1).map(String.init)
      let sheets = try ends.map {
        try sheet($0.trimmingCharacters(in: .whitespaces), of: course).number
      }
      guard let first = sheets.first, let last = sheets.last, first <= last else {
        throw CommandFailure(
          .wrongUsage, "--only: got \(quoted(String(part))), expected an exercise, or two as 1-3.")
      }
      numbers += first...last
    }
    guard !numbers.isEmpty else {
      throw CommandFailure(.wrongUsage, "--only: got no exercise, expected 1-3 or 01,04,07.")
    }
    return course.only(numbers)
  }

  /// - Throws: ``CommandFailure`` where there is no folder of submissions.
  static func checkSubmissions(_ folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw CommandFailure.noSuchFile(folder, advice: "name the folder with the submissions") }
  }

  /// Errors of folders with the exit codes of the command line.
  static func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as GradingError {
      throw CommandFailure(.internalError, error.description)
    } catch let error as StudentFolderError {
      switch error {
      case .notStarted: throw CommandFailure(.noSuchFile, error.description + ".")
      case .otherVariant: throw CommandFailure(.wrongUsage, error.description + ".")
      case .inUse: throw CommandFailure(.cannotWrite, error.description + ".")
      case .courseIsGone: throw CommandFailure(.noSuchFile, error.description + ".")
      }
    }
  }

  /// A text of several lines, each indented; lines that are laid out by hand are left as they are.
  static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n")
  }
}
