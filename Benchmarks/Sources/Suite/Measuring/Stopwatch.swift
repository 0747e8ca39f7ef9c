import Foundation

/// Times one measurement: milliseconds a step, the median of runs of steps.
///
/// Steps are timed in runs, because reading the clock may take as long as a short step. A measurement
/// lasts about `seconds`, and at least one step.
func milliseconds(seconds: Double, _ step: () -> Void) -> Double {
  let first = time(step)
  let stepsARun = max(1, Int(seconds / 7 / max(first, 1e-9)))
  var runs: [Double] = []
  var total = first
  while runs.isEmpty || total < seconds {
    let run = time { for _ in 0..<stepsARun { step() } }
    runs.append(run / Double(stepsARun))
    total += run
  }
  return median(runs) * 1e3
}

/// The seconds that `body` takes.
func time(_ body: () -> Void) -> Double {
  let duration = ContinuousClock().measure(body).components
  return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
}

/// The middle value; of two in the middle their mean.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
