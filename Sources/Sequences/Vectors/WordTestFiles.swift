import UnrollNumerics

extension AnalogyQuestions {
  /// Reads questions in the format of `questions-words.txt`: sections `: family`, and lines of four words;
  /// those in front of the first section are one of their own.
  /// - Throws: ``TextFileError`` for a line with fewer or more words, and a file without questions.
  public init(contentsOf path: String) throws(TextFileError) {
    let lines = try TextLines(contentsOf: path)
    var sections: [Section] = []
    while let line = try lines.next() {
      let words = line.text.split { $0 == " " || $0 == "\t" }.map(String.init)
      if words.isEmpty || words[0].hasPrefix("//") { continue }
      if line.text.hasPrefix(":") {
        let name = line.text.dropFirst().drop { $0 == " " || $0 == "\t" }
        sections.append(Section(name.isEmpty ? "section \(sections.count + 1)" : String(name), []))
        continue
      }
      guard words.count == 4 else {
        throw lines.error(
          .unexpected(
            found: "\(words.count) \(words.count == 1 ? "word" : "words")",
            expected: "4, such as 'king man queen woman', or a section ': name'"), line: line.number
        )
      }
      if sections.isEmpty { sections.append(Section("questions", [])) }
      sections[sections.count - 1].questions.append(
        Question(words[0], words[1], words[2], answer: words[3]))
    }
    self.init(sections)
    if count == 0 {
      throw lines.error(
        .unexpected(found: "no questions", expected: "lines of four words below sections ': name'"))
    }
  }
}

extension WordSimilarities {
  /// Reads pairs of words in the format of WordSim-353: two words and a number, separated by tabs.
  ///
  /// Lines that begin with # are left out; so is a first line with names instead of a number. What stands
  /// behind the number is not read.
  /// - Throws: ``TextFileError`` for a line without two words and a number, and a file with fewer than two pairs.
  public init(contentsOf path: String) throws(TextFileError) {
    let lines = try TextLines(contentsOf: path)
    var pairs: [Pair] = []
    var isFirst = true
    while let line = try lines.next() {
      if line.text.hasPrefix("#") || line.text.allSatisfy(\.isWhitespace) { continue }
      let cells = line.text.split(separator: "\t", omittingEmptySubsequences: false)
        .map { String($0.drop { $0 == " " }) }
      let number = cells.count > 2 ? Double(cells[2].split(separator: " ").joined()) : nil
      if let number, number.isFinite, !cells[0].isEmpty, !cells[1].isEmpty {
        pairs.append(Pair(cells[0], cells[1], number))
      } else if !isFirst || cells.count < 3 {
        throw lines.error(
          .unexpected(
            found: "'\(line.text.prefix(40))'",
            expected: "two words and a number, separated by tabs"), line: line.number)
      }
      isFirst = false
    }
    guard pairs.count > 1 else {
      throw lines.error(
        .unexpected(
          found: "\(pairs.count) \(pairs.count == 1 ? "pair" : "pairs") of words",
          expected: "at least 2; one can't be ranked"))
    }
    self.init(pairs)
  }
}
