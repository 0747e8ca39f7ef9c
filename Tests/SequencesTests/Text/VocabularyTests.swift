import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@Suite struct VocabularyTests {
  @Test
  func `characters get ids in alphabetical order behind the four with a meaning of their own`() {
    let vocabulary = Vocabulary(["cab", "bad"], unit: .characters)
    #expect(vocabulary.entries == ["a", "b", "c", "d"] && vocabulary.count == 8)
    #expect(
      vocabulary.encode(["bad", "c"], length: 5)
        == IntTensor([[5, 4, 7, Vocabulary.end, 0], [6, Vocabulary.end, 0, 0, 0]]))
  }

  @Test func `what is not in the vocabulary is unknown`() {
    let vocabulary = Vocabulary(["ab"], unit: .characters)
    let tokens = vocabulary.encode(["axb"], length: 4)
    #expect(tokens == IntTensor([[4, Vocabulary.unknown, 5, Vocabulary.end]]))
    #expect(vocabulary.decode(tokens) == ["a⟨unknown⟩b"])
  }

  @Test func `words are in small letters, punctuation marks stand alone`() {
    let vocabulary = Vocabulary(["Va !", "J'ai froid, moi."], unit: .words)
    #expect(vocabulary.entries == ["!", ",", ".", "ai", "froid", "j'", "moi", "va"])
    #expect(vocabulary.length(of: "J'ai froid, moi.") == 6)
    #expect(Vocabulary.parts(of: "J’ai", .words) == ["j'", "ai"])
    let tokens = vocabulary.encode(["Moi, j'ai froid !"], length: 8)
    #expect(vocabulary.decode(tokens) == ["moi , j' ai froid !"])
  }

  @Test func `a text is read up to its end`() {
    let vocabulary = Vocabulary(["ab"], unit: .characters)
    #expect(vocabulary.decode(IntTensor([[4, Vocabulary.end, 5], [5, 0, 4]])) == ["a", "b"])
    #expect(vocabulary.decode(vocabulary.encode(["", "ba"], length: 3)) == ["", "ba"])
  }

  @Test func `a text for which there is no room is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["abc"], unit: .characters).encode(["abc"], length: 3)
    }
    expectSentence(result, "vocabulary: \"abc\" has 3 tokens; there is room for 2 and the end")
  }
}

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
