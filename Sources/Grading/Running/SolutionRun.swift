import Foundation
import UnrollCourse

/// A student's program, asked about all cases of its exercise.
///
/// It gets calls and gives numbers; what they mean is decided here, where it can't reach.
struct SolutionRun {
  /// Seconds for all calls together; each takes a millisecond.
  static let seconds = 10.0
  /// Megabytes of memory, far more than any exercise needs.
  static let megabytes = 2048

  let grader: Grader
  let program: String
  /// Whether a program that crashes may run once more, not confined, to find the line. Nobody's but one's own should.
  let findsLine: Bool

  /// Runs the program and judges its answers; these come too, and what the program had given up before.
  func result() -> (verdict: Verdict, replies: [ExerciseReply], confinement: Confinement) {
    let limits = "\(Self.megabytes) \(Int(Self.seconds) + 1)"
    let run = run([Confinement.variable: limits], seconds: Self.seconds)
    var replies = run.output.split(separator: UInt8(ascii: "\n"))
      .map { try? ExerciseCall.decoder.decode(ExerciseReply.self, from: $0) }
    var confinement: Confinement = []
    if case .confined(let given)?? = replies.first {
      confinement = given
      replies.removeFirst()
    }
    return (verdict(run, replies), replies.compactMap { $0 }, confinement)
  }

  private func verdict(_ run: ProgramRun, _ replies: [ExerciseReply?]) -> Verdict {
    // The call that was not answered, if any.
    let next = grader.cases.indices.contains(replies.count) ? grader.cases[replies.count] : nil
    // What is wrong already comes before what is not written, or does not end, behind it.
    let readable = replies.prefix { $0 != nil }.compactMap { $0 }
    if next != nil, let wrong = grader.firstWrong(readable) { return wrong }
    switch run.ending {
    case .exited(ExerciseReply.notWrittenCode):
      return .notWritten(part: next?.call.part ?? grader.cases[0].call.part)
    case .timedOut:
      guard let next else { return .stopped(reason: "it did not end after its last answer") }
      return .timedOut(part: next.call.part, caseName: next.name, seconds: Self.seconds)
    case .tooMuchOutput: return .stopped(reason: "it wrote without end")
    case .notStarted(let reason): return .stopped(reason: reason)
    case .exited(0) where next == nil && !replies.contains(where: { $0 == nil }):
      return grader.verdict(on: replies.compactMap { $0 })
    case .exited, .signalled:
      guard let next else { return .stopped(reason: "its answers can't be read") }
      return .crashed(
        part: next.call.part, caseName: next.name, said: lastWords(run.errorText, run.ending))
    }
  }

  /// What a program said last, how it ended, and where.
  private func lastWords(_ text: String, _ ending: ProgramRun.Ending) -> String {
    var words = Self.ownWords(text)
    switch ending {
    case .exited(let code):
      words.append(
        "The program ended itself, with exit code \(code). Only 'return' ends a function.")
    case .signalled(let signal) where words.isEmpty:
      let reason =
        switch signal {
        case SIGSEGV: "most often a function that calls itself without end."
        case SIGABRT: "the program called abort()."
        default: "most often more memory than the \(Self.megabytes) megabytes that it may use."
        }
      words.append("Signal \(signal): \(reason)")
    default: break
    }
    if findsLine, case .signalled = ending, let line = lineOfCrash() { words.append(line) }
    return words.suffix(8).joined(separator: "\n")
  }

  private func run(_ environment: [String: String], seconds: Double) -> ProgramRun {
    let lines = grader.cases.map { item -> Data in
      (try? ExerciseCall.encoder.encode(item.call)) ?? Data()
    }
    return ProgramRun(
      program, input: Data(lines.joined(separator: Data("\n".utf8))),
      environment: ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8"]
        .merging(environment) { $1 },
      limits: .init(seconds: seconds))
  }

  /// The line of the student's file in which the program crashes, found by letting it crash once more.
  private func lineOfCrash() -> String? {
    let options = "enable=yes,interactive=no,color=no,limit=32,output-to=stderr"
    let again = run(["SWIFT_BACKTRACE": options], seconds: 30)
    let file = "/\(grader.sheet.fileName).swift:"
    for line in again.errorText.split(separator: "\n") where line.contains(" at /") {
      guard let name = line.range(of: file) else { continue }
      let number = line[name.upperBound...].prefix(while: \.isNumber)
      return "In line \(number) of \(grader.sheet.fileName).swift"
    }
    return nil
  }

  /// The last lines of a program, without what Swift adds to every crash.
  private static func ownWords(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").map(String.init)
    let own = lines.prefix { !$0.contains("Current stack trace") }.map { line in
      // The module before a place in the student's file says nothing.
      line.hasPrefix("Exercise") ? String(line.drop { $0 != "/" }.dropFirst()) : line
    }
    return own.filter { !$0.contains("Fatal error: see the sentence above") }.suffix(6)
      .map { String($0.prefix(500)).printable }
  }
}
