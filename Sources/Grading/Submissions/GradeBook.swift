import Foundation
import UnrollCourse

/// The marks of many submissions.
public struct GradeBook: Sendable {
  /// What one student handed in.
  public struct Submission: Sendable {
    /// The name of its folder.
    public let name: String
    /// A mark for each exercise, in their order.
    public let marks: [Mark]
    /// The sum of its points.
    public var points: Int { marks.reduce(0) { $0 + $1.points } }
  }

  /// How often a misconception was found.
  public struct Count: Sendable {
    /// The exercise.
    public let sheet: ExerciseSheet
    /// The misconception.
    public let misconception: Misconception
    /// In how many submissions.
    public let submissions: Int
  }

  /// The course that was handed out.
  public let course: Course
  /// The submissions, by name.
  public let submissions: [Submission]
  /// What programs gave up before a student's code ran.
  public let confinement: Confinement

  /// The points that can be had.
  public var possible: Int { course.sheets.reduce(0) { $0 + $1.points } }

  /// The misconceptions that were found, the commonest first.
  public var misconceptions: [Count] {
    course.sheets.enumerated().flatMap { index, sheet in
      sheet.rules.misconceptions.compactMap { misconception in
        let found = submissions.count { submission in
          guard case .wrong(let finding)? = submission.marks[index].verdict else { return false }
          return finding.explanation?.name == misconception.name
        }
        return found == 0
          ? nil : Count(sheet: sheet, misconception: misconception, submissions: found)
      }
    }.sorted { $0.submissions > $1.submissions }
  }

  /// Marks all folders within a folder, several at the same time.
  ///
  /// - Parameter report: Told of each submission when it is marked, in any order, from one thread at a time.
  /// - Throws: `CocoaError` where the folder can't be read or there is no room to work in.
  public init(
    _ folder: String, course: Course = .standard, workers: Int, seed: UInt64,
    report: @escaping @Sendable (Submission) -> Void = { _ in }
  ) throws {
    self.course = course
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: folder).sorted().filter { name in
      var isFolder: ObjCBool = false
      return !name.hasPrefix(".")
        && files.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        && isFolder.boolValue
    }
    let place = files.temporaryDirectory.appending(path: "unroll-grading-\(UUID())").path
    defer { try? files.removeItem(atPath: place) }
    let workshops = try (0..<max(1, min(workers, names.count))).map {
      try Workshop(in: place + "/\($0)", for: course.sheets)
    }
    // What is right is computed once for all.
    let graders = course.sheets.map { Grader($0, seed: seed) }
    confinement = workshops[0].confinement(graders[0])
    let work = Work(names, report)
    DispatchQueue.concurrentPerform(iterations: workshops.count) { index in
      while let name = work.next() {
        let marks = graders.map { workshops[index].mark(by: $0, of: folder + "/" + name) }
        work.done(Submission(name: name, marks: marks))
      }
    }
    submissions = work.submissions.sorted { $0.name < $1.name }
  }
}

/// The submissions that are still to be marked, and those that are.
private final class Work: @unchecked Sendable {  // all that changes is behind the lock
  private let lock = NSLock()
  private var waiting: ArraySlice<String>
  private(set) var submissions: [GradeBook.Submission] = []
  private let report: @Sendable (GradeBook.Submission) -> Void

  init(_ names: [String], _ report: @escaping @Sendable (GradeBook.Submission) -> Void) {
    waiting = names[...]
    self.report = report
  }

  func next() -> String? { lock.withLock { waiting.popFirst() } }

  func done(_ submission: GradeBook.Submission) {
    lock.withLock {
      submissions.append(submission)
      report(submission)
    }
  }
}
