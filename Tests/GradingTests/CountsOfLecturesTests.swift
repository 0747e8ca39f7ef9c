import Testing
import UnrollCourse

@testable import UnrollGrading

/// What the summaries say that are printed in lectures and guides, against what exercise 13 takes for right.
@Suite struct CountsOfLecturesTests {
  @Test func `the totals are those of the summaries`() {
    let right = CountByMatrices<RightCount>()
    // 000, K15 and K16; 002, W2 and W5; 001, H11.
    #expect(
      lectureStacks.map { right.total(of: $0.layers, input: $0.input) }
        == [1_282, 1_281, 322_113, 338_081, 328_320])
    // Keras's example "Bidirectional LSTM on IMDB", and TensorFlow's tutorial "Text generation with an RNN".
    #expect(
      guideStacks.prefix(2).map { right.total(of: $0.layers, input: $0.input) }
        == [2_757_761, 4_022_850])
  }

  @Test func `single layers, and the shapes of 001's four in a row`() {
    let right = CountByMatrices<RightCount>()
    #expect(right.simpleRNN(input: [32, 50, 1], units: 20) == 440)
    #expect(right.simpleRNN(input: [32, 50, 20], units: 20) == 820)
    #expect(right.simpleRNN(input: [32, 50, 20], units: 1) == 22)
    #expect(right.lstm(input: [32, 50, 8], units: 4) == 208)
    #expect(right.gru(input: [32, 50, 8], units: 4) == 168)
    var shape = lectureStacks[4].input
    let shapes = lectureStacks[4].layers.map { layer in
      shape = right.outputShape(of: layer, input: shape)
      return shape
    }
    #expect(
      shapes == [
        [128, 100, 32], [128, 100, 32], [128, 100, 32], [128, 100, 32], [128, 32],
      ])
  }
}
