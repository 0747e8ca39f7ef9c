import Foundation
import Testing
import UnrollProcesses

/// Programs that end, and programs that don't.
@Suite struct ProgramRunTests {
  private func shell(_ script: String, seconds: Double = 5, input: String = "") -> ProgramRun {
    ProgramRun(
      "/bin/sh", ["-c", script], input: Data(input.utf8), environment: ["PATH": "/usr/bin:/bin"],
      limits: .init(seconds: seconds, outputBytes: 1 << 20))
  }

  @Test func `output, errors, input and the exit code come through`() {
    let run = shell("cat; echo oops >&2; exit 3", input: "one\ntwo\n")
    #expect(run.ending == .exited(3))
    #expect(String(decoding: run.output, as: UTF8.self) == "one\ntwo\n")
    #expect(run.errorText == "oops\n")
  }

  @Test func `more output than a pipe holds is read to its end`() {
    let run = shell("head -c 900000 /dev/zero")
    #expect(run.ending == .exited(0) && run.output.count == 900_000)
  }

  /// How many processes have a word in their command, once those that were killed are gone: on a busy machine it takes a
  /// moment.
  private static func count(_ word: String) -> String {
    "for i in 1 2 3 4 5 6 7 8 9 10; do n=$(ps ax | grep -v grep | grep -c '\(word)'); [ $n = 0 ] && break; sleep 0.5; done; echo $n"
  }

  @Test func `a loop is stopped, with all that it started`() {
    let mark = "unroll-\(UUID())"
    let run = shell("echo begun; sh -c 'sleep 60; : \(mark)' & while :; do :; done", seconds: 0.3)
    #expect(run.ending == .timedOut)
    #expect(String(decoding: run.output, as: UTF8.self) == "begun\n")
    let left = shell(Self.count(mark))
    #expect(String(decoding: left.output, as: UTF8.self) == "0\n")
  }

  #if os(Linux)
    @Test func `what left the group is stopped too`() {
      let mark = "unroll-\(UUID())"
      let run = shell(
        "setsid sh -c 'sleep 60; : \(mark)' & sleep 0.2; while :; do :; done", seconds: 1)
      #expect(run.ending == .timedOut)
      let left = shell(Self.count(mark))
      #expect(String(decoding: left.output, as: UTF8.self) == "0\n")
    }
  #endif

  @Test func `what writes without end is stopped`() {
    #expect(shell("yes", seconds: 20).ending == .tooMuchOutput)
    #expect(shell("yes >&2", seconds: 20).ending == .tooMuchOutput)
  }

  @Test func `a signal is told from an exit code, and what is not there from both`() {
    #expect(shell("kill -9 $$").ending == .signalled(9))
    let missing = ProgramRun("/nowhere/program", environment: [:], limits: .init(seconds: 1))
    guard case .notStarted(let reason) = missing.ending else {
      Issue.record("\(missing.ending)")
      return
    }
    #expect(reason.contains("can't start /nowhere/program: No such file or directory"))
  }

  @Test func `a child that outlives its parent holds nothing up`() {
    let start = ContinuousClock.now
    let run = shell("sleep 30 & echo done")
    #expect(run.ending == .exited(0))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `output is told as it comes, whole, while the program runs`() {
    var told: [(text: String, time: ContinuousClock.Instant)] = []
    let run = ProgramRun(
      "/bin/sh", ["-c", "echo one; sleep 1; printf two"], environment: ["PATH": "/usr/bin:/bin"],
      limits: .init(seconds: 20)
    ) { told.append((String(decoding: $0, as: UTF8.self), .now)) }
    #expect(told.map(\.text).joined() == "one\ntwo")
    #expect(run.output == Data("one\ntwo".utf8))
    let wait = (told.last?.time ?? .now) - (told.first?.time ?? .now)
    #expect(wait > .milliseconds(500))
  }

  @Test func `a program that is no longer wanted is stopped`() {
    let start = ContinuousClock.now
    let run = ProgramRun(
      "/bin/sh", ["-c", "sleep 60"], environment: ["PATH": "/usr/bin:/bin"],
      limits: .init(seconds: 60) { ContinuousClock.now - start > .milliseconds(300) })
    #expect(run.ending == .timedOut)
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
