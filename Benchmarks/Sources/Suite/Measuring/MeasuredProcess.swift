import Foundation
import Unroll

/// Our side of a comparison: prepares a workload, then measures once for each line that comes in.
///
/// It is a process of its own as every peer is, so that nobody's memory, threads or processor modes
/// touch another's time.
func runMeasuredProcess(_ workload: Workload, threads: Int, seconds: Double) throws {
  let base = peakMegabytes()
  let session = workload.begin(threads)
  try say(Greeting(library: "Unroll", values: session.values))
  while readLine() != nil {
    let time = milliseconds(seconds: seconds, session.step)
    try say(
      Measurement(milliseconds: time, peakMegabytes: peakMegabytes(), baseMegabytes: base))
  }
}
