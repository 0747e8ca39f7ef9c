import Foundation
import UnrollCourse

/// The marks of many submissions.
public struct GradeBook: Sendable {
  /// The course that was handed out.
  public let course: Course
  /// The submissions, by name.
  public let submissions: [Submission]
  /// What programs gave up before a student's code ran.
  public let confinement: Confinement

  /// The points that can be had.
  public var possible: Int { course.sheets.reduce(0) { $0 + $1.points } }

  /// Marks all folders within a folder, several at the same time.
  ///
  /// - Parameter report: Told of each submission when it is marked, in any order, from one thread at a time.
  /// - Throws: `CocoaError` where the folder can't be read or there is no room to work in; ``GradingError`` where nothing
  ///   compiles.
  public init(
    _ folder: String, course: Course = .standard, workers: Int, seed: UInt64,
    report: @escaping @Sendable (Submission) -> Void = { _ in }
  ) throws {
    let files = FileManager.default
    let names = try SubmissionFolders.names(in: folder)
    let place = files.temporaryDirectory.appending(path: "unroll-grading-\(UUID())").path
    defer { try? files.removeItem(atPath: place) }
    try self.init(
      names.map { (name: $0, path: folder + "/" + $0) }, course: course, workers: workers,
      seed: seed, place: place, report: report)
  }

  /// Marks a single submission.
  ///
  /// - Parameter workshop: A folder that keeps what is compiled, for the next time.
  /// - Throws: `CocoaError` where there is no room to work in; ``GradingError`` where nothing compiles.
  public init(
    submission path: String, course: Course = .standard, seed: UInt64, workshop: String
  ) throws {
    let name = URL(filePath: path).lastPathComponent
    try self.init(
      [(name: name, path: path)], course: course, workers: 1, seed: seed,
      place: URL(filePath: workshop).path)
  }

  /// Marks that are there already.
  init(course: Course, submissions: [Submission], confinement: Confinement) {
    self.course = course
    self.submissions = submissions
    self.confinement = confinement
  }

  private init(
    _ folders: [(name: String, path: String)], course: Course, workers: Int, seed: UInt64,
    place: String, report: @escaping @Sendable (Submission) -> Void = { _ in }
  ) throws {
    self.course = course
    let workshops = try (0..<max(1, min(workers, folders.count))).map {
      try Workshop(in: place + "/\($0)", for: course.sheets)
    }
    // What is right is computed once for all, and so is the mark of what several hand in, the untouched stub above all.
    let graders = course.sheets.map { Grader($0, seed: seed) }
    confinement = try workshops[0].confinement(graders[0])
    let work = Work(folders, report)
    // Threads of their own: a pool has no more than the machine has cores, and workers mostly wait.
    let group = DispatchGroup()
    for workshop in workshops {
      group.enter()
      let thread = Thread {
        workshop.prepare(graders[0])
        while let folder = work.next() {
          let marks = graders.map { Self.mark(of: folder.path, by: $0, in: workshop, work) }
          work.done(
            Submission(
              name: folder.name, variant: StudentFolder.submittedVariant(of: folder.path),
              marks: marks,
              questions: QuestionMarks(course.questions, of: folder.name, at: folder.path)))
        }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    submissions = work.submissions.sorted { $0.name < $1.name }
  }

  private static func mark(
    of submission: String, by grader: Grader, in workshop: Workshop, _ work: Work
  ) -> Mark {
    func mark(_ verdict: Verdict?) -> Mark {
      Mark(sheet: grader.sheet, verdict: verdict, rightParts: 0, parts: grader.parts.count)
    }
    switch SubmittedFile(of: grader.sheet, in: submission) {
    case .missing: return mark(nil)
    case .unreadable(let reason): return mark(.unreadable(reason: reason))
    case .text(let text):
      return work.mark(grader.sheet, text) { workshop.mark(by: grader, of: text) }
    }
  }
}

/// The submissions that are still to be marked, and those that are.
private final class Work: @unchecked Sendable {  // all that changes is behind the lock
  private let lock = NSLock()
  private var waiting: ArraySlice<(name: String, path: String)>
  private var known: [String: Mark] = [:]
  private(set) var submissions: [GradeBook.Submission] = []
  private let report: @Sendable (GradeBook.Submission) -> Void

  init(
    _ folders: [(name: String, path: String)],
    _ report: @escaping @Sendable (GradeBook.Submission) -> Void
  ) {
    waiting = folders[...]
    self.report = report
  }

  func next() -> (name: String, path: String)? { lock.withLock { waiting.popFirst() } }

  /// The mark of a text: the one that the same text had already, or a new one.
  func mark(_ sheet: ExerciseSheet, _ text: String, _ make: () -> Mark) -> Mark {
    let key = sheet.id + text
    if let mark = lock.withLock({ known[key] }) { return mark }
    let mark = make()
    lock.withLock { known[key] = mark }
    return mark
  }

  func done(_ submission: GradeBook.Submission) {
    lock.withLock {
      submissions.append(submission)
      report(submission)
    }
  }
}
