import Foundation

/// A measured process that runs: it has prepared its workload and waits for its turn.
final class Contestant {
  let competitor: Competitor
  let greeting: Greeting
  private(set) var measurements: [Measurement] = []

  private let process: Process
  private let toProcess: FileHandle
  private var answers: LineReader

  /// Starts a process and waits until it is ready. One that can't be started, or ends before it is
  /// ready, becomes a contestant that is missing.
  init(_ competitor: Competitor, workload: String, threads: Int, seconds: Double) throws {
    self.competitor = competitor
    process = Process()
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      pinning(threads) + competitor.command(workload, threads: threads, seconds: seconds)
    process.environment = environment(threads)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    toProcess = input.fileHandleForWriting
    answers = LineReader(output.fileHandleForReading)
    let complaints = Complaints(errors.fileHandleForReading)
    try process.run()
    greeting =
      try answers.next().map { try JSONDecoder().decode(Greeting.self, from: $0) }
      ?? Greeting(missing: "it ended: \(complaints.last)")
  }

  /// Whether it will measure.
  var isReady: Bool { greeting.missing == nil }

  /// Asks for one measurement and waits for it.
  func takeTurn() throws {
    try? toProcess.write(contentsOf: Data("\n".utf8))
    guard let line = answers.next() else {
      throw SuiteError("\(competitor.name) ended in the middle of its measurements")
    }
    measurements.append(try JSONDecoder().decode(Measurement.self, from: line))
  }

  /// Lets the process end.
  func dismiss() {
    try? toProcess.close()
    process.waitUntilExit()
  }
}

/// Holds a process to as many processors as it may have threads, where the system can do that.
private func pinning(_ threads: Int) -> [String] {
  let tool = "/usr/bin/taskset"
  guard FileManager.default.isExecutableFile(atPath: tool) else { return [] }
  return [tool, "--cpu-list", threads == 1 ? "0" : "0-\(threads - 1)"]
}

/// What the libraries read to know how many threads they may start.
private func environment(_ threads: Int) -> [String: String] {
  var variables = ProcessInfo.processInfo.environment
  let counts = [
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NPROC",  // XLA's pool
    "UNROLL_THREADS",
  ]
  for name in counts { variables[name] = "\(threads)" }
  variables["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=\(threads > 1)"
  variables["JAX_PLATFORMS"] = "cpu"
  variables["KERAS_BACKEND"] = "jax"
  return variables
}

/// Cuts what a process writes into lines.
private struct LineReader {
  private let handle: FileHandle
  private var rest = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line without its end; nil when the process has ended.
  mutating func next() -> Data? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        defer { rest = Data(rest[(end + 1)...]) }
        return rest[..<end]
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      rest += more
    }
  }
}

/// Reads what a process complains of, so that it never waits for a reader, and keeps the last line.
private final class Complaints: @unchecked Sendable {
  private let lock = NSLock()
  private var text = ""

  init(_ handle: FileHandle) {
    handle.readabilityHandler = { [weak self] handle in
      let data = handle.availableData
      if data.isEmpty { handle.readabilityHandler = nil }
      self?.add(String(decoding: data, as: UTF8.self))
    }
  }

  private func add(_ more: String) { lock.withLock { text = String((text + more).suffix(2000)) } }

  /// The last line that is not blank.
  var last: String {
    lock.withLock { text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "in silence" }
  }
}

/// Something that went wrong, as a sentence.
struct SuiteError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
