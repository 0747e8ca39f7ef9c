import Foundation
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

/// Sends this process what a terminal sends it, and gives it time to arrive: a thread of its own handles it.
@Sendable private func pressCtrlC() {
  kill(getpid(), SIGINT)
  usleep(200_000)
}

/// Signals concern a whole process, so each test has a process of its own.
@Suite struct InterruptTests {
  @Test func `the first Ctrl-C is a request`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let interrupt = Interrupt()
      interrupt.listen()
      if interrupt.isRequested { exit(1) }
      pressCtrlC()
      exit(interrupt.isRequested ? 7 : 2)
    }
  }

  @Test func `the second Ctrl-C ends the program at once`() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interrupt().listen()
      pressCtrlC()
      pressCtrlC()
    }
  }

  @Test func `a command that does not listen ends at the first`() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      _ = Interrupt()
      pressCtrlC()
    }
  }

  @Test func `a request can come from the program itself`() {
    let interrupt = Interrupt()
    #expect(!interrupt.isRequested)
    interrupt.request()
    #expect(interrupt.isRequested)
  }
}
