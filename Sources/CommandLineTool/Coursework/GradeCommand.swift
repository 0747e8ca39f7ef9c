import Foundation
import UnrollConsole
import UnrollCourse
import UnrollGrading

/// `unroll grade`: the marks of many submissions.
struct GradeCommand: Command {
  static let submissions = Argument(
    "FOLDER", .text, help: "A folder with one folder for each student, made by unroll start.")
  static let workers = Option(
    "workers", "N", .int(in: 1...64), default: 2,
    help: "How many are compiled and run at the same time.")

  let name = "grade"
  let summary = "Mark the submissions of a class."
  let discussion = """
    Of each student's folder the files of the exercises are taken and nothing else. Each is compiled, and asked for \
    numbers in a process of its own that can open no file, start no process and make no connection, as far as the \
    system lets it give these up; the table says what it could not.

    A solution that passes gets all points; else each function that is right in every case counts its share of half of them.
    """
  var accepts: [any Declaration] {
    [Self.submissions, Coursework.variant, Self.workers, Shared.seed, Shared.json]
  }
  let examples = [
    Example("grade submissions --json marks.json", "All of a class, and the marks as JSON.")
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = arguments[Self.submissions]
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw CommandFailure.noSuchFile(folder, advice: "name the folder with the submissions") }
    let book = try GradeBook(
      folder, course: Course(CourseVariant(UInt64(arguments[Coursework.variant]))),
      workers: arguments[Self.workers], seed: arguments[Shared.seed])
    guard !book.submissions.isEmpty else {
      throw CommandFailure.badData(
        file: folder, found: "no folders", expected: "one for each student")
    }
    try console.report(Self.table(book), arguments)
    console.print()
    if !book.misconceptions.isEmpty {
      console.print(console.style(.bold, "Misconceptions"))
      console.print(
        Self.statistics(book).text(width: console.windowWidth, style: console.style))
      console.print()
    }
    QuestionMarksScreen.show(of: book.submissions.map(\.name), in: folder, book.course, console)
    for sentence in Self.notConfined(book.confinement) { console.say(sentence) }
  }

  private static func table(_ book: GradeBook) -> Table {
    Table(
      rows: book.submissions.flatMap { submission in submission.marks.map { (submission, $0) } },
      columns: [
        Column("Student", key: "student") { .text($0.0.name) },
        Column("Exercise", key: "exercise") { .text($0.1.sheet.id) },
        Column("Verdict", key: "verdict", tint: { $0.1.verdict?.isPassed == true ? .green : .red })
        {
          .text($0.1.word)
        },
        Column("Points", key: "points") { .integer($0.1.points) },
        Column("Sum", key: "sum") { .integer($0.0.points) },
        Column("Why", key: "why") { .text($0.1.verdict?.isPassed == true ? "" : $0.1.sentence) },
      ])
  }

  private static func statistics(_ book: GradeBook) -> Table {
    Table(
      rows: book.misconceptions,
      columns: [
        Column("Exercise", key: "exercise") { .text($0.sheet.id) },
        Column("Students", key: "students") { .integer($0.submissions) },
        Column("Numbers of", key: "misconception") { .text($0.misconception.name) },
      ])
  }

  /// What programs could still do on this system.
  private static func notConfined(_ given: Confinement) -> [String] {
    var sentences: [String] = []
    if !given.contains(.resources) {
      sentences.append("Memory is not limited on this system; time is.")
    }
    if !given.contains(.files) {
      sentences.append("Programs could read and write files: this system has no Landlock.")
    }
    if !given.contains(.calls) {
      sentences.append("Programs could start processes and open connections on this system.")
    }
    return sentences.isEmpty
      ? ["Programs could open no file, start no process and make no connection."] : sentences
  }
}
