import Foundation

/// Prints where a workload's time goes: by kind of work, by operation, and by function.
func showProfile(_ workload: Workload, seconds: Double) throws {
  let command = Competitor.ours.command(workload.name, ours: "work", threads: 1, seconds: seconds)
  // Preparing the workload is not what is looked at.
  let samples = try Sample.record(command).filter { sample in
    sample.frames.contains { $0.function.contains("milliseconds(seconds:") }
  }
  print("\(workload.name): \(samples.count) samples")
  print("\n" + shares("kind of work", samples, 10, \.kind).text)
  print("\n" + shares("operation, with all it calls", samples, 16, \.operation).text)
  print("\n" + shares("function, by itself", samples, 12, \.selfName).text)
}

/// The most frequent values of a property, with their shares of all samples.
private func shares(
  _ title: String, _ samples: [Sample], _ limit: Int, _ property: (Sample) -> String
) -> TextGrid {
  let counts = Dictionary(grouping: samples, by: property).mapValues(\.count)
  let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(limit)
  let all = Double(max(1, samples.count))
  return TextGrid(
    titles: [title, "share"],
    rows: ranked.map { [$0.key, (100 * Double($0.value) / all).fixed(1) + " %"] })
}
