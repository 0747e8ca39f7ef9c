import Foundation
import UnrollAutodiff

/// The word of the lecture's example, a character at a time (000:573): h, e, l, l are read, and e, l, l, o
/// should be said.
///
/// After the first l comes an l, after the second an o. Who sees only the character that is read cannot
/// tell the two apart.
public enum HelloWord {
  /// The lecture's vocabulary, in its order (000:579).
  public static let vocabulary: [Character] = ["h", "e", "l", "o"]

  /// What is read, step by step.
  public static let read: [Character] = ["h", "e", "l", "l"]

  /// What should be said at each step: the character that follows.
  public static let expected: [Character] = ["e", "l", "l", "o"]

  /// Characters as classes, `[1, time]`.
  public static func classes(_ characters: [Character]) -> IntTensor {
    IntTensor([characters.map { vocabulary.firstIndex(of: $0) ?? 0 }])
  }

  /// Characters in the lecture's 1-of-k encoding, `[1, time, 4]`: a 1 in the character's own place.
  public static func oneOfK(_ characters: [Character]) -> Tensor {
    classes(characters).oneHot(vocabulary.count)
  }

  /// The smallest loss a character that is possible without a state: that of guessing each follower of a
  /// character as often as it follows.
  ///
  /// `−(1/T) Σ ln(n(xₜ, yₜ) / n(xₜ))`, for "hello" `(0 + 0 + ln 2 + ln 2) / 4 = 0.3466`.
  public static let smallestLossWithoutState: Double = {
    let pairs = zip(read, expected)
    let logs = pairs.map { character, next in
      let followers = pairs.filter { $0.0 == character }.map { $0.1 }
      return log(Double(followers.count { $0 == next }) / Double(followers.count))
    }
    return -mean(logs)
  }()
}
