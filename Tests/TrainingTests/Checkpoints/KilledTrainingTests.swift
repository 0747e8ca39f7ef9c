import Foundation
import Testing
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollTraining

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A training whose process is killed at random moments, for real, and resumed each time.
@Suite(.serialized) struct KilledTrainingTests {
  private static let folderName = "UNROLL_TEST_KILLED_FOLDER"
  private static let delayName = "UNROLL_TEST_KILLED_DELAY"

  /// Trains in a process that is killed some microseconds after its second step began, wherever the training is then;
  /// saved after every step.
  private static func trainUntilKilled() throws {
    let checkpoints = Checkpoints(
      in: ProcessInfo.processInfo.environment[folderName] ?? "", every: .steps(1), resume: true)
    _ = try SavedCase.streams.train(checkpoints, epochs: 100_000, observers: [Killer()])
  }

  private final class Killer: TrainingObserver {
    private var steps = 0

    func stepEnded(_ progress: TrainingProgress) -> Bool {
      steps += 1
      guard steps == 2 else { return true }
      let delay = ProcessInfo.processInfo.environment[KilledTrainingTests.delayName] ?? ""
      Thread.detachNewThread {
        usleep(UInt32(delay) ?? 0)
        kill(getpid(), SIGKILL)
      }
      return true
    }

    func epochEnded(_ progress: TrainingProgress) -> Bool { true }
  }

  @Test func `killing a training at any moment loses nothing but the steps since it was saved`()
    async throws
  {
    let folder = TemporaryFolder()
    setenv(Self.folderName, folder.path, 1)
    var generator = SeededGenerator(seed: 20)
    var (last, steps) = (0, 0)
    for _ in 0..<20 {
      setenv(Self.delayName, "\(generator.integer(below: 40_000))", 1)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        try KilledTrainingTests.trainUntilKilled()
      }
      let newest = try CheckpointFolder(path: folder.path).newest()
      // Nothing that bears a checkpoint's name is ever half written.
      #expect(newest?.refused == [])
      let digits = newest?.file.name.split(separator: "-").last?.prefix(8) ?? ""
      steps = try #require(Int(digits))
      #expect(steps > last)
      last = steps
    }
    // What they did together is what one would have done.
    let epochs = steps / SavedCase.streamsStepsPerEpoch + 1
    let resumed = try SavedCase.streams.train(
      Checkpoints(in: folder.path, resume: true), epochs: epochs)
    expectSame(try SavedCase.streams.train(nil, epochs: epochs), resumed)
  }
}
