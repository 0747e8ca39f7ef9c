import Foundation
import TestSupport
import Testing
import UnrollGrading

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll questions`, from the file that `unroll start` makes to the page that a person reads.
@Suite struct QuestionsCommandTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "ask-\(UUID())").path
  private let sheet = Course.standard.questions

  private func run(_ words: [String], columns: Int? = nil) -> (ExitCode, CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    let tool = Tool(commands: [QuestionsCommand(), StartCommand()])
    return (tool.run(words, captured.console), captured)
  }

  private var file: String { folder + "/" + sheet.file }

  /// Answers a question in the student's file.
  private func answer(_ id: String, _ isMeant: (ChoiceQuestion.Choice) -> Bool) throws {
    let question = try #require(sheet.choices.first { $0.id == id })
    let letters = zip(question.letters, question.choices).filter { isMeant($1) }.map(\.0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let parts = text.components(separatedBy: "## \(id)\n")
    let below = parts[1].replacing(
      "\nAnswer:", with: "\nAnswer: \(letters.joined(separator: ", "))", maxReplacements: 1)
    try Data((parts[0] + "## \(id)\n" + below).utf8).write(to: URL(filePath: file))
  }

  @Test func `from an empty file to explanations`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (started, beginning) = run(["start", folder])
    #expect(started == .done)
    #expect(beginning.text.contains(sheet.file))
    let (code, captured) = run(["questions", "--in", folder])
    #expect(code == .done && captured.errors == "")
    #expect(captured.text.contains("15.1   nothing is written yet; it is read by a person\n"))
    #expect(captured.text.contains("15.5c  not answered\n"))
    #expect(captured.text.contains("0 of 12 right, 12 not answered yet: \(file)"))

    try answer("15.2a") { $0.explanation == nil }
    try answer("15.2b") { $0.text.hasPrefix("32 units") }
    try answer("15.5a") { $0.text.hasPrefix("Unstable") }
    let (wrong, told) = run(["questions", "--in", folder], columns: 100)
    #expect(wrong == .checkFailed)
    #expect(told.errors.contains("2 answers are not right yet"))
    #expect(told.text.contains("15.2a  right\n") || told.text.contains("15.2a  \u{1B}[32mright"))
    #expect(told.text.contains("The units belong to the layer."))
    #expect(
      told.text.contains("What you chose is right, but something that is right too is missing."))
    #expect(told.text.contains("1 of 12 right, 2 wrong, 9 not answered yet"))

    let (one, asked) = run(["questions", "15.2a", "--in", folder])
    #expect(one == .done)
    #expect(asked.text.contains("How many dimensions must the inputs"))
    #expect(asked.text.contains("1 of 1 right: ") && !asked.text.contains("15.2b"))
  }

  @Test func `what is not there gets a sentence`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (none, nowhere) = run(["questions", "--in", folder])
    #expect(none == .noSuchFile)
    #expect(nowhere.errors.contains("is no coursework folder"))
    _ = run(["start", folder])
    let (unknown, named) = run(["questions", "15.9", "--in", folder])
    #expect(unknown == .wrongUsage)
    #expect(named.errors.contains("there is no question '15.9'; there are 15.1, 15.2a, "))
    try FileManager.default.removeItem(atPath: file)
    let (gone, advice) = run(["questions", "--in", folder])
    #expect(gone == .noSuchFile)
    #expect(advice.errors.contains("no such file; unroll start \(folder) makes it."))
    let (to, alone) = run(["questions", "--to", "x.md"])
    #expect(to == .wrongUsage)
    #expect(alone.errors.contains("give --export FOLDER too"))
  }

  @Test func `the texts of a class are gathered in one file`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["ada", "ben"] { _ = run(["start", folder + "/class/" + name]) }
    let page = folder + "/page.md"
    let (code, captured) = run(["questions", "--export", folder + "/class", "--to", page])
    #expect(code == .done)
    #expect(captured.text.contains("0 of 2 students wrote something: \(page)."))
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("### Model answer") && text.contains("### ben\n\n(nothing was written)"))
    let (printed, shown) = run(["questions", "--export", folder + "/class"])
    #expect(printed == .done)
    #expect(shown.text.hasPrefix("# Lecture 003: answers to be read\n"))
    let (empty, nobody) = run(["questions", "--export", folder + "/class/ada/Questions"])
    #expect(empty == .badData)
    #expect(nobody.errors.contains("found no folders; expected one for each student."))
    let (missing, advice) = run(["questions", "--export", folder + "/nowhere"])
    #expect(missing == .noSuchFile)
    #expect(advice.errors.contains("name the folder with the submissions"))
  }

  @Test func `a class's marks stand in a table of their own`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let captured = CapturedConsole()
    func show(_ names: String...) {
      let marks = names.map { QuestionMarks(Course.standard.questions, of: $0, in: folder) }
      QuestionMarksScreen.show(marks, of: folder, captured.console)
    }
    show("ada")
    #expect(captured.text == "", "nothing was handed in")
    _ = run(["start", folder + "/ada"])
    show("ada", "ben")
    #expect(captured.text.contains(/ada +0 of 12 right +0 +nothing is answered yet/))
    #expect(captured.text.contains(/ben +missing +0 +no Questions/))
  }
}
