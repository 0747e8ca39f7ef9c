import Foundation

extension Report {
  /// The report as a page.
  var markdown: String {
    var parts = ["# Benchmark report", introduction]
    for threads in Set(comparisons.map(\.threads)).sorted() {
      parts.append("## \(threads) thread\(threads == 1 ? "" : "s")")
      parts += tables(threads: threads).map(\.markdown)
      parts += absences(threads: threads)
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// What was run, on what.
  var introduction: String {
    let libraries = Set(comparisons.flatMap(\.sides).map(\.library)).sorted()
    let peakLines = peaks.map { peak -> String in
      let products = peak.products.sorted { $0.key < $1.key }
        .map { "\($0.key): \(($0.value * 1e-9).short)" }.joined(separator: ", ")
      return """
        Peak, \(peak.threads) thread(s): \((peak.registers * 1e-9).short) GFLOP/s on registers; our matrix \
        product on one thread, by size: \(products).
        """
    }
    return """
      Command: `\(command)`

      Machine: \(machine); \(date); load average \(loadBefore.short) before, \(loadAfter.short) after.

      Libraries: \(libraries.joined(separator: ", ")).

      \(peakLines.joined(separator: "\n\n"))
      """
  }

  /// Who did not take part, and why.
  func absences(threads: Int) -> [String] {
    comparisons.filter { $0.threads == threads }.flatMap { comparison in
      comparison.absent.sorted { $0.key < $1.key }.filter { $0.value != notOffered }
        .map { "\(comparison.workload), \($0.key): \($0.value)" }
    }
  }

  /// The report as JSON.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self)
  }
}

/// What a peer says that has no such thing, such as a gradient check; no report needs to repeat it.
private let notOffered = "not offered"

/// The processor's name, and how many of them there are.
func machineDescription() -> String {
  let processors = "\(ProcessInfo.processInfo.activeProcessorCount) processors"
  let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
  let line = information?.split(separator: "\n").first { $0.hasPrefix("model name") }
  let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
  let system = ProcessInfo.processInfo.operatingSystemVersionString
  return [name, processors, system].compactMap { $0 }.joined(separator: ", ")
}

/// How many processes wanted to compute in the last minute, ours among them.
func loadAverage() -> Double {
  var load = [0.0]
  return getloadavg(&load, 1) == 1 ? load[0] : .nan
}
