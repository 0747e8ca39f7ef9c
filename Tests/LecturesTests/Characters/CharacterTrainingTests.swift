import Foundation
import Testing
import UnrollAutodiff
import UnrollSequences
import UnrollTraining

@testable import UnrollLectures

@Suite struct CharacterTrainingTests {
  private static let rhyme = String(
    repeating: "The state goes on from step to step,\nthe gradient comes back.\n", count: 30)

  private func trained(
    _ training: CharacterTraining, cell: CharacterModel.Cell = .gru,
    checkpoints: Checkpoints? = nil, watch: TrainingWatch = .nobody
  ) throws -> CharacterResult {
    let text = try CharacterText(Self.rhyme)
    return try training.run(
      CharacterModel(text, cell: cell, units: 24), text, checkpoints: checkpoints, watch: watch)
  }

  @Test func `a rhyme is learnt by heart, and looked at on the way`() throws {
    let training = CharacterTraining(
      .epochs(30), window: 20, batch: 4, learningRate: 0.01, threads: 2, reports: 5,
      sampleLength: 30,
      sampler: Sampler(temperature: 0), prompt: "The ")
    let result = try trained(training)
    let text = try CharacterText(Self.rhyme)
    #expect(result.reports.map { ($0.share * 5).rounded() } == [0, 1, 2, 3, 4, 5])
    #expect(result.reports[0].training == nil && result.reports[0].characters == 0)
    // Every epoch reads four streams of so many characters.
    #expect(result.last.characters == 30 * 4 * ((text.training.count - 1) / 4))
    #expect(abs(result.reports[0].heldOut.bits - log2(Double(text.vocabulary.count))) < 0.3)
    #expect(result.last.heldOut.bits < 0.5 && result.last.heldOut.bits < result.entropy.bigram)
    #expect(result.last.sample == "state goes on from step to ste")
    #expect(!result.wasStopped)
    let curve = result.learningCurve
    #expect(curve.panels[0].marks.count == 5 && curve.svg().contains("</svg>"))
  }

  @Test func `the training loss of a look is the mean since the look before`() throws {
    final class Losses: TrainingObserver {
      var nats: [Double] = []
      var mean = 0.0
      func stepEnded(_ progress: TrainingProgress) -> Bool {
        let new = progress.figures[0].value
        let before = progress.step == 1 ? 0 : mean * Double(progress.step - 1)
        nats.append(new * Double(progress.step) - before)
        mean = new
        return true
      }
      func epochEnded(_ progress: TrainingProgress) -> Bool { true }
    }
    let losses = Losses()
    let text = try CharacterText(Self.rhyme)
    // Windows that fill the streams, so that every step counts alike.
    let steps = text.streams(4).steps
    let window = try #require((10...60).first { steps.isMultiple(of: $0) })
    let result = try trained(
      CharacterTraining(
        .epochs(3), window: window, batch: 4, threads: 1, reports: 1, sampleLength: 0),
      watch: TrainingWatch(observers: [losses]))
    #expect(result.reports.count == 2)
    let mean = losses.nats.reduce(0, +) / Double(losses.nats.count)
    #expect(abs((result.last.training?.nats ?? 0) - mean) < 1e-6)
  }

  @Test func `the same seed gives the same numbers, and the looks don't change them`() throws {
    func losses(reports: Int) throws -> CharacterLoss {
      try trained(
        CharacterTraining(.epochs(2), window: 15, batch: 3, threads: 1, reports: reports)
      ).last.heldOut
    }
    #expect(try losses(reports: 2) == losses(reports: 2))
    #expect(try losses(reports: 9) == losses(reports: 1))
  }

  @Test func `minutes end a training, and so does a reader`() throws {
    let short = try trained(CharacterTraining(.minutes(0.001), window: 15, batch: 3, reports: 4))
    #expect(short.last.share == 1 && !short.wasStopped && short.last.characters > 0)
    #expect(short.reports.count <= 6)
    var steps = 0
    let stop = StopWhen {
      steps += 1
      return steps == 7
    }
    let stopped = try trained(
      CharacterTraining(.epochs(5), window: 15, batch: 3, reports: 1),
      watch: TrainingWatch(observers: [stop]))
    #expect(stopped.wasStopped && stopped.last.characters == 7 * 15 * 3)
    #expect(stopped.last.heldOut != stopped.reports[0].heldOut)
  }

  @Test func `a training that goes on takes its looks where it would have`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chars-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let training = CharacterTraining(
      .epochs(2), window: 15, batch: 3, threads: 1, reports: 4, sampleLength: 5)
    var steps = 0
    let stop = StopWhen {
      steps += 1
      return steps == 23
    }
    _ = try trained(
      training, checkpoints: Checkpoints(in: folder.path), watch: TrainingWatch(observers: [stop]))
    let resumed = try trained(
      training, checkpoints: Checkpoints(in: folder.path, resume: true))
    let whole = try trained(training)
    #expect(resumed.reports.map(\.share) == whole.reports.map(\.share))
    #expect(resumed.reports.map(\.characters) == whole.reports.map(\.characters))
    #expect(resumed.reports.map(\.heldOut) == whole.reports.map(\.heldOut))
    #expect(resumed.reports.map(\.training) == whole.reports.map(\.training))
    #expect(resumed.last.sample == whole.last.sample && resumed.reports[0].sample == "")
    #expect(!resumed.wasStopped && resumed.reports.count == 5)
  }

  @Test func `a prompt that can't be read is refused before the training`() {
    #expect(throws: CharacterWriter.UnknownCharacter.self) {
      try trained(CharacterTraining(.epochs(1), prompt: "Σ"))
    }
  }

  @Test func `K19 fails where nothing was learnt, and words are counted`() throws {
    let untrained = try CharacterFindings(Self.rhyme, epochs: 0, units: 8, seed: 1)
    #expect(untrained.finding.verdict == .failed && untrained.knownWords < 0.5)
    let share = CharacterFindings.shareOfWords(
      of: "A state, and a step.", in: "a stepp and State st")
    #expect(share == 0.75)
    #expect(CharacterFindings.shareOfWords(of: "a", in: "") == 0)
  }
}
