import Foundation

@testable import CommandLineTool
@testable import UnrollConsole

/// How a run of the built program ended, and what it wrote.
struct RunResult: Sendable {
  var status: Int32
  var output: String
  var errors: String
}

enum RunFailure: Error { case productNotFound(String), timedOut([String]), noTerminal }

/// Runs the built program as a reader would from a shell, with its output in files, and waits for its end.
///
/// `environment` replaces the variables that matter here; the rest is inherited.
func runUnroll(
  _ arguments: [String], environment: [String: String] = [:], timeLimit: Double = 10
) throws -> RunResult {
  let folder = FileManager.default.temporaryDirectory.appending(path: "unroll-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = try ["output", "errors"].map { name in
    let file = folder.appending(path: name)
    try Data().write(to: file)
    return (url: file, handle: try FileHandle(forWritingTo: file))
  }
  let status = try runUnroll(
    arguments, environment: environment, timeLimit: timeLimit, output: files[0].handle,
    errors: files[1].handle)
  let texts = try files.map { String(decoding: try Data(contentsOf: $0.url), as: UTF8.self) }
  return RunResult(status: status, output: texts[0], errors: texts[1])
}

/// The same with streams of the caller's choice; returns the exit status.
func runUnroll(
  _ arguments: [String], environment: [String: String] = [:], timeLimit: Double = 10,
  output: FileHandle, errors: FileHandle
) throws -> Int32 {
  let process = Process()
  process.executableURL = try builtProduct()
  process.arguments = arguments
  let decided = ["TERM": "xterm", "COLUMNS": nil, "NO_COLOR": nil, "SWIFT_BACKTRACE": "enable=no"]
  process.environment = ProcessInfo.processInfo.environment
    .merging(environment) { _, new in new }
    .filter { environment[$0.key] != nil || decided[$0.key] == nil }
    .merging(decided.compactMapValues(\.self)) { old, _ in old }
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = errors

  let end = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in end.signal() }
  try process.run()
  guard end.wait(timeout: .now() + timeLimit) == .success else {
    kill(process.processIdentifier, SIGKILL)
    throw RunFailure.timedOut(arguments)
  }
  // A shell reports a signal as 128 and its number.
  return process.terminationReason == .exit
    ? process.terminationStatus : 128 + process.terminationStatus
}

/// Runs the program on a terminal of its own with so many columns; returns all that appeared on it.
func runUnrollOnTerminal(
  _ arguments: [String], columns: UInt16, environment: [String: String] = [:]
) throws -> RunResult {
  let (terminal, name) = try openTerminal()
  let programSide = open(name, O_RDWR | O_NOCTTY)
  var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
  guard programSide >= 0, ioctl(programSide, UInt(TIOCSWINSZ), &size) == 0 else {
    throw RunFailure.noTerminal
  }
  defer { close(terminal) }

  let handle = FileHandle(fileDescriptor: programSide, closeOnDealloc: false)
  let status = try runUnroll(arguments, environment: environment, output: handle, errors: handle)

  // All that was written waits in the terminal (a few kilobytes fit); read what is there and no more.
  var shown: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
  while poll(&ready, 1, 0) > 0, ready.revents & Int16(POLLIN) != 0 {
    let count = read(terminal, &buffer, buffer.count)
    guard count > 0 else { break }
    shown += buffer.prefix(count)
  }
  close(programSide)
  let text = String(decoding: shown, as: UTF8.self).replacing("\r\n", with: "\n")
  return RunResult(status: status, output: text, errors: "")
}

/// A new terminal: our side of it, and the name of the program's side.
private func openTerminal() throws -> (descriptor: Int32, name: String) {
  #if canImport(Darwin)
    let terminal = posix_openpt(O_RDWR | O_NOCTTY)
    guard terminal >= 0, grantpt(terminal) == 0, unlockpt(terminal) == 0,
      let name = ptsname(terminal)
    else { throw RunFailure.noTerminal }
    return (terminal, String(cString: name))
  #else
    // Glibc's module hides posix_openpt; these two requests are what unlockpt and ptsname ask the kernel.
    let (lockRequest, numberRequest): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (isLocked, number): (Int32, UInt32) = (0, 0)
    guard terminal >= 0, ioctl(terminal, lockRequest, &isLocked) == 0,
      ioctl(terminal, numberRequest, &number) == 0
    else { throw RunFailure.noTerminal }
    return (terminal, "/dev/pts/\(number)")
  #endif
}

/// The program that was built with the tests: beside the test bundle, whatever the platform calls that.
private func builtProduct() throws -> URL {
  // macOS: …/debug/unrollPackageTests.xctest is a bundle; Linux: the running program has that name.
  let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
  let places = bundles + [URL(fileURLWithPath: CommandLine.arguments[0]), Bundle.main.bundleURL]
  let candidates = places.flatMap { place in
    [place.deletingLastPathComponent(), place].map { $0.appending(path: "unroll") }
  }
  let files = FileManager.default
  var isFolder = ObjCBool(false)
  for candidate in candidates
  where files.fileExists(atPath: candidate.path, isDirectory: &isFolder) && !isFolder.boolValue {
    return candidate
  }
  throw RunFailure.productNotFound(candidates.map(\.path).joined(separator: ", "))
}
