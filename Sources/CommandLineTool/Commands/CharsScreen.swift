import Foundation
import Unroll
import UnrollConsole

/// What `unroll chars` shows while a model learns, and of what it came to.
final class CharsScreen: TrainingObserver {
  /// The columns in front of a sample: `100 %   2.345 bits  `.
  private static let margin = 20
  private static let secondsBetweenRedraws = 1.0 / 15

  private let console: Console
  private let training: CharacterTraining
  private let model: CharacterModel
  private let text: CharacterText
  private var lastRedraw = Date.distantPast

  init(
    _ console: Console, _ training: CharacterTraining, _ model: CharacterModel,
    _ text: CharacterText
  ) {
    (self.console, self.training, self.model, self.text) = (console, training, model, text)
  }

  /// How many characters of a sample fit into a line.
  static func sampleWidth(_ console: Console) -> Int { max(20, min(console.width, 100) - margin) }

  /// What is trained, and on what.
  func begin() {
    console.say(
      "\(text.count.grouped) characters, \(text.vocabulary.count) different ones; "
        + "\(text.training.count.grouped) to learn from, \(text.heldOut.count.grouped) held out.")
    let length =
      switch training.length {
      case .epochs(let number): "\(number.grouped) \(number == 1 ? "epoch" : "epochs")"
      case .minutes(let minutes): "\(minutes.significant(2)) minutes"
      }
    console.say("\(model.name), \(model.network.parameterCount.grouped) weights; \(length).")
    console.print()
    console.say(
      "How much of the training is done, bits a character on the held-out part, and what the network "
        + "writes (↵ is a new line):")
    console.print()
  }

  /// A line for a look at the model.
  func show(_ report: CharacterReport) {
    let share = String(format: "%3.0f %%", 100 * report.share)
    let bits = report.heldOut.bits.fixed(3).rightAligned(in: 6) + " bits"
    let sample = Self.oneLine(training.prompt + report.sample, Self.sampleWidth(console) - 1)
    console.print("\(share)  \(bits)  \(console.style.dim(sample))")
  }

  /// How far it is, on a terminal.
  func stepEnded(_ progress: TrainingProgress) -> Bool {
    guard console.isInteractive else { return true }
    let time = Date()
    if time.timeIntervalSince(lastRedraw) >= Self.secondsBetweenRedraws {
      lastRedraw = time
      let bits = CharacterLoss(nats: progress.figures[0].value).bits
      let milliseconds = 1000 * progress.elapsed / Double(progress.step)
      console.redraw(
        String(
          "epoch \(progress.epoch), step \(progress.step)/\(progress.steps), "
            + "\(milliseconds.significant(2)) ms a step, \(bits.fixed(3)) bits in training"
        ).prefix(console.width - 1).description)
    }
    return true
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool { true }

  func savingFailed(_ reason: any Error) { console.say("Not saved: \(reason)") }

  /// From where it goes on.
  func resumed(_ from: Resumption) {
    for sentence in from.refused { console.say("Not used: \(sentence)") }
    console.say(
      "Going on after \(from.epochs.grouped) epochs and \(from.steps.grouped) steps, from \(from.file)."
    )
  }
}

// MARK: - Samples on a screen

extension CharsScreen {
  /// A text that leaves the terminal as it is: control characters other than line ends and tabulators become
  /// the sign for what can't be shown.
  static func visible(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.replacing("\r\n", with: "\n").unicodeScalars.map { scalar in
          let isControl = scalar.properties.generalCategory == .control
          return isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
        }))
  }

  /// The beginning of a text as one line of at most so many columns.
  static func oneLine(_ text: String, _ width: Int) -> String {
    var line = ""
    var columns = 0
    for character in visible(text) {
      let shown: Character = character.isNewline ? "↵" : character == "\t" ? " " : character
      columns += displayWidth(shown)
      if columns > width { break }
      line.append(shown)
    }
    return line
  }
}

// MARK: - What it came to

extension CharsScreen {
  private struct Row {
    let name: String
    let loss: CharacterLoss
    var model: CharacterModel?
    var sample: String?
    var report: CharacterReport?
  }

  /// The network beside what counting comes to.
  static func table(_ result: CharacterResult, sample: String) -> Table {
    let entropy = result.entropy
    let last = result.last
    return table([
      Row(name: "Uniform: all characters alike", loss: CharacterLoss(bits: entropy.uniform)),
      Row(name: "Unigram: by how often each occurs", loss: CharacterLoss(bits: entropy.unigram)),
      Row(name: "Bigram: by the one before", loss: CharacterLoss(bits: entropy.bigram)),
      Row(
        name: result.model.name, loss: last.heldOut, model: result.model, sample: sample,
        report: last),
    ])
  }

  /// A saved model alone.
  static func table(
    _ model: CharacterModel, heldOut: CharacterLoss?, sample: String
  ) -> Table {
    table([
      Row(
        name: model.name, loss: heldOut ?? CharacterLoss(nats: .nan), model: model, sample: sample)
    ])
  }

  private static func table(_ rows: [Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Foretold by", key: "model") { .text($0.name) },
        Column("Bits a character", key: "bits", .fixed(3)) {
          $0.loss.nats.isNaN ? .none : .number($0.loss.bits)
        },
        Column("Perplexity", key: "perplexity", .fixed(2)) {
          $0.loss.nats.isNaN ? .none : .number($0.loss.perplexity)
        },
        Column("Weights", key: "parameters", isPrinted: false) {
          .optional($0.model?.network.parameterCount)
        },
        Column("Read", key: "charactersRead", isPrinted: false) {
          .optional($0.report?.characters)
        },
        Column("Seconds", key: "seconds", isPrinted: false) { .optional($0.report?.seconds) },
        Column("Sample", key: "sample", isPrinted: false) { .optional($0.sample) },
      ])
  }

  /// What a newcomer should see in the table.
  static func sentences(_ result: CharacterResult) -> [String] {
    let (ours, bigram) = (result.last.heldOut, CharacterLoss(bits: result.entropy.bigram))
    let isBetter = ours.nats < bigram.nats
    return [
      """
      The first three rows are what counting comes to in the text itself, so nobody who sees as little can \
      do better on it. The network is measured on the last tenth, which it has not learnt from.
      """,
      isBetter
        ? """
        It hesitates among \(ours.perplexity.fixed(1)) characters where pairs leave \
        \(bigram.perplexity.fixed(1)): it has learnt more than which character follows which.
        """
        : """
        Pairs alone leave \(bigram.perplexity.fixed(1)) characters, the network \
        \(ours.perplexity.fixed(1)): it has not learnt more than counting yet. More --epochs help, or a \
        longer text.
        """,
    ] + byHeart(result)
  }

  /// Where the held-out part was foretold better before.
  private static func byHeart(_ result: CharacterResult) -> [String] {
    guard let best = result.reports.min(by: { $0.heldOut.nats < $1.heldOut.nats }),
      result.last.heldOut.bits > best.heldOut.bits + 0.05
    else { return [] }
    return [
      """
      It was best when \((100 * best.share).fixed(0)) % of the training was done, at \(best.heldOut.bits.fixed(3)) \
      bits. Since then it has been learning the text by heart, which helps with no other one: fewer --epochs do \
      better.
      """
    ]
  }
}
