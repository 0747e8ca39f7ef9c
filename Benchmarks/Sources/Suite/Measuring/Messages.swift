import Foundation

// What a measured process says, one line of JSON each. Our own process and the peers' scripts speak alike.

/// The first line: it is ready, or why it never will be.
struct Greeting: Codable {
  /// Why there will be no measurement: a package is missing, or the peer does not have this workload.
  var missing: String?

  /// The library and its version.
  var library: String?

  /// Numbers that must agree on all sides.
  var values: [Double]?

  /// Seconds of compilation, where there is any before the first step.
  var compileSeconds: Double?
}

/// The answer to a blank line: one measurement.
struct Measurement: Codable {
  let milliseconds: Double

  /// The most real memory that the process has held.
  let peakMegabytes: Double

  /// What the process held before it prepared the workload: the library itself.
  let baseMegabytes: Double
}

/// Writes a message as one line, at once.
func say(_ message: some Encodable) throws {
  var line = try JSONEncoder().encode(message)
  line.append(UInt8(ascii: "\n"))
  FileHandle.standardOutput.write(line)
}
