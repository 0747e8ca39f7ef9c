import Foundation

/// A program that is run to its end, or stopped: within a time, and with no more output than is wanted.
///
/// It is a process group of its own, which is killed whole when it ends. What it put into other groups, as a compiler's
/// driver does, is killed too if it is stopped, and outlives it if it ends by itself.
package struct ProgramRun {
  /// What a program may use.
  package struct Limits {
    /// Seconds until it is killed.
    package var seconds: Double
    /// Bytes of output, on both streams each.
    package var outputBytes: Int
    /// Asked several times a second: true ends the program as the end of its time does.
    package var isUnwanted: () -> Bool

    package init(
      seconds: Double, outputBytes: Int = 16 << 20, isUnwanted: @escaping () -> Bool = { false }
    ) {
      (self.seconds, self.outputBytes, self.isUnwanted) = (seconds, outputBytes, isUnwanted)
    }
  }

  /// How it ended.
  package enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    case tooMuchOutput
    case notStarted(String)
  }

  package let ending: Ending
  package let output: Data
  package let errors: Data

  /// What it wrote to standard error, as text.
  package var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// Runs a program, which reads `input` and whose environment is `environment` alone; its standard output is given to
  /// `onOutput` as it comes.
  package init(
    _ executable: String, _ arguments: [String] = [], input: Data = Data(),
    environment: [String: String], limits: Limits, onOutput: (Data) -> Void = { _ in }
  ) {
    do {
      let child = try ChildProcess(executable, arguments, input: input, environment: environment)
      (ending, output, errors) = child.wait(limits, onOutput)
    } catch {
      (ending, output, errors) = (.notStarted("\(error)"), Data(), Data())
    }
  }
}

/// A process that was started, with the pipes that it writes to.
private struct ChildProcess {
  /// Why a process could not be started.
  struct Failure: Error, CustomStringConvertible { let description: String }

  private let process: pid_t
  private let pipes: [Int32]

  init(
    _ executable: String, _ arguments: [String], input: Data, environment: [String: String]
  ) throws {
    // From a file, because a pipe that nobody reads would have to be fed from a thread of its own.
    let source = FileManager.default.temporaryDirectory.appending(path: "unroll-\(UUID())")
    try input.write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let stdin = open(source.path, O_RDONLY | O_CLOEXEC)
    guard stdin >= 0 else { throw Failure(description: "no input: \(Self.reason(errno))") }
    defer { close(stdin) }
    let (out, errors) = try (Self.makePipe(), Self.makePipe())
    defer { for end in [out.write, errors.write] { close(end) } }

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (end, place) in [(stdin, 0), (out.write, 1), (errors.write, 2)] {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(place))
    }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)

    var words = ([executable] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, executable, &actions, &attributes, &words, &variables)
    guard code == 0 else {
      for end in [out.read, errors.read] { close(end) }
      throw Failure(description: "can't start \(executable): \(Self.reason(code))")
    }
    process = child
    pipes = [out.read, errors.read]
  }

  /// Reads what it writes until it ends or has to be ended.
  func wait(
    _ limits: ProgramRun.Limits, _ onOutput: (Data) -> Void
  ) -> (ProgramRun.Ending, Data, Data) {
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    var texts = [Data(), Data()]
    var told = 0
    func tell() {
      if texts[0].count > told { onOutput(texts[0].suffix(from: told)) }
      told = texts[0].count
    }
    var isOpen = [true, true]
    var ending: ProgramRun.Ending?
    var status: Int32 = 0
    while ending == nil {
      for index in pipes.indices where isOpen[index] {
        isOpen[index] = drain(pipes[index], into: &texts[index])
      }
      tell()
      if waitpid(process, &status, WNOHANG) == process {
        ending = Self.ending(status)
      } else if texts.contains(where: { $0.count > limits.outputBytes }) {
        ending = .tooMuchOutput
      } else if ContinuousClock.now > deadline || limits.isUnwanted() {
        ending = .timedOut
      } else {
        waitForOutput(isOpen)
      }
    }
    let isStopped = ending == .timedOut || ending == .tooMuchOutput
    // Found before their parents are gone, after which nobody knows whose they are.
    let others = isStopped ? Self.descendants(of: process) : []
    kill(-process, SIGKILL)
    for other in others { kill(other, SIGKILL) }
    if isStopped { waitpid(process, &status, 0) }
    for index in pipes.indices {
      // What was written before the end; whoever still holds the pipe is not waited for.
      if isOpen[index] { _ = drain(pipes[index], into: &texts[index]) }
      close(pipes[index])
    }
    tell()
    return (ending ?? .timedOut, texts[0], texts[1])
  }

  /// The processes that came of one, in whatever group; none where the system has no /proc.
  private static func descendants(of process: pid_t) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var children: [pid_t: [pid_t]] = [:]
    for id in all.compactMap({ pid_t($0) }) {
      guard let status = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { continue }
      // `123 (name) S 45 …`, where the name may hold anything.
      let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last ?? ""
      let words = fields.split(separator: " ")
      if words.count > 1, let parent = pid_t(words[1]) { children[parent, default: []].append(id) }
    }
    var found: [pid_t] = []
    var waiting = [process]
    while let parent = waiting.popLast() {
      let own = children[parent] ?? []
      found += own
      waiting += own
    }
    return found
  }

  /// Reads what is there; false at the end.
  private func drain(_ pipe: Int32, into text: inout Data) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<64 {
      let count = read(pipe, &buffer, buffer.count)
      if count == 0 { return false }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      text.append(contentsOf: buffer[..<count])
    }
    return true
  }

  /// A hundredth of a second at the most, because the end of a process shows on no pipe that others hold open.
  private func waitForOutput(_ isOpen: [Bool]) {
    var ends = pipes.indices.filter { isOpen[$0] }.map {
      pollfd(fd: pipes[$0], events: Int16(POLLIN), revents: 0)
    }
    if ends.isEmpty { usleep(2000) } else { poll(&ends, nfds_t(ends.count), 10) }
  }

  private static func ending(_ status: Int32) -> ProgramRun.Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  private static func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: \(reason(errno))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
