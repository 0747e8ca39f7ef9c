import Foundation

extension QuestionSheet {
  /// The student's file as it is in the beginning.
  public var markdown: String {
    let head = """
      # Questions to lecture \(lecture): \(title)

      Write the letter of your answer behind the colon, or all letters where a question says so. Then, in the folder of
      the course,

          swift run -c release unroll questions --in DIR

      says of each whether it is right, and why a wrong choice is wrong; DIR is the folder that Questions is in. Your
      answer to \(texts.map(\.id).joined(separator: ", ")) is read by a person.
      """
    let parts = texts.map(Self.section) + choices.map(Self.section)
    return ([head] + parts).joined(separator: "\n\n") + "\n"
  }

  private static func section(_ question: TextQuestion) -> String {
    """
    ## \(question.id) (\(question.points) points)

    \(question.text)

    Answer:

    """
  }

  private static func section(_ question: ChoiceQuestion) -> String {
    let list = zip(question.letters, question.choices).map { "- \($0). \($1.text)" }
    return """
      ## \(question.id)

      \(question.text)\(question.asksForAll ? " Write all letters that are right." : "")

      \(list.joined(separator: "\n"))

      Answer:
      """
  }

  /// Makes the student's file where there is none.
  /// - Returns: Whether it was made.
  /// - Throws: `CocoaError` where it can't be written.
  @discardableResult func begin(in folder: String) throws -> Bool {
    let path = folder + "/" + file
    let files = FileManager.default
    if files.fileExists(atPath: path) { return false }
    try files.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try markdown.write(to: path)
    return true
  }

  /// The answers in a student's folder; nil where there is no file, or one that is not the folder's own, or too large.
  public func answers(in folder: String) -> QuestionAnswers? {
    guard let data = try? SubmittedFile.bytes(of: folder + "/" + file, in: folder) else {
      return nil
    }
    // Some editors save as UTF-16, and say so by the first two bytes.
    let isWide = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
    let wide = isWide ? String(data: data, encoding: .utf16) : nil
    return QuestionAnswers(wide ?? String(decoding: data, as: UTF8.self), to: self)
  }
}
