import Testing
import UnrollAutodiff
import UnrollSequences

@testable import UnrollLectures

/// Which words of a review a network reads.
@Suite struct ReviewRowsTests {
  private let vocabulary = Vocabulary(
    ["a a a a b b b c c d"], tokenizer: .words(),
    reserved: [.padding, .start, .unknown, .unused])

  @Test func `ids are those of Keras's imdb: words from 4 on, the most frequent first`() {
    #expect(vocabulary.encode("a b c d e") == [4, 5, 6, 7, 2])
  }

  @Test func `the end of a review is kept behind its start, the beginning has no start`() {
    let reviews = [[4, 5, 6, 7, 2], [4, 5]]
    #expect(
      ReviewRows.last(4)(reviews, vocabulary) == IntTensor([[5, 6, 7, 2], [0, 1, 4, 5]]))
    #expect(
      ReviewRows.last(7)(reviews, vocabulary)
        == IntTensor([[0, 1, 4, 5, 6, 7, 2], [0, 0, 0, 0, 1, 4, 5]]))
    #expect(
      ReviewRows.first(4)(reviews, vocabulary) == IntTensor([[4, 5, 6, 7], [0, 0, 4, 5]]))
  }

  @Test func `a bag has each known word once`() {
    #expect(
      ReviewRows.distinct([[7, 4, 7, 2, 4, 4], [5]], vocabulary) == IntTensor([[4, 7], [0, 5]]))
    #expect(ReviewRows.distinct([[2], [2, 2]], vocabulary) == IntTensor([[0], [0]]))
  }

  @Test func `rows are no longer than the longest review and its start`() {
    #expect(ReviewRows.last(500).limited(to: 60) == .last(61))
    #expect(ReviewRows.last(20).limited(to: 60) == .last(20))
    #expect(ReviewRows.first(500).limited(to: 60) == .first(60))
    #expect(ReviewRows.distinct.limited(to: 60) == .distinct)
  }

  @Test(arguments: [ReviewRows.first(20), .last(500), .distinct])
  func `a description is read as what it describes`(_ rows: ReviewRows) {
    #expect(ReviewRows("\(rows)") == rows)
  }

  @Test(arguments: ["", "last", "last 0", "first -2", "middle 3", "distinct 4 5"])
  func `what describes no rows is refused`(_ text: String) {
    #expect(ReviewRows(text) == nil)
  }
}
