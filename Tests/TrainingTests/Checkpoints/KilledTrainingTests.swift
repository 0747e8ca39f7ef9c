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
  /// The folder of the process that kills, for itself and for those that it kills.
  private static func folder(of parent: pid_t) -> String {
    NSTemporaryDirectory() + "unroll-killed-\(parent)"
  }

  /// The microseconds that a process has to live, in a file beside its checkpoints.
  private static func delayFile(of parent: pid_t) -> String { folder(of: parent) + ".delay" }

  /// Trains in a process that is killed some microseconds after its second step began, wherever the training is then;
  /// saved after every step.
  private static func trainUntilKilled() throws {
    let checkpoints = Checkpoints(
      in: folder(of: getppid()), every: .steps(1), resume: true)
    _ = try SavedCase.streams.train(checkpoints, epochs: 100_000, observers: [Killer()])
  }

  private final class Killer: TrainingObserver {
    private var steps = 0

    func stepEnded(_ progress: TrainingProgress) -> Bool {
      steps += 1
      guard steps == 2 else { return true }
      let delay = try? String(
        contentsOfFile: KilledTrainingTests.delayFile(of: getppid()), encoding: .utf8)
      Thread.detachNewThread {
        usleep(delay.flatMap { UInt32($0) } ?? 0)
        kill(getpid(), SIGKILL)
      }
      return true
    }

    func epochEnded(_ progress: TrainingProgress) -> Bool { true }
  }

  @Test func `killed at any moment, a training goes on from what it saved to the same numbers`()
    async throws
  {
    let folder = Self.folder(of: getpid())
    let delayFile = Self.delayFile(of: getpid())
    defer { for path in [folder, delayFile] { try? FileManager.default.removeItem(atPath: path) } }
    var generator = SeededGenerator(seed: 20)
    var (last, steps) = (0, 0)
    for _ in 0..<20 {
      try "\(generator.integer(below: 40_000))".write(
        toFile: delayFile, atomically: true, encoding: .utf8)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        try KilledTrainingTests.trainUntilKilled()
      }
      let newest = try CheckpointFolder(folder).newest()
      // Nothing that bears a checkpoint's name is ever half written.
      #expect(newest?.refused.isEmpty == true)
      let digits = newest?.file.name.split(separator: "-").last?.prefix(8) ?? ""
      steps = try #require(Int(digits))
      #expect(steps > last)
      last = steps
    }
    // What they did together is what one would have done.
    let epochs = steps / SavedCase.streamsStepsPerEpoch + 1
    let resumed = try SavedCase.streams.train(
      Checkpoints(in: folder, resume: true), epochs: epochs)
    expectSame(try SavedCase.streams.train(nil, epochs: epochs), resumed)
  }
}
