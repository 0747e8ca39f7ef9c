import Foundation
import Testing
import TestSupport

@testable import UnrollConsole
@testable import UnrollTraining

@Suite struct ProgressTests {
  let line = ProgressLine(style: .plain)
  let middle = TrainingProgress(
    epoch: 3, epochs: 20, step: 132, steps: 219,
    figures: [.init("loss", 0.0123), .init("val_loss", 0.0119)], elapsed: 0.1584)

  /// A bar by its numbers: how many columns are done, of how many.
  private static func bar(_ done: Int, of width: Int) -> String {
    String(repeating: "━", count: done) + String(repeating: "─", count: width - done)
  }

  @Test func `the running line shows epoch, bar, steps, speed, time left and metrics`() {
    #expect(
      line.running(middle, width: 200)
        == "Epoch  3/20  ━━━━━━━━━━━━━━━━━━────────────  132/219  1.2 ms/step  eta 0:01"
        + "  loss 0.01230  val_loss 0.01190")
  }

  @Test(arguments: [
    (100, "\(bar(13, of: 22))  132/219  1.2 ms/step  eta 0:01  loss 0.01230  val_loss 0.01190"),
    (85, "\(bar(12, of: 20))  132/219  eta 0:01  loss 0.01230  val_loss 0.01190"),
    (72, "\(bar(10, of: 17))  132/219  loss 0.01230  val_loss 0.01190"),
    (61, "\(bar(14, of: 24))  132/219  loss 0.01230"),
    (40, "\(bar(10, of: 17))  132/219"),
    (33, "\(bar(6, of: 10))  132/219"),
    (32, "132/219"),
  ])
  func `what matters least gives way in a narrow window`(_ width: Int, _ tail: String) {
    let text = line.running(middle, width: width)
    #expect(text == "Epoch  3/20  " + tail)
    #expect(displayWidth(text) < width)
  }

  @Test func `a running line never wraps, however narrow the window`() {
    for width in 1...120 {
      #expect(displayWidth(line.running(middle, width: width)) < width)
    }
  }

  @Test func `a finished epoch keeps every metric however narrow the window`() {
    let whole = TrainingProgress(
      epoch: 3, epochs: 20, step: 219, steps: 219, figures: middle.figures, elapsed: 75.4)
    let metrics = "loss 0.01230  val_loss 0.01190"
    #expect(line.plain(whole) == "Epoch  3/20  219/219  344 ms/step  1:15  " + metrics)
    #expect(line.finished(whole, width: 80) == line.plain(whole))
    #expect(line.finished(whole, width: 64) == "Epoch  3/20  344 ms/step  1:15  " + metrics)
    #expect(line.finished(whole, width: 52) == "Epoch  3/20  1:15  " + metrics)
    #expect(line.finished(whole, width: 45) == "Epoch  3/20  " + metrics)
    #expect(line.finished(whole, width: 30) == "Epoch 3/20 loss 0.01230\nval_loss 0.01190")
  }

  @Test func `nothing done yet is no division by zero`() {
    let start = TrainingProgress(epoch: 1, epochs: 1, step: 0, steps: 0, figures: [], elapsed: 0)
    #expect(line.running(start, width: 40) == "Epoch 1/1  \(Self.bar(0, of: 23))  0/0")
    #expect(line.plain(start) == "Epoch 1/1  0/0  0:00")
  }

  @Test(arguments: [
    (38e-6, "38 µs/step"), (1.2e-3, "1.2 ms/step"), (0.25, "250 ms/step"), (3.4, "3.4 s/step"),
    (9.96e-3, "10 ms/step"), (0.9999e-3, "1000 µs/step"),
  ])
  func `a step's time has a fitting unit`(_ seconds: Double, _ text: String) {
    #expect(ProgressLine.perStep(seconds) == text)
  }

  @Test(arguments: [
    (0.0, "0:00"), (2.4, "0:02"), (59.6, "1:00"), (754, "12:34"), (3723, "1:02:03"),
    (.infinity, "?"),
  ])
  func `a duration reads like a clock`(_ seconds: Double, _ text: String) {
    #expect(ProgressLine.minutes(seconds) == text)
  }

  @Test func `a terminal's line is redrawn at most fifteen times a second`() {
    let captured = CapturedConsole(columns: 80, environment: ["NO_COLOR": "1"])
    let clock = Locked(0.0)
    let display = ProgressReporter(captured.console) { clock.withLock { $0 } }
    for _ in 0..<1000 {
      display.stepEnded(middle)
      clock.withLock { $0 += 0.001 }
    }
    display.epochEnded(middle)
    let redraws = captured.text.components(separatedBy: "\r").count
    #expect((14...16).contains(redraws))
    #expect(captured.text.hasSuffix("\r\u{1B}[K" + line.finished(middle, width: 80) + "\n"))
  }

  @Test(arguments: [[:], ["TERM": "dumb"]])
  func `elsewhere there is one plain line an epoch and no carriage return`(
    _ environment: [String: String]
  ) {
    let captured = CapturedConsole(
      columns: environment.isEmpty ? nil : 80, environment: environment)
    let display = ProgressReporter(captured.console) { 0 }
    for _ in 0..<100 { display.stepEnded(middle) }
    display.epochEnded(middle)
    display.epochEnded(middle)
    #expect(captured.text == line.plain(middle) + "\n" + line.plain(middle) + "\n")
  }

  @Test func `a line printed meanwhile takes the bar's place`() {
    let captured = CapturedConsole(columns: 30, environment: ["NO_COLOR": "1"])
    let display = ProgressReporter(captured.console) { 0 }
    display.stepEnded(middle)
    captured.console.print("note")
    captured.console.print("more")
    #expect(captured.text.hasSuffix("132/219\r\u{1B}[Knote\nmore\n"))
  }
}
