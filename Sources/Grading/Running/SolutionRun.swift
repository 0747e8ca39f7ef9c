import Foundation
import UnrollCourse
import UnrollProcesses

/// A student's program, asked about all cases of its exercise.
///
/// It gets calls and gives numbers; what they mean is decided here, where it can't reach.
struct SolutionRun {
  /// Seconds of the processor for all calls together; each takes a millisecond.
  static let seconds = 10
  /// Seconds by the clock, which has to do with how busy the machine is: only a program that waits gets there first.
  static let clockSeconds = 30.0
  /// Megabytes of memory, far more than any exercise needs.
  static let megabytes = 2048

  let grader: Grader
  let program: String
  /// Whether a program that crashes may run once more, not confined, to find the line. Nobody's but one's own should.
  let findsLine: Bool

  /// What came of a run.
  struct Result {
    let verdict: Verdict
    /// What the program had given up before.
    let confinement: Confinement
    /// The lines that it printed in the case that the verdict is about, or in the first.
    let printed: [String]
    /// The name of that case.
    let printedCase: String
  }

  /// Runs the program and judges its answers.
  func result() -> Result {
    let all = answers(to: Array(grader.cases.indices), seconds: Self.clockSeconds)
    let verdict = verdict(all.run, all.replies)
    let place: Int? =
      switch verdict {
      case .wrong(let finding): finding.place
      case .timedOut: all.replies.count
      case .passed, .notWritten: 0
      default: nil
      }
    let lines = place.map { Self.printed(all.run, at: $0).split(separator: "\n") } ?? []
    return Result(
      verdict: verdict, confinement: all.confinement,
      printed: lines.filter { !$0.hasPrefix(ExerciseReply.notWrittenWords) }
        .map { String($0).printable },
      printedCase: place.map { grader.cases[$0].name } ?? "")
  }

  /// The same, with the number of functions that are right in every case. Where one ends the program, the others are asked
  /// without it, all of them together within the time of one run.
  func resultByParts() -> (verdict: Verdict, rightParts: Int) {
    let deadline = ContinuousClock.now + .seconds(2 * Self.clockSeconds)
    var waiting = Array(grader.cases.indices)
    var found: [Int: ExerciseReply] = [:]
    var verdict: Verdict?
    while !waiting.isEmpty {
      let left = Double((deadline - .now).components.seconds)
      if verdict != nil, left < 1 { break }
      let (run, replies, _) = answers(to: waiting, seconds: min(left, Self.clockSeconds))
      verdict = verdict ?? self.verdict(run, replies)
      for (index, reply) in zip(waiting, replies) { found[index] = reply }
      guard replies.count < waiting.count, run.ending != .tooMuchOutput else { break }
      if case .notStarted = run.ending { break }
      let last = grader.cases[waiting[replies.count]].call.part
      waiting = waiting.dropFirst(replies.count).filter { grader.cases[$0].call.part != last }
    }
    return (verdict ?? .passed, grader.rightParts(in: found))
  }

  /// What the program answers to some of the calls; nil is what can't be read.
  private func answers(
    to cases: [Int], seconds: Double
  ) -> (run: ProgramRun, replies: [ExerciseReply?], confinement: Confinement) {
    let limits = [Confinement.variable: "\(Self.megabytes) \(Self.seconds)"]
    let run = run(cases, limits, seconds: seconds)
    let decoder = ExerciseCall.decoder
    // No more lines than there should be, and one that is too many, are looked at.
    let most = cases.count + 2
    var replies = run.output.split(separator: UInt8(ascii: "\n"), maxSplits: most).prefix(most)
      .map { try? decoder.decode(ExerciseReply.self, from: $0) }
    var confinement: Confinement = []
    if case .confined(let given)?? = replies.first {
      confinement = given
      replies.removeFirst()
    }
    return (run, replies, confinement)
  }

  /// What the program printed, and its last words if it crashed, in a call.
  private static func printed(_ run: ProgramRun, at place: Int) -> Substring {
    let texts = run.errorText.split(
      separator: ExerciseReply.endOfPrinting, omittingEmptySubsequences: false)
    return texts.indices.contains(place) ? texts[place] : ""
  }

  private func verdict(_ run: ProgramRun, _ replies: [ExerciseReply?]) -> Verdict {
    // The call that was not answered, if any.
    let next = grader.cases.indices.contains(replies.count) ? grader.cases[replies.count] : nil
    // What is wrong already comes before what is not written, or does not end, behind it.
    let readable = replies.prefix { $0 != nil }.compactMap { $0 }
    if next != nil, let wrong = grader.firstWrong(readable) { return wrong }
    switch run.ending {
    case .exited(ExerciseReply.notWrittenCode):
      let part = next?.call.part ?? grader.cases[0].call.part
      let right = grader.cases.prefix(replies.count).map(\.call.part)
        .reduce(into: [String]()) { if $1 != part, !$0.contains($1) { $0.append($1) } }
      let words = Self.printed(run, at: replies.count).split(separator: "\n").last {
        $0.hasPrefix(ExerciseReply.notWrittenWords)
      }
      let what = words.map { String($0.dropFirst(ExerciseReply.notWrittenWords.count)) } ?? ""
      return .notWritten(part: part, what: String(what.prefix(200)).printable, right: right)
    case .timedOut, .signalled(SIGXCPU):
      guard let next else { return .stopped(reason: "it did not end after its last answer") }
      let seconds = run.ending == .timedOut ? Self.clockSeconds : Double(Self.seconds)
      return .timedOut(part: next.call.part, caseName: next.name, seconds: seconds)
    case .tooMuchOutput: return .stopped(reason: "it wrote without end")
    case .notStarted(let reason): return .stopped(reason: reason)
    case .exited(0) where next == nil && !replies.contains(where: { $0 == nil }):
      return grader.verdict(on: replies.compactMap { $0 })
    case .exited, .signalled:
      guard let next else { return .stopped(reason: "its answers can't be read") }
      return .crashed(
        part: next.call.part, caseName: next.name,
        said: lastWords(String(Self.printed(run, at: replies.count)), run.ending))
    }
  }

  /// What a program said last, how it ended, and where.
  private func lastWords(_ text: String, _ ending: ProgramRun.Ending) -> String {
    var words = Self.ownWords(text)
    switch ending {
    case .exited(let code):
      words.append(
        "The program ended itself, with exit code \(code). Only 'return' ends a function.")
    case .signalled where text.contains("failed to allocate"):
      // It is not run again: without limits it would take all that there is.
      words.append(
        "It may use \(Self.megabytes) megabytes. Is there a list that grows without end?")
    case .signalled(let signal):
      if !text.contains("Fatal error") { words.append(Self.reason(of: signal)) }
      if findsLine, let line = lineOfCrash() { words.append(line) }
    default: break
    }
    return words.joined(separator: "\n")
  }

  private static func reason(of signal: Int32) -> String {
    switch signal {
    case SIGSEGV: "Signal \(signal): most often a function that calls itself without end."
    case SIGABRT: "Signal \(signal): the program called abort()."
    case SIGILL, SIGTRAP:
      "Signal \(signal): most often an index out of range, a missing value, or a number that does not fit."
    default:
      "Signal \(signal): most often more memory than the \(megabytes) megabytes that it may use."
    }
  }

  private func run(
    _ cases: [Int], _ environment: [String: String], seconds: Double
  ) -> ProgramRun {
    let lines = cases.map { index -> Data in
      (try? ExerciseCall.encoder.encode(grader.cases[index].call)) ?? Data()
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
    let again = run(Array(grader.cases.indices), ["SWIFT_BACKTRACE": options], seconds: 30)
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
    return own.filter { !$0.contains("Fatal error: see the sentence above") }.suffix(20)
      .map { String($0.prefix(500)).printable }
  }
}
