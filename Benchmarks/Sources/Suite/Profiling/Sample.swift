import Foundation

/// Where the program was at one moment: the functions that were running, the innermost first.
struct Sample {
  struct Frame {
    let function: String
    let library: String
  }

  let frames: [Frame]

  /// Samples of a program that runs, from Linux's `perf`, with Swift's names made readable.
  static func record(_ command: [String]) throws -> [Sample] {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "unroll-profile-\(ProcessInfo.processInfo.processIdentifier)")
      .path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let quoted = command.map { "'\($0)'" }.joined(separator: " ")
    // The kernels keep frame pointers, and so does Swift: call chains need no debugging information.
    let text = try output(
      ofShell: """
        perf record -q -F 2000 --call-graph fp -o \(file) \(quoted) >&2 &&
        perf script -i \(file) -F ip,sym,dso 2>/dev/null | swift demangle
        """)
    let samples = text.components(separatedBy: "\n\n").map(Sample.init)
      .filter { !$0.frames.isEmpty }
    if samples.isEmpty { throw SuiteError("perf gave no samples; is it installed and allowed?") }
    return samples
  }

  /// From lines such as `    55d0c0de  UnrollAutodiff.tanh(…) -> … (/path/Suite)`.
  private init(_ text: String) {
    frames = text.split(separator: "\n").compactMap { line in
      let line = line.trimmingCharacters(in: .whitespaces)
      guard let space = line.firstIndex(of: " "), let open = line.lastIndex(of: "("), space < open
      else { return nil }
      let function = line[line.index(after: space)..<open].trimmingCharacters(in: .whitespaces)
      let library = line[line.index(after: open)...].dropLast()
      return Frame(
        function: function, library: library.split(separator: "/").last.map(String.init) ?? "")
    }
  }

  private static func output(ofShell script: String) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
