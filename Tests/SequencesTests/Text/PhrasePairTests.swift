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
    ("\n\n", "fra.tsv: found 'no lines'"),
  ])
  func `a line without a translation is named`(text: String, sentence: String) {
    let error = #expect(throws: PhrasePairError.self) {
      try PhrasePair.pairs(in: text, file: "fra.tsv")
    }
    let rest = "; expected a phrase and its translation, separated by a tab."
    #expect(error?.description == sentence + rest)
  }
}
