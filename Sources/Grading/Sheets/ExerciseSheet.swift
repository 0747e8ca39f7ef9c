import UnrollCourse

/// All there is to an exercise but the student's solution: what is asked, how it is helped with, and how it is judged.
public struct ExerciseSheet: Sendable {
  /// Its place in the course, from 1.
  public let number: Int
  /// Its name in folders: `rnn-step`.
  public let slug: String
  /// Its title.
  public let title: String
  /// What a student can do afterwards.
  public let objective: String
  /// What has to be known before; numbers of exercises.
  public let prerequisites: [Int]
  /// How long it takes.
  public let minutes: Int
  /// What it counts.
  public let points: Int
  /// Where the lectures speak of it.
  public let source: String
  /// To be answered before anything is written.
  public let question: Question
  /// The same by hand, with numbers.
  public let byHand: String
  /// From a question to nearly the code.
  public let hints: [String]
  /// The file that a student begins with.
  public let stub: String
  /// Names that must not stand in the solution, because they do what is being taught.
  public let forbidden: [String]
  /// How solutions are judged.
  public internal(set) var rules: ExerciseRules
  /// What is worth looking at once it is passed, laid out by hand.
  public internal(set) var drawing: String?

  /// What is asked before a result is seen.
  public struct Question: Sendable {
    /// The question.
    public let text: String
    /// Its answer, with the reason; found when it is asked for, because some are computed.
    public var answer: String { makeAnswer() }
    private let makeAnswer: @Sendable () -> String

    init(_ text: String, answer: @escaping @Sendable @autoclosure () -> String) {
      self.text = text
      makeAnswer = answer
    }
  }

  /// `05`: how it is called on the command line.
  public var id: String { Self.id(of: number) }
  /// How the exercise of a number is called.
  public static func id(of number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  /// `05-rnn-step`: its folder.
  public var folder: String { "\(id)-\(slug)" }
  /// `RNNStep`: the name of the student's file, which is that of the type in it.
  public var fileName: String {
    let words = slug.split(separator: "-").map {
      ["rnn", "lstm", "gru"].contains($0) ? $0.uppercased() : $0.capitalized
    }
    return words.joined()
  }
  /// What its results are made of.
  public var noun: String { rules.isDrawn ? "number" : "arrow" }
  /// `Exercise05`: the name of its program.
  public var program: String { "Exercise\(id)" }
}

/// How solutions of an exercise are judged.
public struct ExerciseRules: Sendable {
  /// Makes a call by an implementation that is known.
  public typealias Answer = @Sendable (ExerciseCall) -> ExerciseReply

  /// What is right.
  let truth: Answer
  /// What is wrong in a way that is known.
  let misconceptions: [Misconception]
  /// What is asked, the simplest first.
  let cases: @Sendable (_ seed: UInt64) -> [ExerciseCase]
  /// The inputs and results that are matrices of weights, which stand otherwise in another layout: `Wx`, `dWx`.
  var weights: Set<String> = []
  /// Whether the cases are drawn at random. Where they are not, results are arrows, which can't agree by chance.
  var isDrawn = true
  /// What a call is, in lines for a reader, where its inputs by their names would say nothing.
  var callText: (@Sendable (ExerciseCall) -> [String])?
  /// Says what is wrong with a quantity in the exercise's own words; nil where it has none.
  var words: Words?

  /// A sentence for a quantity that is wrong, from its name, what was found and what is right.
  typealias Words = @Sendable (_ name: String, _ found: [Matrix], _ expected: [Matrix]) -> String?
}

/// A call with what is special about it.
public struct ExerciseCase: Sendable {
  /// `batch 3, 2 inputs, 4 units`.
  public let name: String
  /// The call.
  public let call: ExerciseCall
  /// Sizes that a wrong factor may be: `the size of the batch`.
  let sizes: [String: Int]

  init(
    _ name: String, _ part: String, _ inputs: [String: ExerciseValue], sizes: [String: Int] = [:]
  ) {
    self.init(name: name, call: ExerciseCall(part, Inputs(inputs)), sizes: sizes)
  }

  init(name: String, call: ExerciseCall, sizes: [String: Int]) {
    self.name = name
    self.call = call
    self.sizes = sizes
  }
}

/// A wrong implementation that people write, and what they misunderstood.
public struct Misconception: Sendable {
  /// What the numbers equal: completes "These are the numbers of …".
  public let name: String
  /// What is misunderstood, and what is right.
  public let explanation: String
  /// Where it was seen.
  public let seen: String
  let answer: ExerciseRules.Answer

  init(
    _ name: String, _ explanation: String, seen: String, _ answer: @escaping ExerciseRules.Answer
  ) {
    self.name = name
    self.explanation = explanation
    self.seen = seen
    self.answer = answer
  }
}
