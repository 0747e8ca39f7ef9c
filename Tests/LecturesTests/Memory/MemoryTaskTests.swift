import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

@testable import UnrollLectures

/// The tasks that need memory: what is asked, and what answers without memory are worth.
@Suite struct MemoryTaskTests {
  private func data(_ task: any MemoryTask, _ count: Int, length: Int, seed: UInt64 = 1) -> Dataset
  {
    var generator = SeededGenerator(seed: seed)
    return task.data(count, length: length, using: &generator)
  }

  /// One-hot rows as symbols; −1 for a row that is not one-hot.
  private func symbols(_ x: Tensor) -> [[Int]] {
    let (steps, classes) = (x.shape[1], x.shape[2])
    let numbers = x.elements
    return (0..<x.shape[0]).map { sequence in
      (0..<steps).map { t in
        let row = Array(numbers[((sequence * steps + t) * classes)...].prefix(classes))
        let isOneHot = row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == classes - 1
        return isOneHot ? row.firstIndex(of: 1) ?? -1 : -1
      }
    }
  }

  private func classes(_ data: Dataset) -> [Int] {
    if case .tokens(let y) = data.targets { y.elements } else { [] }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  // MARK: - Adding

  @Test(arguments: [10, 11, 37])
  func `adding marks one number in each half, and asks for their sum`(_ length: Int) {
    let data = data(AddingProblem(), 50, length: length)
    #expect(data.x.shape == [50, length, 2] && data.y.shape == [50, 1])
    for row in 0..<50 {
      let marks = (0..<length).filter { data.x[scalarAt: row, $0, 1] == 1 }
      #expect((0..<length).count { data.x[scalarAt: row, $0, 1] == 0 } == length - 2)
      #expect(marks.count == 2 && marks[0] < length / 2 && marks[1] >= length / 2)
      let sum = marks.map { data.x[scalarAt: row, $0, 0] }.reduce(0, +)
      #expect(abs(data.y[scalarAt: row, 0] - sum) < 1e-6)
    }
  }

  @Test func `adding marks every place of a half equally often, and numbers are uniform`() {
    let data = data(AddingProblem(), 5000, length: 11)
    let counts = (0..<11).map { t in data.x[0..., t, 1].elements.count { $0 == 1 } }
    #expect(counts[..<5].allSatisfy { abs($0 - 1000) < 130 }, "\(counts)")
    #expect(counts[5...].allSatisfy { abs(Double($0) - 5000.0 / 6) < 120 }, "\(counts)")
    let numbers = data.x[0..., 0..., 0].elements
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    #expect(abs(mean(numbers) - 0.5) < 0.01)
  }

  @Test func `the chance level of adding is the error of the mean`() {
    let task = AddingProblem()
    let data = data(task, 5000, length: 10)
    let ones = Tensor.ones([5000, 1])
    #expect(abs(task.error(ones, data.targets) - task.chance(length: 10)) < 0.006)
    #expect(abs(task.chance(length: 300) - 0.1667) < 5e-5)
    #expect(task.error(data.y, data.targets) == 0)
    #expect(task.error(data.y + 0.5, data.targets) == 0.25)
  }

  // MARK: - Copying

  @Test(arguments: [10, 25])
  func `copying shows ten symbols, waits, and asks for them after the signal`(_ length: Int) {
    let data = data(CopyingProblem(), 40, length: length)
    #expect(data.x.shape == [40, length + 20, 10])
    let targets = classes(data)
    for (row, shown) in symbols(data.x).enumerated() {
      let first = Array(shown[..<10])
      #expect(first.allSatisfy { (0..<8).contains($0) })
      let blanks = [Int](repeating: 8, count: length - 1)
      #expect(Array(shown[10...]) == blanks + [9] + [Int](repeating: 8, count: 10))
      let answers = Array(targets[(row * (length + 20))...].prefix(length + 20))
      #expect(answers == [Int](repeating: 8, count: length + 10) + first)
    }
  }

  @Test func `copying draws its eight symbols equally often`() {
    let drawn = symbols(data(CopyingProblem(), 800, length: 10).x).flatMap { $0[..<10] }
    for symbol in 0..<8 { #expect(abs(drawn.count { $0 == symbol } - 1000) < 130) }
  }

  @Test(arguments: [(10, 0.69315), (100, 0.17329), (300, 0.06498)])
  func `the chance level of copying is blanks and then any symbol: 10 ln 8 / (T + 20)`(
    _ length: Int, _ level: Double
  ) {
    let task = CopyingProblem()
    #expect(abs(task.chance(length: length) - level) < 5e-6)
    // Logits: a sure blank until the last ten steps, then eight symbols alike and no blank.
    let waiting = [Double](repeating: -60, count: 8) + [0]
    let writing = [Double](repeating: 0, count: 8) + [-60]
    let logits = (0..<(length + 20)).flatMap { $0 < length + 10 ? waiting : writing }
    let prediction = Tensor(logits + logits, shape: [2, length + 20, 9])
    let error = task.error(prediction, data(task, 2, length: length).targets)
    #expect(abs(error - level) < 1e-5)
  }

  // MARK: - Temporal order

  @Test(arguments: [(10, 1...2, 5...6), (100, 10...20, 50...60), (37, 3...6, 18...21)])
  func `order hides two of X and Y at the paper's places, and asks for their order`(
    _ length: Int, _ first: ClosedRange<Int>, _ second: ClosedRange<Int>
  ) {
    let data = data(TemporalOrder(), 60, length: length)
    #expect(data.x.shape == [60, length, 8])
    for (shown, answer) in zip(symbols(data.x), classes(data)) {
      #expect(shown[0] == 6 && shown[length - 1] == 7)
      let places = shown.indices.filter { shown[$0] == 4 || shown[$0] == 5 }
      #expect(places.count == 2)
      #expect(first.contains(places[0]) && second.contains(places[1]))
      #expect(shown[1..<(length - 1)].allSatisfy { (0..<6).contains($0) })
      let order = places.map { shown[$0] == 4 ? "X" : "Y" }.joined()
      #expect(["XX", "XY", "YX", "YY"][answer] == order)
    }
  }

  @Test func `order uses every place and class equally often, and chance is three in four`() {
    let task = TemporalOrder()
    let data = data(task, 4400, length: 100)
    let shown = symbols(data.x)
    for (start, end) in [(10, 20), (50, 60)] {
      for place in start...end {
        #expect(abs(shown.count { $0[place] == 4 || $0[place] == 5 } - 400) < 90)
      }
    }
    for answer in 0..<4 {
      let logits = (0..<4).map { $0 == answer ? 1.0 : 0 }
      let constant = Tensor((0..<4400).flatMap { _ in logits }, shape: [4400, 4])
      #expect(abs(task.error(constant, data.targets) - task.chance(length: 100)) < 0.03)
    }
    let right = Tensor(
      classes(data).flatMap { answer in (0..<4).map { $0 == answer ? 1.0 : 0 } },
      shape: [4400, 4])
    #expect(task.error(right, data.targets) == 0)
  }

  // MARK: - All

  @Test func `names differ, and a solved task is far below chance`() {
    let tasks = MemoryTasks.all
    #expect(tasks.map(\.name) == ["adding", "copying", "order"])
    for task in tasks {
      for length in [10, 100, 1000] {
        #expect(task.goal(length: length) <= task.chance(length: length) / 10)
      }
    }
  }

  @Test func `the same seed gives the same sequences, another seed others`() {
    for task in MemoryTasks.all {
      let sets = [7, 7, 8].map { data(task, 5, length: 12, seed: $0).x }
      #expect(sets[0] == sets[1])
      #expect(sets[0] != sets[2])
    }
  }
}
