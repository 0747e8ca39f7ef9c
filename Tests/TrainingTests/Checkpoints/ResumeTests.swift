import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollTraining

/// A training that is stopped anywhere and resumed, beside one that never was: the same bits.
@Suite struct ResumeTests {
  @Test(arguments: SavedCase.all, [1, 4, 6, 7, 9, 12])
  func `a resumed training equals an uninterrupted one bit by bit`(
    case saved: SavedCase, stop: Int
  ) throws {
    let folder = TemporaryFolder()
    let whole = try saved.train(nil)
    let first = try saved.train(
      Checkpoints(in: folder.path, every: .steps(1000)), stoppingAfter: stop)
    #expect(first.history.wasStopped)
    // Another model, whose weights are others until the checkpoint is read.
    let second = try saved.train(Checkpoints(in: folder.path, resume: true))
    #expect(second.history.resumed?.refused == [])
    expectSame(whole, second)
  }

  @Test(arguments: SavedCase.all)
  func `a training may be stopped and resumed after every single step`(case saved: SavedCase) throws
  {
    let folder = TemporaryFolder()
    let whole = try saved.train(nil)
    var steps = 0
    while true {
      let part = try saved.train(
        Checkpoints(in: folder.path, resume: true), stoppingAfter: 1)
      steps += 1
      if !part.history.wasStopped {
        expectSame(whole, part)
        break
      }
      try #require(steps < 100)
    }
    #expect(steps > 12)
  }

  @Test func `a finished training is not trained again, and goes on with more epochs`() throws {
    let saved = SavedCase.table
    let folder = TemporaryFolder()
    let two = try saved.train(Checkpoints(in: folder.path), epochs: 2)
    let again = try saved.train(Checkpoints(in: folder.path, resume: true), epochs: 2)
    expectSame(two, again)
    let three = try saved.train(Checkpoints(in: folder.path, resume: true), epochs: 3)
    expectSame(try saved.train(nil, epochs: 3), three)
  }

  @Test func `an observer that remembers goes on with what it knew`() throws {
    let folder = TemporaryFolder()
    let (first, second) = (StepCounter(), StepCounter())
    _ = try SavedCase.dropout.train(
      Checkpoints(in: folder.path), observers: [first], stoppingAfter: 5)
    _ = try SavedCase.dropout.train(
      Checkpoints(in: folder.path, resume: true), observers: [second])
    #expect(first.count == 5 && second.count == 15)
  }

  @Test func `a training that a rule ended stays ended`() throws {
    let folder = TemporaryFolder()
    let ended = try SavedCase.dropout.train(
      Checkpoints(in: folder.path), epochs: 9, observers: [TwoEpochs()])
    #expect(ended.history.epochs == 2 && ended.history.wasStopped)
    let again = try SavedCase.dropout.train(
      Checkpoints(in: folder.path, resume: true), epochs: 9, observers: [TwoEpochs()])
    #expect(again.history.wasStopped)
    expectSame(ended, again)
  }

  @Test func `how often is as asked for, and the last two are kept`() throws {
    let folder = TemporaryFolder()
    _ = try SavedCase.dropout.train(Checkpoints(in: folder.path, every: .steps(4)))
    #expect(folder.names == ["checkpoint-00000012.safetensors", "checkpoint-00000015.safetensors"])
    let other = TemporaryFolder()
    _ = try SavedCase.dropout.train(Checkpoints(in: other.path, every: .epochs(2)))
    #expect(other.names == ["checkpoint-00000010.safetensors", "checkpoint-00000015.safetensors"])
    let third = TemporaryFolder()
    _ = try SavedCase.dropout.train(Checkpoints(in: third.path, every: .seconds(0)))
    #expect(third.names == ["checkpoint-00000014.safetensors", "checkpoint-00000015.safetensors"])
  }

  @Test func `a checkpoint of layers in a row opens as a model, with its extras`() throws {
    let folder = TemporaryFolder()
    let trained = try SavedCase.table.train(
      Checkpoints(in: folder.path, extras: ["vocabulary": "a b c"]))
    let saved = try SavedModel(reading: folder.file(folder.names.last ?? ""))
    #expect(saved.extras == ["vocabulary": "a b c"])
    for (a, b) in zip(saved.model.parameters, trained.model.parameters) {
      #expect(a.value.elements == b.value.elements)
    }
  }
}

/// Ends a training after two epochs.
private final class TwoEpochs: TrainingObserver {
  func stepEnded(_ progress: TrainingProgress) -> Bool { true }
  func epochEnded(_ progress: TrainingProgress) -> Bool { progress.epoch < 2 }
}

/// Counts the steps it saw, and remembers how many.
private final class StepCounter: RememberingObserver {
  var count = 0

  var memory: [String: [Double]] {
    get { ["count": [Double(count)]] }
    set { count = Int(newValue["count"]?[0] ?? -1000) }
  }

  func stepEnded(_ progress: TrainingProgress) -> Bool {
    count += 1
    return true
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool { true }
}
