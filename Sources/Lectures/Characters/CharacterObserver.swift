import Foundation
import UnrollTraining

/// Looks at the model at equal intervals, and ends the training when its minutes are over.
final class CharacterObserver: RememberingObserver {
  private(set) var reports: [CharacterReport] = []
  /// Whether the minutes are over.
  private(set) var isOver = false

  private let training: CharacterTraining
  private let model: CharacterModel
  private let text: CharacterText
  private let streams: Streams
  private let report: (CharacterReport) -> Void

  private let stepsInAll: Int
  private var steps = 0
  private var characters = 0
  private var seconds = 0.0
  private var clock = Date()
  /// The share of the training at which the next look is due.
  private var nextLook = 0.0
  /// The sum of losses since the last look, and over how many characters of each stream.
  private var sum = (loss: 0.0, characters: 0)
  /// The sum of losses since the epoch began.
  private var epochSum = 0.0

  init(
    _ training: CharacterTraining, _ model: CharacterModel, _ text: CharacterText,
    _ streams: Streams, _ report: @escaping (CharacterReport) -> Void
  ) {
    (self.training, self.model, self.text) = (training, model, text)
    (self.streams, self.report) = (streams, report)
    stepsInAll = training.epochs * ((streams.steps + training.window - 1) / training.window)
  }

  func stepEnded(_ progress: TrainingProgress) -> Bool {
    seconds += Date().timeIntervalSince(clock)
    count(progress)
    if share >= nextLook && share < 1 { look() }
    if case .minutes = training.length, share >= 1 { isOver = true }
    clock = Date()
    return !isOver
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool { true }

  /// What ends when its minutes are over may be resumed for more of them.
  var isInterruption: Bool { true }

  func resumed(_ from: Resumption) {
    planNextLook()
    clock = Date()
  }

  /// Takes down what a step read, and its loss, which the means of the epoch so far tell.
  private func count(_ progress: TrainingProgress) {
    let read = min(progress.step * training.window, streams.steps)
    let new = read - min((progress.step - 1) * training.window, streams.steps)
    let loss = (progress.figures.first?.value ?? 0) * Double(read)
    if progress.step == 1 { epochSum = 0 }
    sum.loss += loss - epochSum
    sum.characters += new
    epochSum = loss
    characters += new * streams.count
    steps += 1
  }

  private var share: Double {
    switch training.length {
    case .epochs: stepsInAll == 0 ? 1 : Double(steps) / Double(stepsInAll)
    case .minutes(let minutes): min(1, seconds / (60 * minutes))
    }
  }

  private func planNextLook() {
    let number = Double(training.reports)
    // A share that is a rounding below the look that it was due for counts as having reached it.
    nextLook = ((share * number + 1e-9).rounded(.down) + 1) / number
  }

  /// A look at the end, unless nothing was learnt since the last one.
  func lookAtTheEnd() {
    if sum.characters > 0 || reports.isEmpty { look() }
  }

  func look() {
    let writer = CharacterWriter(model, sampler: training.sampler, seed: model.network.seed)
    // The prompt has been tried out before.
    let sample = (try? writer.write(training.sampleLength, after: training.prompt)) ?? ""
    let new = CharacterReport(
      share: share, characters: characters, seconds: seconds,
      training: sum.characters > 0
        ? CharacterLoss(nats: sum.loss / Double(sum.characters)) : nil,
      heldOut: model.loss(on: text.heldOut, threads: training.threads),
      sample: sample)
    reports.append(new)
    sum = (0, 0)
    planNextLook()
    report(new)
    clock = Date()
  }
}

// MARK: - What a checkpoint keeps of the looks

extension CharacterObserver {
  var memory: [String: [Double]] {
    get {
      let counters = [
        Double(steps), Double(characters), seconds, sum.loss, Double(sum.characters), epochSum,
      ]
      // The first look, before training, has no loss of a training.
      return [
        "counters": counters, "share": reports.map(\.share),
        "characters": reports.map { Double($0.characters) }, "seconds": reports.map(\.seconds),
        "training": reports.map { $0.training?.nats ?? -1 },
        "held out": reports.map(\.heldOut.nats),
      ]
    }
    set {
      let looks = ["share", "characters", "seconds", "training", "held out"].map {
        newValue[$0] ?? []
      }
      guard let counters = newValue["counters"], counters.count == 6,
        looks.allSatisfy({ $0.count == looks[0].count })
      else { return }
      (steps, characters, seconds) = (Int(counters[0]), Int(counters[1]), counters[2])
      (sum, epochSum) = ((counters[3], Int(counters[4])), counters[5])
      reports = looks[0].indices.map { look in
        let training = looks[3][look]
        return CharacterReport(
          share: looks[0][look], characters: Int(looks[1][look]), seconds: looks[2][look],
          training: training < 0 ? nil : CharacterLoss(nats: training),
          heldOut: CharacterLoss(nats: looks[4][look]), sample: "")
      }
    }
  }
}
