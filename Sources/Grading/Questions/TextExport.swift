import Foundation

/// What all students wrote to the questions that a person reads, beside the model answer.
public struct TextExport: Sendable {
  /// The page, in Markdown.
  public let markdown: String
  /// How many students wrote something, and how many there are.
  public let counts: (written: Int, students: Int)

  /// Where the model answers are; a student's copy of the course has none.
  public static func modelAnswers(to sheet: QuestionSheet) -> String {
    StudentFolder.courseRoot + "/Answers/lecture-\(sheet.lecture).md"
  }

  /// Gathers the texts of all folders within a folder.
  /// - Throws: ``TextExportError`` where there are no submissions or no model answers; `CocoaError` where the folder can't
  ///   be read.
  public init(_ sheet: QuestionSheet, of folder: String) throws {
    let names = try SubmissionFolders.names(in: folder)
    if names.isEmpty { throw TextExportError.noSubmissions(path: folder) }
    let path = Self.modelAnswers(to: sheet)
    guard let models = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw TextExportError.noModelAnswers(path: path)
    }
    let answers = names.map { sheet.answers(in: folder + "/" + $0) }
    var page = "# Lecture \(sheet.lecture): answers to be read\n"
    var written = 0
    for question in sheet.texts {
      page += """

        ## \(question.id)

        \(question.text)

        \(Self.section(question.id, of: models))

        """
      for (name, answer) in zip(names, answers) {
        let text = answer?.text(of: question) ?? ""
        if !text.isEmpty { written += 1 }
        page += """

          ### \(Self.plain(name))

          \(text.isEmpty ? "(nothing was written)" : Self.quotation(text))

          Points: ____ of \(question.points)

          """
      }
    }
    markdown = page
    counts = (written, names.count)
  }

  /// The model answer and the points, as they stand below a heading of level two.
  static func section(_ id: String, of models: String) -> String {
    let lines = models.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "## \(id)") else { return "" }
    let own = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    return own.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A student's text, each line quoted, so that none can pass for a part of the page.
  private static func quotation(_ text: String) -> String {
    let limit = 10_000
    let whole =
      text.count <= limit ? text : text.prefix(limit) + "\n… (cut after \(limit) characters)"
    return whole.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { line in line.isEmpty ? ">" : "> \(plain(String(line)))" }.joined(separator: "\n")
  }

  /// Text without control characters, and without HTML.
  private static func plain(_ text: String) -> String {
    text.printable.replacingOccurrences(of: "<", with: "&lt;")
  }
}

/// Why there is nothing to be read.
public enum TextExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are no folders of students.
  case noSubmissions(path: String)
  /// The model answers are not there.
  case noModelAnswers(path: String)

  /// What was found, and what was expected.
  public var description: String {
    switch self {
    case .noSubmissions(let path): "\(path): found no folders; expected one for each student"
    case .noModelAnswers(let path):
      "\(path): no such file; a student's copy has no model answers, use the whole course"
    }
  }
}
