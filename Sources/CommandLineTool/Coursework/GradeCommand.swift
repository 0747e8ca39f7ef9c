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
  static let details = Option(
    flag: "details", help: "Print a line for each exercise of each student, with the reason.")
  static let csv = Option(
    "csv", "FILE", .text,
    help:
      "Also write the points for a grade book: a line for each student, a column for each exercise."
  )
  static let feedback = Option(
    "feedback", "DIR", .text,
    help: "Also write a file for each student with what unroll check-exercise says, in Markdown.")

  let name = "grade"
  let summary = "Mark the submissions of a class."
  let discussion = """
    Of each student's folder the files of the exercises are taken and nothing else. Each is compiled, and asked for \
    numbers in a process of its own that can open no file, start no process and make no connection, as far as the \
    system lets it give these up; below the table stands what it could not. \
    The compiler has limits of time and memory only.

    A solution that passes gets all points; else each function that is right in every case counts its share of half of \
    them, those too that stand behind one that is not written, crashes or does not end. The table has the points of \
    each exercise, and a letter where there are none. JSON has all that is known: the \
    verdict, the misconception, what was wrong first and where.

    The points of the questions with choices are not in the sum: they have columns of their own in the file for the \
    grade book, questionPoints in JSON, and a section in the feedback.
    """
  var accepts: [any Declaration] {
    [
      Self.submissions, Coursework.only, Coursework.variant, Self.workers, Self.details, Self.csv,
      Self.feedback,
      Coursework.gradingSeed, Shared.json,
    ]
  }
  let examples = [
    Example("grade submissions --json marks.json", "All of a class, and the marks as JSON."),
    Example(
      "grade submissions --csv points.csv --feedback feedback",
      "A file for the grade book, and one for each student."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = arguments[Self.submissions]
    try Coursework.checkSubmissions(folder)
    let csv = arguments[Self.csv].map { OutputFile($0) }
    let feedback = arguments[Self.feedback].map { OutputFolder($0) }
    try csv?.checkWritable()
    try feedback?.checkWritable()
    let course = try Coursework.course(arguments)
    let book = try Coursework.failing {
      try GradeBook(
        folder, course: course, workers: arguments[Self.workers],
        seed: arguments[Coursework.gradingSeed])
    }
    guard !book.submissions.isEmpty else {
      throw CommandFailure.badData(
        file: folder, found: "no folders", expected: "one for each student")
    }
    let screen = GradeScreen(book, width: console.windowWidth)
    if arguments[Self.details] {
      try console.report(screen.details, arguments)
      console.print()
    }
    for (index, table) in screen.points.enumerated() {
      if index == 0, !arguments[Self.details] {
        try console.report(table, json: screen.details, arguments)
      } else {
        console.print(table.text(width: console.windowWidth, style: console.style))
      }
      console.print()
    }
    if let legend = screen.legend {
      console.say(legend)
      console.print()
    }
    console.print(console.style(.bold, "Exercises"))
    console.print(screen.results.text(width: console.windowWidth, style: console.style))
    console.print()
    if !book.misconceptions.isEmpty {
      console.print(console.style(.bold, "Misconceptions"))
      console.print(screen.misconceptions.text(width: console.windowWidth, style: console.style))
      console.print()
    }
    QuestionMarksScreen.show(book.submissions.compactMap(\.questions), of: folder, console)
    for sentence in book.otherVariants + GradeScreen.notConfined(book.confinement) {
      console.say(sentence)
    }
    if let csv {
      try csv.write(book.csv)
      console.say("The points are in \(csv.path).")
    }
    if let feedback {
      for submission in book.submissions {
        try feedback.write(book.feedback(on: submission), as: submission.name + ".md")
      }
      console.say("What each student did not get right is in \(feedback.path).")
    }
  }
}
