import UnrollConsole
import UnrollGrading

/// `unroll exercises`: the list with progress, or one exercise.
struct ExercisesCommand: Command {
  static let exercise = Argument(
    optional: "EXERCISE", .text,
    help: "One of them, by number or name: what it asks, and how it goes by hand.")

  let name = "exercises"
  let summary = "List the exercises, or show one."
  let discussion = """
    The list says what each exercise is about, how long it takes, and how far you have come with it. With a number it \
    shows the exercise: a question to answer before anything is written, the same by hand, and where your file is.
    """
  var accepts: [any Declaration] { [Self.exercise, Coursework.folder, Shared.json] }
  let examples = [
    Example("exercises --in ../my-rnn", "All of them, with your progress."),
    Example("exercises 05 --in ../my-rnn", "One of them."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try? StudentFolder(at: arguments[Coursework.folder])
    if arguments.wasGiven(Coursework.folder) { _ = try Coursework.folder(arguments) }
    if let name = arguments[Self.exercise] {
      show(try Coursework.sheet(name, of: folder?.course ?? .standard), folder, console)
    } else {
      try list(folder, arguments, console)
    }
  }

  private func list(
    _ folder: StudentFolder?, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    let progress = folder?.progress ?? [:]
    @Sendable func state(_ sheet: ExerciseSheet) -> String {
      guard let known = progress[sheet.folder] else { return "" }
      return known.isPassed ? "passed" : "tried"
    }
    let sheets = (folder?.course ?? .standard).sheets
    let table = Table(
      rows: sheets,
      columns: [
        Column("Exercise", key: "exercise") { .text($0.id) },
        Column("", key: "title") { .text($0.title) },
        Column("Minutes", key: "minutes") { .integer($0.minutes) },
        Column("Points", key: "points") { .integer($0.points) },
        Column("State", key: "state", tint: { state($0) == "passed" ? .green : nil }) {
          .text(state($0))
        },
        Column("Hints read", key: "hints") { .integer(progress[$0.folder]?.hints ?? 0) },
      ])
    try console.report(table, arguments)
    guard folder != nil else {
      console.print()
      console.say("Make a folder to work in; with --in DIR this list then shows your progress:")
      console.print("  \(Coursework.program) start DIR")
      return
    }
    if let next = sheets.first(where: { progress[$0.folder]?.isPassed != true }) {
      console.print()
      console.say("Next is exercise \(next.id), \(next.title):")
      console.print(Coursework.typed("exercises \(next.id)", in: folder?.path ?? "DIR"))
    }
  }

  private func show(_ sheet: ExerciseSheet, _ folder: StudentFolder?, _ console: Console) {
    let term = folder?.course.variant.seed ?? 0
    console.print(
      console.style(.bold, "Exercise \(sheet.id): \(sheet.title)")
        + (term == 0 ? "" : " (variant \(term))"))
    console.say(
      "\(sheet.objective) \(sheet.minutes) minutes, \(sheet.points) points. From lecture \(sheet.source)."
    )
    if !sheet.prerequisites.isEmpty {
      let before = sheet.prerequisites.map(ExerciseSheet.id).joined(separator: ", ")
      console.say("Needs exercise\(sheet.prerequisites.count == 1 ? "" : "s") \(before).")
    }
    console.print()
    console.print(console.style(.bold, "Before you write anything"))
    console.say(sheet.question.text)
    console.say("(The answer comes when you have passed.)")
    console.print()
    console.print(console.style(.bold, "By hand"))
    console.print(sheet.byHand)
    console.print()
    let path = folder?.path ?? "DIR"
    console.say(
      "Your file, how it is checked, and the first of \(sheet.hints.count) hints, which cost no points. What your code prints is shown with the check."
    )
    console.print("  \(path)/\(sheet.file)")
    console.print(Coursework.typed("check-exercise \(sheet.id)", in: path))
    console.print(Coursework.typed("hint \(sheet.id)", in: path))
  }
}
