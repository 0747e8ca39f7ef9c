import UnrollConsole
import UnrollCourse
import UnrollGrading

/// The marks of a class as tables.
struct GradeScreen {
  /// A line of the table of points: a student, or what can be had.
  private struct Line: Sendable {
    let name: String
    let cells: [(cell: Cell, tint: Style.Tint?)]
    let sum: Int
  }

  private let book: GradeBook
  private let width: Int?

  init(_ book: GradeBook, width: Int?) { (self.book, self.width) = (book, width) }

  /// A line for each student with a column for each exercise, in as many tables as the window needs.
  var points: [Table] {
    let possible = Line(
      name: "(points)", cells: book.course.sheets.map { (.integer($0.points), nil) },
      sum: book.possible)
    let lines = book.submissions.map { submission in
      Line(name: submission.label, cells: submission.marks.map(Self.cell), sum: submission.points)
    }
    let columns = book.course.sheets.indices.map { index in
      Column<Line>(
        book.course.sheets[index].id, key: "exercise\(book.course.sheets[index].number)",
        alignment: .right, tint: { $0.cells[index].tint }
      ) { $0.cells[index].cell }
    }
    let student = Column<Line>("Student", key: "student") { .text($0.name) }
    let sum = Column<Line>("Sum", key: "sum") { .integer($0.sum) }
    return Self.portions(columns, size: columnsThatFit(lines)).map { portion in
      Table(rows: lines + [possible], columns: [student] + portion + [sum])
    }
  }

  /// How many columns of exercises stand beside one another: each takes two places and two of room.
  private func columnsThatFit(_ lines: [Line]) -> Int {
    guard let width else { return .max }
    let names = lines.map { displayWidth($0.name) }.max() ?? 0
    return max(4, (width - max(8, names) - 2 - 3) / 4)
  }

  /// Equal portions of a list, none larger than a size.
  static func portions<Element>(_ list: [Element], size: Int) -> [[Element]] {
    guard list.count > size else { return [list] }
    let count = (list.count + size - 1) / size
    let each = (list.count + count - 1) / count
    return stride(from: 0, to: list.count, by: each).map {
      Array(list[$0..<min($0 + each, list.count)])
    }
  }

  private static func cell(_ mark: Mark) -> (cell: Cell, tint: Style.Tint?) {
    if mark.outcome == .right { return (.integer(mark.points), .green) }
    let isAbsent = mark.outcome == .missing || mark.outcome == .notWritten
    return (
      mark.points > 0 ? .integer(mark.points) : .text(mark.outcome.letter),
      isAbsent ? nil : .red
    )
  }

  /// What the letters mean that are in the table; nil where there are none.
  var legend: String? {
    let marks = book.submissions.flatMap(\.marks).filter { $0.points == 0 }
    let seen = Outcome.allCases.filter { outcome in
      outcome != .right && marks.contains { $0.outcome == outcome }
    }
    return seen.isEmpty
      ? nil : seen.map { "\($0.letter) \($0.rawValue)" }.joined(separator: ", ") + "."
  }

  /// How each exercise went; of the ways to end those that occurred.
  var results: Table {
    let results = book.results
    let seen = Outcome.allCases.filter { outcome in
      results.contains { $0.outcomes[outcome, default: 0] > 0 }
    }
    typealias Result = GradeBook.ExerciseResult
    let names: [Column<Result>] = [
      Column("Exercise", key: "exercise") { .text($0.sheet.id) },
      Column("", key: "title") { .text($0.sheet.title) },
    ]
    let counts = seen.map { outcome in
      let title = outcome.rawValue.prefix(1).uppercased() + outcome.rawValue.dropFirst()
      return Column<Result>(title, key: Self.key(outcome)) {
        .integer($0.outcomes[outcome, default: 0])
      }
    }
    let points: [Column<Result>] = [
      Column("Mean", key: "meanPoints", .fixed(1)) { .number($0.meanPoints) },
      Column("of", key: "points") { .integer($0.sheet.points) },
    ]
    return Table(rows: results, columns: names + counts + points)
  }

  /// `notWritten` of `not written`.
  private static func key(_ outcome: Outcome) -> String {
    let words = outcome.rawValue.split(separator: " ").map(String.init)
    return words[0] + words.dropFirst().map(\.capitalized).joined()
  }

  /// The misconceptions, the commonest first.
  var misconceptions: Table {
    Table(
      rows: book.misconceptions,
      columns: [
        Column("Exercise", key: "exercise") { .text($0.sheet.id) },
        Column("Students", key: "students") { .integer($0.submissions) },
        Column("Numbers of", key: "misconception") { .text($0.misconception.name) },
      ])
  }

  /// An exercise of a student.
  private struct Detail: Sendable {
    let submission: GradeBook.Submission
    let mark: Mark
  }

  /// A line for each exercise of each student; JSON has more columns than a window.
  var details: Table {
    let rows = book.submissions.flatMap { submission in
      submission.marks.map { Detail(submission: submission, mark: $0) }
    }
    let first: [Column<Detail>] = [
      Column("Student", key: "student") { .text($0.submission.label) },
      Column("Exercise", key: "exercise") { .text($0.mark.sheet.id) },
      Column("Verdict", key: "verdict", tint: { $0.mark.outcome == .right ? .green : .red }) {
        .text($0.mark.outcome.rawValue)
      },
      Column("Points", key: "points") { .integer($0.mark.points) },
      Column("Of", key: "possible", isPrinted: false) { .integer($0.mark.sheet.points) },
      Column("Sum", key: "sum") { .integer($0.submission.points) },
    ]
    let hidden: [Column<Detail>] = [
      Column("Misconception", key: "misconception", isPrinted: false) {
        .optional($0.mark.finding?.explanation?.name)
      },
      Column("Candidates", key: "candidates", isPrinted: false) {
        .integer(Self.candidates($0.mark))
      },
      Column("Function", key: "function", isPrinted: false) { .optional($0.mark.finding?.part) },
      Column("Case", key: "case", isPrinted: false) { .optional($0.mark.finding?.caseName) },
      Column("Wrong first", key: "wrongFirst", isPrinted: false) {
        .optional($0.mark.finding?.sentence)
      },
      Column("Variant", key: "variant", isPrinted: false) {
        .optional($0.submission.variant.map { Int(clamping: $0) })
      },
      Column("Questions", key: "questionPoints", isPrinted: false) {
        .optional($0.submission.questions.flatMap { $0.verdicts == nil ? nil : $0.points })
      },
    ]
    let last = Column<Detail>("Why", key: "why") { .text($0.mark.sentence) }
    return Table(rows: rows, columns: first + hidden + [last])
  }

  /// How many misconceptions it may be, where it is not one alone.
  private static func candidates(_ mark: Mark) -> Int {
    guard let finding = mark.finding, finding.explanation == nil else { return 0 }
    return finding.misconceptions.count + finding.candidates.count
  }

  /// What programs could still do on this system.
  static func notConfined(_ given: Confinement) -> [String] {
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
