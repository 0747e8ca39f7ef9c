import Foundation

/// The most real memory that this process ever held, in megabytes.
///
/// Linux says it in `/proc`. What `getrusage` says there also counts the process that started this one.
func peakMegabytes() -> Double {
  #if os(Linux)
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let words = line?.split(whereSeparator: \.isWhitespace) ?? []  // VmHWM: 123 kB
    return words.count == 3 ? (Double(words[1]) ?? .nan) * 1024 / 1e6 : .nan
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return Double(usage.ru_maxrss) / 1e6
  #endif
}
