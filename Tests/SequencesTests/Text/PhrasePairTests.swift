import Testing
import UnrollSequences

@Suite struct PhrasePairTests {
  @Test func `pairs stand on lines, separated by tabs`() throws {
    let text = "Go.\tVa !\nRun!\tCours !\tCC-BY 2.0\n\n"
    let windows = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
    #expect(
      try PhrasePair.pairs(in: windows, file: "fra.tsv")
        == PhrasePair.pairs(in: text, file: "fra.tsv"))
    #expect(
      try PhrasePair.pairs(in: text, file: "fra.tsv") == [
        PhrasePair("Go.", "Va !"), PhrasePair("Run!", "Cours !"),
      ])
  }

  @Test(arguments: [
    ("Go.\tVa !\nRun!", "fra.tsv, line 2: found 'Run!'"),
    ("Go.\t\n", "fra.tsv, line 1: found 'Go.\t'"),
    ("\n\n", "fra.tsv: found no lines"),
  ])
  func `a line without a translation is named`(text: String, sentence: String) {
    let error = #expect(throws: TextFileError.self) {
      try PhrasePair.pairs(in: text, file: "fra.tsv")
    }
    let rest = "; expected a phrase and its translation, separated by a tab."
    #expect(error?.description == sentence + rest)
  }

  @Test func `pairs are read from a file, whatever its line ends`() throws {
    let text = "Go.\tVa !\nRun!\tCours !\n"
    for (mark, end) in [("", "\n"), ("\u{FEFF}", "\r\n"), ("", "\r")] {
      let file = try TemporaryFile(mark + text.replacing("\n", with: end))
      #expect(
        try PhrasePair.pairs(contentsOf: file.path)
          == [PhrasePair("Go.", "Va !"), PhrasePair("Run!", "Cours !")])
    }
  }

  @Test func `a file without phrases is named with its line`() throws {
    let file = try TemporaryFile("Go.\tVa !\r\nRun!\r\n")
    #expect(
      throws: TextFileError.unexpected(
        file: file.path, line: 2, found: "'Run!'",
        expected: "a phrase and its translation, separated by a tab")
    ) { try PhrasePair.pairs(contentsOf: file.path) }
    let folder = try TemporaryFile(files: ["fra.txt": text])
    #expect(throws: TextFileError(file: folder.path, .isFolder)) {
      try PhrasePair.pairs(contentsOf: folder.path)
    }
  }

  private let text = "Go.\tVa !\n"
}
