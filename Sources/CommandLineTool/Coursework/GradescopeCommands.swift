import UnrollConsole
import UnrollCourse
import UnrollGrading

/// `unroll gradescope-zip`: an autograder to upload.
struct GradescopeZipCommand: Command {
  static let file = Argument("FILE", .text, help: "The archive to write: autograder.zip.")

  let name = "gradescope-zip"
  let summary = "Make an autograder for Gradescope."
  let discussion = """
    The archive is complete: the checker's sources without tests and solutions, a script that installs Swift on Ubuntu \
    22.04 or 24.04 and builds them, and one that marks a submission. Students submit their folder, or single files of it.

    On Gradescope choose the base image of one of these two and a container with at least 1.5 GB of memory.
    """
  var accepts: [any Declaration] {
    [Self.file, Coursework.only, Coursework.variant, Coursework.gradingSeed]
  }
  let examples = [
    Example("gradescope-zip autograder.zip", "All exercises in one assignment."),
    Example("gradescope-zip week1.zip --only 1-3 --variant 1", "Three of them, of another term."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let file = OutputFile(arguments[Self.file])
    try file.checkWritable()
    let course = try Coursework.course(arguments)
    let numbers = arguments[Coursework.only] == nil ? [] : course.sheets.map(\.number)
    let autograder = Autograder(
      variant: course.variant.seed, only: numbers, seed: arguments[Coursework.gradingSeed])
    let archive = try Coursework.failing { try autograder.archive() }
    try file.write(archive.data)
    let points = course.sheets.reduce(0) { $0 + $1.points }
    console.say(
      "\(file.path) marks \(course.sheets.count) exercise\(course.sheets.count == 1 ? "" : "s") with \(points) points."
    )
    if course.variant.seed != 0 { console.say("It is for \(course.variant.summary).") }
    console.say(
      "Upload it under Configure Autograder, with Ubuntu 22.04 or 24.04 and at least 1.5 GB of memory."
    )
  }
}

/// `unroll gradescope-mark`: what the autograder runs.
struct GradescopeMarkCommand: Command {
  static let submission = Argument("FOLDER", .text, help: "The submission.")
  static let results = Argument("FILE", .text, help: "The results to write: results.json.")
  static let workshop = Option(
    "workshop", "DIR", .text, default: "unroll-workshop",
    help: "A folder that keeps what is compiled, for the next submission.")

  let name = "gradescope-mark"
  let summary = "Mark one submission, as Gradescope wants it."
  let discussion =
    "The archive of unroll gradescope-zip runs this; try it on a submission of your own."
  var accepts: [any Declaration] {
    [
      Self.submission, Self.results, Self.workshop, Coursework.only, Coursework.variant,
      Coursework.gradingSeed,
    ]
  }
  let examples = [
    Example("gradescope-mark ../my-rnn results.json", "What Gradescope would show for this folder.")
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let results = OutputFile(arguments[Self.results])
    try results.checkWritable()
    let course = try Coursework.course(arguments)
    let book = try Coursework.failing {
      try GradeBook(
        submission: arguments[Self.submission], course: course,
        seed: arguments[Coursework.gradingSeed], workshop: arguments[Self.workshop])
    }
    for submission in book.submissions {
      try results.write(GradescopeResults(submission, in: book).json)
      console.say("\(submission.points) of \(book.possible) points.")
    }
    for sentence in book.otherVariants + GradeScreen.notConfined(book.confinement) {
      console.say(sentence)
    }
  }
}
