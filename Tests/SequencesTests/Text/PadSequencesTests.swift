import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@Suite struct PadSequencesTests {
  @Test func `rows are those of Keras's pad_sequences`() throws {
    let cases = try TextReference.load().padding
    #expect(cases.count > 400)
    for keras in cases {
      let rows = padSequences(
        keras.sequences, maxlen: keras.maxlen,
        padding: try #require(SequenceSide(rawValue: keras.padding)),
        truncating: try #require(SequenceSide(rawValue: keras.truncating)), value: keras.value)
      #expect(Array(rows.shape) == keras.shape && rows.elements == keras.rows)
    }
  }

  @Test func `Keras's defaults work in front, the slide's arrays behind`() {
    let reviews = [
      [5, 6, 11, 32], [5, 6, 11, 14, 66, 3, 49, 55, 98, 121], [31, 12, 2, 77, 33, 78],
    ]
    #expect(
      padSequences(reviews, maxlen: 10, padding: .post, truncating: .post)
        == IntTensor([
          [5, 6, 11, 32, 0, 0, 0, 0, 0, 0], [5, 6, 11, 14, 66, 3, 49, 55, 98, 121],
          [31, 12, 2, 77, 33, 78, 0, 0, 0, 0],
        ]))
    #expect(
      padSequences(reviews, maxlen: 7, padding: .post, truncating: .post)
        == IntTensor([
          [5, 6, 11, 32, 0, 0, 0], [5, 6, 11, 14, 66, 3, 49], [31, 12, 2, 77, 33, 78, 0],
        ]))
    #expect(
      padSequences(reviews, maxlen: 7)
        == IntTensor([
          [0, 0, 0, 5, 6, 11, 32], [14, 66, 3, 49, 55, 98, 121], [0, 31, 12, 2, 77, 33, 78],
        ]))
  }

  @Test func `no sequences make no rows`() {
    #expect(padSequences([]).shape == [0, 0])
    #expect(padSequences([], maxlen: 3).shape == [0, 3])
  }

  @Test func `rows without room are refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = padSequences([[1, 2]], maxlen: 0)
    }
    expectSentence(result, "padSequences: maxlen is 0; expected at least 1")
  }
}
