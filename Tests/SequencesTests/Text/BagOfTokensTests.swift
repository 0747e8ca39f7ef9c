import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@Suite struct BagOfTokensTests {
  @Test(arguments: Vocabulary.BagMode.allCases)
  func `matrices are those of Keras's texts_to_matrix`(_ mode: Vocabulary.BagMode) throws {
    let reference = try TextReference.load()
    for keras in reference.tokenizers {
      let vocabulary = Vocabulary(
        reference.corpus, tokenizer: .words(),
        reserved: keras.oov ? [.padding, .unknown] : [.padding],
        maxTokens: keras.numWords)
      let expected = try #require(keras.matrices[mode.rawValue])
      let matrix = vocabulary.matrix(reference.new, mode: mode, dtype: .float64)
      #expect(matrix.shape == [reference.new.count, expected[0].count])
      for (ours, theirs) in zip(matrix.elements, expected.flatMap { $0 }) {
        #expect(abs(ours - theirs) <= 1e-15 * abs(theirs))
      }
    }
  }

  @Test func `float32 has the same numbers, rounded`() {
    let vocabulary = Vocabulary(["a b b", "a"], tokenizer: .words(), reserved: [.padding])
    let (wide, narrow) = (
      vocabulary.matrix(["b b a", ""], mode: .tfidf, dtype: .float64),
      vocabulary.matrix(["b b a", ""], mode: .tfidf)
    )
    #expect(narrow.dtype == .float32 && narrow.floats == wide.elements.map(Float.init))
  }

  @Test func `a bag has the entries of its row that are not zero, by id`() {
    let vocabulary = Vocabulary(
      ["Data science rocks my socks off!"],
      tokenizer: .ngrams(upTo: 2, of: .words(lowercase: false)),
      reserved: [.unknown])
    let text = "my socks my socks, Data"
    let bag = vocabulary.bag(of: text, mode: .count)
    #expect(
      bag.map { vocabulary.token($0.id) } == ["⟨unknown⟩", "Data", "my", "socks", "my socks"])
    #expect(bag.map(\.weight) == [2, 1, 2, 2, 2])
    let row = vocabulary.matrix([text], mode: .count)
    #expect(bag.map { row[0, $0.id].item() } == bag.map(\.weight))
    #expect(row.sum().item() == 9)
  }

  @Test func `an id that there is not is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["a"], tokenizer: .words(), reserved: []).matrix([[0, 1]])
    }
    expectSentence(result, "bag: there is no token 1; there are 1, counted from 0")
  }

  @Test func `a one-hot row has a one in the place of its token`() {
    let vocabulary = Vocabulary(["데이터 과학 👍"], tokenizer: .words(), reserved: [.unknown])
    let rows = IntTensor(vocabulary.encode("👍 새 데이터")).oneHot(vocabulary.count)
    #expect(rows == [[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
  }
}
