import Foundation
import UnrollConsole

/// Turns progress into lines.
///
/// On a terminal one line is redrawn, and gives way to a plain one when its epoch is over:
/// `Epoch 3/20  ━━━━━━━────  132/219  1.2 ms/step  eta 0:02  loss 0.01234`.
/// Elsewhere each epoch is one plain line, which a file or another program can keep.
struct ProgressLine: Sendable {
  let style: Style

  /// The line while an epoch runs, never wider than the window: what matters least gives way first.
  func running(_ progress: TrainingProgress, width: Int) -> String {
    let head = epochText(progress)
    let count =
      "\(progress.step)".rightAligned(in: "\(progress.steps)".count) + "/\(progress.steps)"
    let speed = progress.secondsPerStep.map { [Self.perStep($0)] } ?? []
    let left = progress.secondsLeft.map { ["eta " + Self.minutes($0.rounded(.up))] } ?? []
    let metrics = Self.metricTexts(progress)

    // From everything to the bare count: the speed gives way first, then the eta, then the last metrics.
    var choices = [speed + left + metrics, left + metrics]
    choices += (0...metrics.count).reversed().map { Array(metrics.prefix($0)) }
    for choice in choices {
      let tail = ([count] + choice).joined(separator: "  ")
      // One column stays free: in the last one some terminals begin a new line.
      let room = width - 1 - displayWidth(head) - displayWidth(tail) - 4
      if room >= 10 {
        return head + "  " + bar(progress.fraction, width: min(room, 30)) + "  " + tail
      }
    }
    return String("\(head)  \(count)".prefix(max(0, width - 1)))
  }

  /// The line that stays when the epoch is over: the plain one, or what of it fits, but every metric.
  func finished(_ progress: TrainingProgress, width: Int) -> String {
    let metrics = Self.metricTexts(progress)
    let time = [Self.minutes(progress.elapsed)]
    let speed = progress.secondsPerStep.map { [Self.perStep($0)] } ?? []
    let choices = [speed + time + metrics, time + metrics, metrics].map {
      ([epochText(progress)] + $0).joined(separator: "  ")
    }
    let fitting = ([plain(progress)] + choices).first { displayWidth($0) < width }
    return fitting ?? wrap(choices[2], width: width - 1).joined(separator: "\n")
  }

  /// The line for a file or a pipe.
  func plain(_ progress: TrainingProgress) -> String {
    var parts = [epochText(progress), "\(progress.step)/\(progress.steps)"]
    if let seconds = progress.secondsPerStep { parts.append(Self.perStep(seconds)) }
    parts.append(Self.minutes(progress.elapsed))
    return (parts + Self.metricTexts(progress)).joined(separator: "  ")
  }
}

// MARK: - Its parts

extension ProgressLine {
  private func epochText(_ progress: TrainingProgress) -> String {
    let total = "\(progress.epochs)"
    return "Epoch " + "\(progress.epoch)".rightAligned(in: total.count) + "/" + total
  }

  private func bar(_ fraction: Double, width: Int) -> String {
    let done = Int((fraction * Double(width)).rounded(.down))
    return style.green(String(repeating: "━", count: done))
      + style.dim(String(repeating: "─", count: width - done))
  }

  private static func metricTexts(_ progress: TrainingProgress) -> [String] {
    progress.figures.map { "\($0.name) \(String(format: "%#.4g", $0.value))" }
  }

  /// `38 µs/step`, `1.2 ms/step`, `3.4 s/step`: two digits at least, whatever the size.
  static func perStep(_ seconds: Double) -> String {
    let (value, unit) =
      seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
    return String(format: value < 9.95 ? "%.1f " : "%.0f ", value) + unit + "/step"
  }

  /// `0:02`, `12:34`, `1:02:03`.
  static func minutes(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let total = Int(max(0, seconds).rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }
}

extension TrainingProgress {
  fileprivate var secondsPerStep: Double? { step > 0 ? elapsed / Double(step) : nil }
  fileprivate var secondsLeft: Double? { secondsPerStep.map { $0 * Double(max(0, steps - step)) } }
  fileprivate var fraction: Double {
    steps > 0 ? min(1, max(0, Double(step) / Double(steps))) : 0
  }
}
