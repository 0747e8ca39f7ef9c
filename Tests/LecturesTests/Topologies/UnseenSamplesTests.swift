import Testing
import UnrollNumerics

@testable import UnrollLectures

@Suite struct UnseenSamplesTests {
  @Test func `what was seen or drawn before is left out`() {
    var draws = [3, 1, 4, 1, 5, 9, 2, 6, 5].makeIterator()
    #expect(unseenSamples(4, besides: [1, 2]) { draws.next() ?? 0 } == [3, 4, 5, 9])
  }

  @Test func `too few possible samples are a mistake that is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SeededGenerator(seed: 1)
      _ = unseenSamples(3, besides: [0]) { generator.integer(below: 3) }
    }
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.contains("unseen samples: 3 were asked for, but after 2 nothing new is found"))
  }
}
