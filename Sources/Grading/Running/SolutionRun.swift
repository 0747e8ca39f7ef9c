import Foundation
import UnrollCourse

/// A student's program, asked about all cases of its exercise.
///
/// It gets calls and gives numbers; what they mean is decided here, where it can't reach.
struct SolutionRun {
  /// Seconds for all calls together; each takes a millisecond.
  static let seconds = 10.0

  let grader: Grader
  let program: String

  /// Runs the program and judges its answers.
  func verdict() -> Verdict {
    let run = run(backtrace: "enable=no", seconds: Self.seconds)
    let replies = run.output.split(separator: UInt8(ascii: "\n"))
      .map { try? ExerciseCall.decoder.decode(ExerciseReply.self, from: $0) }
    // The call that was not answered, if any.
    let next = grader.cases.indices.contains(replies.count) ? grader.cases[replies.count] : nil
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
        part: next.call.part, caseName: next.name,
        said: [Self.lastWords(run.errorText), placeOfCrash()].compactMap { $0 }
          .joined(separator: "\n"))
    }
  }

  private func run(backtrace: String, seconds: Double) -> ProgramRun {
    let lines = grader.cases.map { item -> Data in
      (try? ExerciseCall.encoder.encode(item.call)) ?? Data()
    }
    return ProgramRun(
      program, input: Data(lines.joined(separator: Data("\n".utf8))),
      environment: ["SWIFT_BACKTRACE": backtrace, "LANG": "C.UTF-8"],
      limits: .init(seconds: seconds))
  }

  /// The line of the student's file in which the program ends, found by letting it end once more.
  private func placeOfCrash() -> String? {
    let again = run(
      backtrace: "enable=yes,interactive=no,color=no,limit=32,output-to=stderr", seconds: 30)
    let file = "/\(grader.sheet.fileName).swift:"
    for line in again.errorText.split(separator: "\n") where line.contains(" at /") {
      guard let name = line.range(of: file) else { continue }
      let number = line[name.upperBound...].prefix(while: \.isNumber)
      return "in line \(number) of \(grader.sheet.fileName).swift"
    }
    return nil
  }

  /// What a program said last, without what Swift adds to every crash.
  private static func lastWords(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(String.init)
    let own = lines.prefix { !$0.contains("Current stack trace") }.map { line in
      // The place in the student's file is worth keeping, the module in front of it is not.
      line.split(separator: "/", maxSplits: 1).first.map { $0.hasPrefix("Exercise") } == true
        ? String(line.drop { $0 != "/" }.dropFirst()) : line
    }
    return own.filter { !$0.contains("Fatal error: see the sentence above") }.suffix(6)
      .joined(separator: "\n")
  }
}
