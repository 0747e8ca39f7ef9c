/// The first thing that is wrong in a solution, and what it looks like.
public struct Finding: Sendable {
  /// The function.
  public let part: String
  /// The case that shows it: `batch 3, 2 inputs, 4 units`.
  public let caseName: String
  /// Its place among the cases.
  let place: Int
  /// What the function was given there, a line each; nothing where that is too much to read.
  public let inputs: [String]
  /// What is wrong, in a sentence or two.
  public let sentence: String
  /// Known misconceptions that lead to exactly these numbers, all of them and in every case.
  public let misconceptions: [Misconception]
  /// Where there is none: those that explain what is wrong first, and not all the rest; or, where ``isEarly``, all.
  public let candidates: [Misconception]
  /// Whether the program ended before enough was answered to tell which mistake it is.
  public let isEarly: Bool
  /// What each wrong quantity is to the right one, where that is the same in every case.
  public let relations: [String]

  /// One explanation, as far as the numbers can tell.
  public var explanation: Misconception? { misconceptions.count == 1 ? misconceptions[0] : nil }
}

/// What a solution comes to.
public enum Verdict: Sendable {
  /// All numbers are right.
  case passed
  /// A function is as it was in the beginning, with what the file says of it, and those before it are right.
  case notWritten(part: String, what: String, right: [String])
  /// The compiler's words.
  case notCompiled(String)
  /// A name that does what is being taught.
  case forbidden(name: String, line: Int)
  /// A function did not come to an end in its time.
  case timedOut(part: String, caseName: String, seconds: Double)
  /// The program ended amid a function: what it said last.
  case crashed(part: String, caseName: String, said: String)
  /// The program did something it must not: wrote without end, took too much memory.
  case stopped(reason: String)
  /// The file is there and is not read: a link, too large, no text.
  case unreadable(reason: String)
  /// A function gave other numbers.
  case wrong(Finding)

  /// Whether the exercise is solved.
  public var isPassed: Bool { if case .passed = self { true } else { false } }
}
