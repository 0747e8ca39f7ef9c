import Foundation
import UnrollConsole

/// Whether and how a training shows its progress.
public enum ProgressDisplay: Sendable {
  /// A bar on a terminal, a plain line an epoch in a pipe or a file.
  case automatic
  /// Nothing.
  case none

  /// The observer that shows it.
  var reporters: [any TrainingObserver] {
    switch self {
    case .automatic: [ProgressReporter(.standard())]
    case .none: []
    }
  }
}

/// Shows a training on a console: at most fifteen redraws a second on a terminal, a line an epoch
/// elsewhere.
package final class ProgressReporter: TrainingObserver {
  private static let secondsBetweenRedraws = 1.0 / 15

  private let console: Console
  private let line: ProgressLine
  private let now: () -> Double
  private var lastRedraw = -Double.infinity

  /// `now` counts seconds from anywhere; a test brings a clock of its own.
  package init(
    _ console: Console, now: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime }
  ) {
    self.console = console
    self.now = now
    line = ProgressLine(style: console.style)
  }

  /// Says from where the training goes on, and why newer checkpoints were not used.
  package func resumed(_ from: Resumption) {
    for sentence in from.refused { console.print("Not used: \(sentence)") }
    let steps = from.steps == 0 ? "" : ", after \(from.steps.grouped) of its steps"
    console.print("Going on in epoch \(from.epochs + 1)\(steps), from \(from.file).")
  }

  /// Says that nothing was saved, and why.
  package func savingFailed(_ reason: any Error) { console.print("Not saved: \(reason)") }

  /// Redraws the line, unless that was done a moment ago.
  @discardableResult
  package func stepEnded(_ progress: TrainingProgress) -> Bool {
    guard console.isInteractive else { return true }
    let time = now()
    if time - lastRedraw >= Self.secondsBetweenRedraws {
      lastRedraw = time
      console.redraw(line.running(progress, width: console.width))
    }
    return true
  }

  /// Leaves the epoch's line for good.
  @discardableResult
  package func epochEnded(_ progress: TrainingProgress) -> Bool {
    lastRedraw = -Double.infinity
    console.print(
      console.isInteractive
        ? line.finished(progress, width: console.width) : line.plain(progress))
    return true
  }
}
