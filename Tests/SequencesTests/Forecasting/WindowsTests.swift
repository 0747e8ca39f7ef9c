import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@Suite struct WindowsTests {
  @Test func `a series of six gives two windows of three seen and two to come`() {
    let cut = windows(of: [[0, 1, 2, 3, 4, 5]], steps: 3, horizon: 2)
    #expect(cut.x == Tensor([0, 1, 2, 1, 2, 3], shape: [2, 3, 1]))
    #expect(cut.y == Tensor([3, 4, 4, 5], shape: [2, 2]))
    #expect(cut.starts == [3, 4])
    #expect(cut.leftOut == 0)
  }

  @Test func `two columns stand side by side at each step, and one of them is forecast`() {
    let columns: [[Double]] = [[0, 1, 2, 3], [10, 11, 12, 13]]
    let first = windows(of: columns, steps: 2, horizon: 1)
    #expect(first.x == Tensor([0, 10, 1, 11, 1, 11, 2, 12], shape: [2, 2, 2]))
    #expect(first.y == Tensor([2, 3], shape: [2, 1]))
    let second = windows(of: columns, target: 1, steps: 2, horizon: 1)
    #expect(second.x == first.x)
    #expect(second.y == Tensor([12, 13], shape: [2, 1]))
  }

  @Test func `what follows lies in the given rows, what is seen may lie before`() {
    let series = (0..<10).map(Double.init)
    let cut = windows(of: [series], steps: 3, horizon: 2, in: 5..<8)
    #expect(cut.starts == [5, 6])
    #expect(cut.y == Tensor([5, 6, 6, 7], shape: [2, 2]))
    #expect(cut.x[0] == Tensor([2, 3, 4], shape: [3, 1]))
  }

  @Test func `no value of validation or test is seen in training`() {
    let series = (0..<40).map(Double.init)  // the value is the row
    let split = TimeSplit(rows: 40)
    let parts = [split.train, split.validation, split.test].map {
      windows(of: [series], steps: 5, horizon: 3, in: $0)
    }
    let seenInTraining = parts[0].x.elements + parts[0].y.elements
    #expect(seenInTraining.allSatisfy { $0 < Double(split.train.upperBound) })
    #expect(parts[1].y.elements.allSatisfy { split.validation.contains(Int($0)) })
    #expect(
      (parts[1].x.elements + parts[1].y.elements).allSatisfy {
        $0 < Double(split.test.lowerBound)
      })
    #expect(parts[2].y.elements.allSatisfy { split.test.contains(Int($0)) })
    #expect(parts.map(\.count) == [21, 4, 4])
  }

  @Test func `a window with a gap is left out and counted`() {
    let cut = windows(of: [[0, 1, .nan, 3, 4, 5, 6]], steps: 2, horizon: 1)
    #expect(cut.starts == [5, 6])
    #expect(cut.leftOut == 3)
    // A gap in another column counts only where it is seen.
    let two = windows(of: [[0, 1, 2, 3], [0, 1, 2, .nan]], steps: 2, horizon: 1)
    #expect(two.starts == [2, 3])
  }

  @Test func `a series that is too short gives no window`() {
    let cut = windows(of: [[1, 2, 3]], steps: 3, horizon: 1)
    #expect(cut.count == 0)
    #expect(cut.x.shape == [0, 3, 1])
    #expect(cut.y.shape == [0, 1])
  }

  @Test func `columns of different lengths stop with both`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = windows(of: [[1, 2, 3], [1, 2]], steps: 1, horizon: 1)
    }
    expectSentence(result, "windows: got columns of [3, 2] rows; expected equally many")
  }

  @Test func `no steps stop with a sentence`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = windows(of: [[1, 2, 3]], steps: 0, horizon: 1)
    }
    expectSentence(result, "windows: got 0 steps and a horizon of 1; expected at least 1 of each")
  }
}

@Suite struct TimeSplitTests {
  @Test func `the past trains, the end tests, and every row is in one part`() {
    let split = TimeSplit(rows: 144)
    #expect(split.train == 0..<100)
    #expect(split.validation == 100..<122)
    #expect(split.test == 122..<144)
    #expect(TimeSplit(rows: 10, validation: 0.2, test: 0.3).validation == 5..<7)
    #expect(TimeSplit(rows: 10, validation: 0, test: 0).train == 0..<10)
    #expect(TimeSplit(rows: 0).test.isEmpty)
    #expect(TimeSplit(rows: 1, validation: 0.5, test: 0.5).train.isEmpty)
  }

  @Test func `shares above one stop with both`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimeSplit(rows: 10, validation: 0.6, test: 0.6)
    }
    expectSentence(result, "split: got 10 rows with shares 0.6 and 0.6")
  }
}
