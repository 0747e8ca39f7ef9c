import Foundation
import Testing

@testable import UnrollGrading

/// The questions in the folders of students, and of a class.
@Suite struct QuestionFolderTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "questions-\(UUID())")
    .path
  private let sheet = Course.standard.questions

  private func write(_ text: String, _ file: String) throws {
    let place = URL(filePath: path + "/" + file)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// A file with every answer right, or its first choice.
  private func answered(_ isRight: Bool) -> String {
    var file = sheet.markdown
    for question in sheet.choices {
      let wanted = zip(question.letters, question.choices).filter {
        ($1.explanation == nil) == isRight
      }.map(\.0)
      let letters = isRight ? wanted.joined(separator: ", ") : wanted[0]
      let parts = file.components(separatedBy: "## \(question.id)\n")
      file =
        parts[0] + "## \(question.id)\n"
        + parts[1].replacing("\nAnswer:", with: "\nAnswer: \(letters)", maxReplacements: 1)
    }
    return file
  }

  @Test func `a folder begins with the questions, and they are not touched again`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (folder, _) = try StudentFolder.start(path)
    func text() throws -> String {
      try String(contentsOfFile: path + "/" + sheet.file, encoding: .utf8)
    }
    #expect(try text() == folder.course.questions.markdown)
    try write("mine", sheet.file)
    _ = try StudentFolder.start(path)
    #expect(try text() == "mine")
    try FileManager.default.removeItem(atPath: path + "/" + sheet.file)
    _ = try StudentFolder.start(path)
    #expect(try text() == sheet.markdown)
  }

  @Test func `a term has its own order`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (folder, _) = try StudentFolder.start(path, variant: 1)
    let text = try String(contentsOfFile: path + "/" + sheet.file, encoding: .utf8)
    #expect(text == folder.course.questions.markdown && text != sheet.markdown)
  }

  @Test func `a class has marks for its questions`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(answered(true), "ada/\(sheet.file)")
    try write(answered(false), "ben/\(sheet.file)")
    try write(answered(true).replacing("## 15.2b", with: "## gone"), "cleo/\(sheet.file)")
    try write(sheet.markdown, "dan/\(sheet.file)")
    try write("", "eve/other.md")
    let marks = ["ada", "ben", "cleo", "dan", "eve"].map { QuestionMarks(sheet, of: $0, in: path) }
    #expect(marks.map(\.points) == [12, 0, 11, 0, 0])
    #expect(
      marks.map(\.word)
        == ["12 of 12 right", "0 of 12 right", "11 of 12 right", "0 of 12 right", "missing"])
    let all = sheet.choices.map(\.id).joined(separator: ", ")
    #expect(
      marks.map(\.sentence) == [
        "", "wrong \(all)", "can't be read 15.2b", "nothing is answered yet",
        "no Questions/lecture-003.md was handed in",
      ])
  }

  @Test func `a file in UTF-16 is read too`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write("", "ada/\(sheet.file)")
    let data = try #require(answered(true).data(using: .utf16))
    try data.write(to: URL(filePath: path + "/ada/" + sheet.file))
    #expect(QuestionMarks(sheet, of: "ada", in: path).points == 12)
  }

  @Test func `files of others and files without end are none`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(answered(true), "ada/\(sheet.file)")
    try FileManager.default.createDirectory(
      atPath: path + "/ben", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/ben/Questions", withDestinationPath: path + "/ada/Questions")
    try write(String(repeating: "x", count: 2 << 20), "cleo/\(sheet.file)")
    try FileManager.default.createDirectory(
      atPath: path + "/dan/\(sheet.file)", withIntermediateDirectories: true)
    for name in ["ben", "cleo", "dan"] {
      #expect(QuestionMarks(sheet, of: name, in: path).verdicts == nil, "\(name)")
    }
    #expect(QuestionMarks(sheet, of: "ada", in: path).verdicts != nil)
  }

  @Test func `texts are gathered beside the model answer, and can't pass for it`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    func text(_ answer: String) -> String {
      sheet.markdown.replacing("Answer:", with: "Answer: \(answer)", maxReplacements: 1)
    }
    try write(text("Forecasts.\r\n## 15.9\n### Points (6)\n<b>\u{1B}[2J</b>"), "ada/\(sheet.file)")
    try write(sheet.markdown, "ben/\(sheet.file)")
    try write(text(String(repeating: "long ", count: 4000)), "cleo/\(sheet.file)")
    try FileManager.default.createDirectory(
      atPath: path + "/dan", withIntermediateDirectories: true)
    let export = try TextExport(sheet, of: path)
    #expect(export.counts == (2, 4))
    let page = export.markdown
    #expect(page.contains("### Model answer\n") && page.contains("### Points (6)\n"))
    #expect(
      page.contains(
        "### ada\n\n> Forecasts.\n> ## 15.9\n> ### Points (6)\n> &lt;b>\u{FFFD}[2J&lt;/b>\n\nPoints: ____ of 6\n"
      ))
    #expect(page.contains("### ben\n\n(nothing was written)\n"))
    #expect(page.contains("### dan\n\n(nothing was written)\n"))
    #expect(page.contains("> … (cut after 10000 characters)") && page.count < 20_000)
  }

  @Test func `each text has a model answer and as many points as it says`() throws {
    let models = try String(contentsOfFile: TextExport.modelAnswers(to: sheet), encoding: .utf8)
    for question in sheet.texts {
      let section = TextExport.section(question.id, of: models)
      #expect(section.hasPrefix("### Model answer\n"))
      #expect(section.contains("### Points (\(question.points))\n"))
    }
  }

  @Test func `no folders, no page`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: TextExportError.noSubmissions(path: path)) { try TextExport(sheet, of: path) }
  }

  @Test func `a student's copy has no model answers`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try StudentCopy.make(path)
    #expect(!FileManager.default.fileExists(atPath: path + "/Answers"))
    let models = try String(contentsOfFile: TextExport.modelAnswers(to: sheet), encoding: .utf8)
    let telling = models.split(separator: "\n").map(String.init).filter { $0.hasPrefix("**") }
    #expect(telling.count == 3)
    let files = FileManager.default.enumerator(atPath: path)
    while let file = files?.nextObject() as? String {
      guard file.hasSuffix(".swift") || file.hasSuffix(".md"),
        let text = try? String(contentsOfFile: path + "/" + file, encoding: .utf8)
      else { continue }
      let found = telling.filter(text.contains)
      #expect(found == [], "\(file)")
    }
  }
}
