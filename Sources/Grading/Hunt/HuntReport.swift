import Foundation
import Unroll
import UnrollHunt

/// The numbers that a program of the hunt handed in, held against answers that it was not told.
struct HuntReport: Sendable {
  /// From which its data followed.
  let seed: UInt64
  /// The numbers by name.
  let numbers: [String: [Double]]

  init(seed: UInt64, numbers: [String: [Double]]) {
    (self.seed, self.numbers) = (seed, numbers)
  }

  /// Reads what a program wrote; other lines are for people.
  init(seed: UInt64, output: String) {
    var numbers: [String: [Double]] = [:]
    for line in output.split(whereSeparator: \.isNewline) where line.hasPrefix(Hunt.mark) {
      let words = line.dropFirst(Hunt.mark.count).split(separator: " ")
      guard let name = words.first else { continue }
      numbers[String(name)] = words.dropFirst().map { Double($0) ?? .nan }
    }
    self.init(seed: seed, numbers: numbers)
  }

  /// Whether numbers are those that they should be; nil where they are, so that the next can be asked.
  func agrees(_ name: String, _ expected: [Double], within tolerance: Double) -> HuntJudgement? {
    guard let found = numbers[name], found.count == expected.count else { return missing(name) }
    let worst = found.indices.max {
      Self.distance(found[$0], expected[$0]) < Self.distance(found[$1], expected[$1])
    }
    guard let worst, Self.distance(found[worst], expected[worst]) > tolerance else { return nil }
    return HuntJudgement(
      false,
      "One of the \(name) is \(Self.text(found[worst])); it should be \(Self.text(expected[worst]))."
    )
  }

  /// The mean squared error for a task's test; mended it is below a bound.
  func judge(_ name: String, _ answers: [Double], below bound: Double) -> HuntJudgement {
    guard let found = numbers[name], found.count == answers.count else { return missing(name) }
    let error = Self.meanSquare(found, answers)
    let place = name == "predictions" ? "" : " (\(name))"
    return HuntJudgement(
      error < bound,
      "The error on data that it has not seen\(place) is \(Self.text(error)); mended it is below \(Self.text(bound))."
    )
  }

  func error(_ name: String, _ task: HuntTask, below bound: Double) -> HuntJudgement {
    judge(name, task.answers.elements, below: bound)
  }

  /// The cross-entropy of probabilities `[128, 3]`; mended it is below a bound.
  func crossEntropy(_ name: String, _ task: HuntTask, below bound: Double) -> HuntJudgement {
    let labels = task.answers.elements.map { Int($0) }
    guard let found = numbers[name], found.count == 3 * labels.count else { return missing(name) }
    let rows = labels.indices.map { Array(found[(3 * $0)..<(3 * $0 + 3)]) }
    guard rows.allSatisfy({ $0.allSatisfy { $0 >= 0 } && abs($0.reduce(0, +) - 1) < 1e-3 }) else {
      return HuntJudgement(false, "The three \(name) of a wave do not have the sum 1.")
    }
    let loss =
      zip(rows, labels).reduce(0) { $0 - log(max($1.0[$1.1], 1e-12)) } / Double(labels.count)
    return HuntJudgement(
      loss < bound,
      "The loss on waves that it has not seen is \(Self.text(loss)); mended it is below \(Self.text(bound))."
    )
  }

  private func missing(_ name: String) -> HuntJudgement {
    let found = numbers[name].map { "\($0.count) numbers" } ?? "none"
    return HuntJudgement(
      false,
      "The program handed in \(found) as \(name); leave the calls of Hunt.report as they are.")
  }

  static func meanSquare(_ found: [Double], _ answers: [Double]) -> Double {
    let sum = zip(found, answers).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return sum / Double(answers.count)
  }

  private static func distance(_ a: Double, _ b: Double) -> Double {
    let distance = abs(a - b)
    return distance.isNaN ? .infinity : distance
  }

  static func text(_ number: Double) -> String { String(format: "%.3g", number) }
}

/// Whether a program behaves as it should.
struct HuntJudgement: Sendable {
  let isMended: Bool
  /// The numbers that say so.
  let sentence: String

  init(_ isMended: Bool, _ sentence: String) {
    (self.isMended, self.sentence) = (isMended, sentence)
  }

  /// The same with a remark behind its sentence.
  func noting(_ remark: String) -> HuntJudgement {
    HuntJudgement(isMended, "\(sentence.dropLast()); \(remark).")
  }

  /// This one where it finds something wrong, or else another.
  func then(_ next: @autoclosure () -> HuntJudgement) -> HuntJudgement {
    isMended ? next() : self
  }
}
