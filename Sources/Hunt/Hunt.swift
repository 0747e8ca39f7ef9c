import Foundation
import Unroll

/// What the programs of the bug hunt share: where their data come from, and how they hand in what they found.
public enum Hunt {
  /// From which all data follow; 1 unless the checker asks for others.
  public static let seed: UInt64 =
    ProcessInfo.processInfo.environment[seedVariable].flatMap(UInt64.init) ?? 1

  /// Hands in numbers under a name; they are written out only where the checker listens.
  public static func report(_ name: String, _ numbers: Tensor) {
    guard ProcessInfo.processInfo.environment[seedVariable] != nil else { return }
    let words = numbers.elements.map { "\($0)" }
    print("\(mark)\(name) \(words.joined(separator: " "))")
  }

  /// The variable that holds the checker's seed.
  package static let seedVariable = "UNROLL_HUNT_SEED"
  /// How a line with numbers begins.
  package static let mark = "@"
}

/// A task of the hunt: what is learnt from, and inputs whose answers are not told.
public struct HuntTask: Sendable {
  /// Samples to learn from.
  public let train: Dataset
  /// Inputs to predict for.
  public let test: Tensor
  /// What is right for them.
  package let answers: Tensor

  init(_ train: Dataset, test: Tensor, answers: Tensor) {
    (self.train, self.test, self.answers) = (train, test, answers)
  }
}
