import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollLectures

/// A task whose error is a number of its data, whatever a network answers: 0.5 on average.
private struct Indifferent: MemoryTask {
  let name = "indifferent"
  let question = "Who cares?"
  let measure = "a number"
  let sizes = (inputs: 1, outputs: 1)
  let answersAtEveryStep = false
  var loss = Loss.meanSquaredError
  var goal = 0.0

  func data(_ count: Int, length: Int, using generator: inout SeededGenerator) -> Dataset {
    Dataset(
      .uniform([count, length, 1], in: 0..<1, using: &generator),
      .uniform([count, 1], in: 0..<1, using: &generator))
  }

  func error(_ prediction: Tensor, _ targets: Samples) -> Double {
    if case .numbers(let y) = targets { y.elements[0] } else { .nan }
  }

  func chance(length: Int) -> Double { 0.5 }
  func goal(length: Int) -> Double { goal }
}

/// Remembers what it was told.
private final class Recorder: TrainingObserver {
  var told: [TrainingProgress] = []

  func stepEnded(_ progress: TrainingProgress) -> Bool {
    told.append(progress)
    return true
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool { true }
}

@Suite struct MemoryStudyTests {
  /// A study that takes no time.
  private func study(
    _ task: any MemoryTask = Indifferent(), budget: Int = 250, rates: [Double] = [0.01, 0.003]
  ) -> MemoryStudy {
    var study = MemoryStudy(task, budget: budget)
    (study.units, study.batchSize, study.learningRates) = (2, 1, rates)
    return study
  }

  @Test func `every cell and every learning rate sees the same sequences, other seeds see others`()
  {
    let errors = MemoryCell.allCases.map { study().run($0, length: 10, seed: 1).error }
    #expect(Set(errors).count == 1)
    #expect(study().run(.gru, length: 10, seed: 2).error != errors[0])
    #expect(study(rates: [0.1]).run(.gru, length: 10, seed: 1).error == errors[0])
  }

  @Test func `the error is the mean over the last hundred batches, each of them new`() {
    let recorder = Recorder()
    let result = study(rates: [0.01]).run(
      .simple, length: 10, seed: 1, watch: TrainingWatch(observers: [recorder]))
    var errors: [Double] = []
    for step in 1...250 {
      var generator = SeededGenerator(seed: 1, stream: "indifferent, length 10", step: step)
      let data = Indifferent().data(1, length: 10, using: &generator)
      errors.append(Indifferent().error(.ones([1]), data.targets))
    }
    #expect(Set(errors).count == 250)
    #expect(abs(result.error - errors[100..<200].reduce(0, +) / 100) < 1e-12)
    #expect(result.steps == 250 && !result.isSolved && result.verdict == "not solved")
    #expect(recorder.told.map(\.step) == Array(1...250))
    let first = recorder.told[2].figures
    #expect(first.map(\.name) == ["error"])
    #expect(abs(first[0].value - errors[..<3].reduce(0, +) / 3) < 1e-12)
  }

  @Test func `a solved training ends at once, and later ones have fewer steps for it`() {
    let recorder = Recorder()
    let result = study(Indifferent(goal: 0.9), rates: [0.01, 0.003, 0.001]).run(
      .gru, length: 10, seed: 1, watch: TrainingWatch(observers: [recorder]))
    #expect(result.isSolved && result.verdict == "solved")
    #expect(result.steps == 100 && result.learningRate == 0.01)
    #expect(recorder.told.map(\.epoch).count { $0 == 1 } == 100)
    #expect(recorder.told.map(\.epoch).count { $0 == 2 } == 99)
    #expect(recorder.told.map(\.steps).last == 99)
  }

  @Test(arguments: [[1e-9, 0.01], [0.01, 1e-9]])
  func `the best learning rate counts`(_ rates: [Double]) {
    var study = study(AddingProblem(), budget: 100, rates: rates)
    study.batchSize = 16
    let result = study.run(.gru, length: 10, seed: 1)
    #expect(result.learningRate == 0.01)
    #expect(result.steps == 100)
    // By hand: 3 · 2 · (2 + 2 + 2) and 2 + 1.
    #expect(result.parameters == 39)
    #expect(result.task == "adding" && result.length == 10 && result.goal == 0.01)
  }

  @Test func `whoever asks to end gets what was learnt, and no further training begins`() {
    let recorder = Recorder()
    let result = study().run(
      .lstm, length: 10, seed: 1,
      watch: TrainingWatch(observers: [StopWhen { recorder.told.count >= 6 }, recorder]))
    #expect(result.wasStopped && result.verdict == "stopped")
    #expect(result.steps == 7 && recorder.told.count == 7)
    #expect((0...1).contains(result.error))
  }

  @Test func `gradients that explode beyond all numbers end a training, and nothing is solved`() {
    let exploding = Loss("exploding") { (prediction: Variable, _: Variable) in
      (prediction * 1e30 * 1e30).sum()
    }
    let recorder = Recorder()
    let result = study(Indifferent(loss: exploding, goal: 0.9)).run(
      .simple, length: 10, seed: 1, watch: TrainingWatch(observers: [recorder]))
    #expect(result.error == .infinity && result.steps == 0 && !result.isSolved)
    #expect(recorder.told.isEmpty)
  }

  @Test func `the same seed gives the same result, to the last digit`() {
    var study = study(TemporalOrder(), budget: 100, rates: [0.01])
    study.units = 8
    let errors = [5, 5, 6].map { study.run(.lstm, length: 10, seed: $0).error }
    #expect(errors[0] == errors[1] && errors[0] != errors[2])
  }

  @Test(arguments: MemoryCell.allCases)
  func `every cell learns the order of two symbols ten steps back`(_ cell: MemoryCell) {
    var study = MemoryStudy(TemporalOrder(), budget: 400)
    study.learningRates = [0.01]
    study.units = 16
    let result = study.run(cell, length: 10, seed: 42)
    #expect(result.isSolved, "\(result.error) after \(result.steps) steps")
  }

  @Test func `the cells begin as they are said to`() {
    let kernels = MemoryCell.allCases.map { cell in
      cell.network(for: AddingProblem(), units: 6, seed: 1).parameters[1].value
    }
    func isOrthogonal(_ kernel: Tensor) -> Bool {
      let product = matmul(kernel, Variable(kernel).transposed().value)
      let identity = Tensor((0..<36).map { $0 % 7 == 0 ? 1 : 0 }, shape: [6, 6])
      return (product - identity).norm() < 1e-5
    }
    #expect(!isOrthogonal(kernels[0]) && isOrthogonal(kernels[1]))
    let lstm = MemoryCell.lstm.network(for: AddingProblem(), units: 2, seed: 1)
    #expect(lstm.parameters[2].value.elements == [0, 0, 1, 1, 0, 0, 0, 0], "forget gates open")
    #expect(MemoryCell.allCases.map(\.slug) == ["simple", "orthogonal", "lstm", "gru"])
  }

  @Test func `a length that the tasks have no meaning for stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoryStudy().run(.gru, length: 9, seed: 1)
    }
    expectSentence(result, "memory study: got a length of 9; expected 10 or more")
  }
}
