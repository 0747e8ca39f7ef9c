import Foundation

/// Measures all workloads on all sides, prints the tables and writes them to files.
func compare(_ options: Options) throws {
  var report = Report(
    command: commandLine(), machine: machineDescription(),
    date: Date().formatted(.iso8601), loadBefore: loadAverage(), loadAfter: .nan)
  for threads in options.threads {
    report.peaks.append(.measure(threads: threads))
    for workload in options.workloads {
      let comparison = try Comparison.run(
        workload, options.competitors, threads: threads, rounds: options.rounds,
        seconds: options.seconds)
      report.comparisons.append(comparison)
      tell(summary(of: comparison))
    }
  }
  report.loadAfter = loadAverage()
  show(report)
  if let file = options.jsonFile { try report.json().write(to: URL(filePath: file)) }
  if let file = options.markdownFile {
    try Data(report.markdown.utf8).write(to: URL(filePath: file))
  }
}

private func show(_ report: Report) {
  print(report.introduction)
  for threads in Set(report.comparisons.map(\.threads)).sorted() {
    print("\n\(threads) thread\(threads == 1 ? "" : "s")")
    for table in report.tables(threads: threads) { print("\n" + table.text) }
    for absence in report.absences(threads: threads) { print("\n" + absence) }
  }
}

/// One line while the suite runs.
private func summary(of comparison: Comparison) -> String {
  let times = comparison.sides.map { "\($0.competitor) \($0.milliseconds.short) ms" }
  return "\(comparison.workload), \(comparison.threads) thread(s): "
    + times.joined(separator: ", ")
}

/// Progress goes to the error stream: the output holds the tables alone.
private func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

/// How this program was called, as a reader would call it.
private func commandLine() -> String {
  (["swift run -c release --package-path Benchmarks Suite"] + CommandLine.arguments.dropFirst())
    .joined(separator: " ")
}
