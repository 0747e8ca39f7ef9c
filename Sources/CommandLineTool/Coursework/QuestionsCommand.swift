import Foundation
import UnrollConsole
import UnrollGrading

/// `unroll questions`: the questions to a lecture, answered in a file.
struct QuestionsCommand: Command {
  static let question = Argument(
    optional: "QUESTION", .text,
    help: "One of them, as 15.3a, or those of one exercise, as 15.3; unless given, all.")
  static let export = Option(
    "export", "FOLDER", .text,
    help:
      "For instructors: gather what the students in FOLDER wrote in words, beside the model answer."
  )
  static let to = Option(
    "to", "FILE", .text,
    help: "Where --export writes its page; unless given, to standard output.")

  let name = "questions"
  let summary = "Check your answers to the questions of lecture 003."
  let discussion = """
    The questions are in your folder, in Questions/lecture-003.md, and you answer them there. Of each answer this says \
    whether it is right, and if not, why that choice is wrong. What is answered in words is read by a person.

    The exit code is 0 where no answer is wrong; those that are still missing are no mistakes.
    """
  var accepts: [any Declaration] { [Self.question, Coursework.folder, Self.export, Self.to] }
  let examples = [
    Example("questions --in ../my-rnn", "All of them."),
    Example("questions 15.3 --in ../my-rnn", "Those of exercise 15.3, with what they ask."),
    Example("questions --export submissions --to answers.md", "A class's texts, to be read."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    if let submissions = arguments[Self.export] {
      return try export(submissions, to: arguments[Self.to], console)
    }
    if arguments[Self.to] != nil {
      throw CommandFailure(
        .wrongUsage, "--to says where --export writes; give --export FOLDER too.")
    }
    let folder = try Coursework.folder(arguments)
    let sheet = folder.course.questions
    let ids = arguments[Self.question].map(sheet.ids(named:)) ?? sheet.ids
    guard !ids.isEmpty else {
      throw CommandFailure(
        .wrongUsage,
        "there is no question \(quoted(arguments[Self.question] ?? "")); there are \(sheet.ids.joined(separator: ", "))."
      )
    }
    guard let answers = sheet.answers(in: folder.path) else {
      throw CommandFailure.noSuchFile(
        "\(folder.path)/\(sheet.file)", advice: "unroll start \(folder.path) makes it")
    }
    try QuestionsScreen(
      console: console, answers: answers, ids: ids, asks: arguments[Self.question] != nil,
      file: "\(folder.path)/\(sheet.file)"
    ).show()
  }

  private func export(_ folder: String, to file: String?, _ console: Console) throws {
    try Coursework.checkSubmissions(folder)
    let export: TextExport
    do { export = try TextExport(Course.standard.questions, of: folder) } catch let error
      as TextExportError
    {
      let code: ExitCode =
        if case .noSubmissions = error { .badData } else { .noSuchFile }
      throw CommandFailure(code, error.description + ".")
    }
    guard let file else { return console.print(export.markdown) }
    try OutputFile(file).write(export.markdown)
    console.print(
      "\(export.counts.written) of \(export.counts.students) students wrote something: \(file).")
  }
}

/// What a reader is told of answers.
struct QuestionsScreen {
  let console: Console
  let answers: QuestionAnswers
  let ids: [String]
  /// Whether the questions are repeated.
  let asks: Bool
  let file: String

  /// Shows the questions.
  /// - Throws: ``CommandFailure`` where an answer is wrong, or can't be read.
  func show() throws {
    for question in answers.sheet.texts where ids.contains(question.id) {
      let words = answers.text(of: question)?.split(whereSeparator: \.isWhitespace).count ?? 0
      let written = words == 0 ? "nothing is written yet" : "\(words) word\(words == 1 ? "" : "s")"
      let models = TextExport.modelAnswers(to: answers.sheet)
      let isThere = words > 0 && FileManager.default.fileExists(atPath: models)
      show(
        question.id, question.text, nil, "\(written); it is read by a person",
        below: isThere ? ["Nobody to read it? A model answer with its points is in \(models)."] : []
      )
    }
    let choices = answers.sheet.choices.filter { ids.contains($0.id) }
    let verdicts = choices.map(answers.verdict)
    for (question, verdict) in zip(choices, verdicts) { show(question, verdict) }
    let right = verdicts.count { $0 == .right }
    let missing = verdicts.count { $0 == .notAnswered }
    console.print()
    // A path is not to be broken.
    if choices.isEmpty { return console.print("Your file: \(file)") }
    let unreadable = verdicts.count { if case .unreadable = $0 { true } else { false } }
    let wrong = choices.count - right - missing
    let counts = [
      "\(right) of \(choices.count) right",
      wrong > unreadable ? "\(wrong - unreadable) wrong" : nil,
      unreadable > 0 ? "\(unreadable) can't be read" : nil,
      missing > 0 ? "\(missing) not answered yet" : nil,
    ]
    console.print("\(counts.compactMap { $0 }.joined(separator: ", ")): \(file)")
    if wrong > 0 {
      throw CommandFailure.checkFailed(
        "\(wrong) answer\(wrong == 1 ? " is" : "s are") not right yet")
    }
  }

  private func show(_ question: ChoiceQuestion, _ verdict: QuestionVerdict) {
    let text = question.text + (question.asksForAll ? " (All letters that are right.)" : "")
    switch verdict {
    case .notAnswered: show(question.id, text, nil, "not answered")
    case .unreadable(let sentence):
      show(
        question.id, text, .yellow, "can't be read",
        below: [sentence.prefix(1).uppercased() + sentence.dropFirst() + "."])
    case .right: show(question.id, text, .green, "right")
    case .wrong(let mistakes, let isIncomplete):
      var below = mistakes.map { "\($0.letter): \($0.explanation)" }
      if isIncomplete {
        below.append(
          mistakes.isEmpty
            ? "What you chose is right, but something that is right too is missing."
            : "And something that is right is missing.")
      }
      show(question.id, text, .red, mistakes.isEmpty ? "not complete" : "wrong", below: below)
    }
  }

  /// A line for a question, and what is to be said about it, indented.
  private func show(
    _ id: String, _ question: String, _ tint: Style.Tint?, _ word: String, below: [String] = []
  ) {
    func say(_ text: String) {
      for line in wrap(text, width: max(20, console.width - 7)) { console.print("       " + line) }
    }
    console.print(id.padding(toLength: 7, withPad: " ", startingAt: 0) + console.style(tint, word))
    if asks { say(question) }
    below.forEach(say)
  }
}

/// The questions' part of `unroll grade`.
enum QuestionMarksScreen {
  /// Shows the marks of a class for the questions, in a table of its own; nothing where none were handed in.
  static func show(_ marks: [QuestionMarks], of folder: String, _ console: Console) {
    guard let handedIn = marks.first(where: { $0.verdicts != nil }) else { return }
    console.print(console.style(.bold, "Questions to lecture \(handedIn.sheet.lecture)"))
    let table = Table(
      rows: marks,
      columns: [
        Column("Student", key: "student") { .text($0.name) },
        Column("Answers", key: "answers") { .text($0.word) },
        Column("Points", key: "points") { .integer($0.points) },
        Column("Which", key: "which") { .text($0.sentence) },
      ])
    console.print(table.text(width: console.windowWidth, style: console.style))
    console.say(
      "What was answered in words is read by a person: unroll questions --export \(folder.printable) --to FILE."
    )
    console.print()
  }
}
