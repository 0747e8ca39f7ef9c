import Foundation
import UnrollConfinement

// The student's program: reads what its functions are to be called with, calls them, and writes what they gave. No
// right answers are sent to it. But a later function may be given what an earlier one should have given, so the file with
// all calls is closed before the first: a search of the program's memory remains.

/// One call that is asked for.
public struct ExerciseCall: Codable, Sendable {
  /// The function's name.
  public let part: String
  /// What it is given.
  public let inputs: Inputs

  /// A call of a function.
  public init(_ part: String, _ inputs: Inputs) {
    self.part = part
    self.inputs = inputs
  }
}

/// What became of a call.
public enum ExerciseReply: Codable, Equatable, Sendable {
  /// What the function gave.
  case outputs(Outputs)
  /// The function threw an error.
  case threw(String)
  /// There is no function of that name.
  case unknownPart
  /// Before the first: what the program has given up, which it can't take back.
  case confined(Confinement)

  /// Stands behind what a call printed.
  public static let endOfPrinting = Character("\u{1E}")

  /// What a program says that met a function that is not written, before the words of the file.
  public static let notWrittenWords = "not written yet: "

  /// The exit code of a program that met a function that is not written.
  public static let notWrittenCode: Int32 = 75
}

/// What a program has given up before it runs a student's code.
public struct Confinement: OptionSet, Codable, Equatable, Sendable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Memory, time and sizes of files are limited.
  public static let resources = Confinement(rawValue: Int32(UNROLL_CONFINED_RESOURCES))
  /// No file can be opened, made, or removed.
  public static let files = Confinement(rawValue: Int32(UNROLL_CONFINED_FILES))
  /// No process can be started or stopped, and no connection be made.
  public static let calls = Confinement(rawValue: Int32(UNROLL_CONFINED_CALLS))

  /// The environment's name for the limits, which are `megabytes seconds`.
  public static let variable = "UNROLL_CONFINE"

  /// Gives up what the environment says; nil where it says nothing.
  static func begin() -> Confinement? {
    guard let text = getenv(variable).map({ String(cString: $0) }) else { return nil }
    let limits = text.split(separator: " ").compactMap { UInt32($0) }
    guard limits.count == 2 else { return nil }
    return Confinement(rawValue: unroll_confine(UInt64(limits[0]) << 20, limits[1]))
  }
}

extension ExerciseCall {
  /// Replies and calls as text; numbers that are not finite are words.
  public static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  /// Reads what ``encoder`` wrote.
  public static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension Exercise {
  /// Makes the call.
  public static func reply(to call: ExerciseCall) -> ExerciseReply {
    guard let part = parts.first(where: { $0.name == call.part }) else { return .unknownPart }
    do { return .outputs(try part.call(call.inputs)) } catch { return .threw("\(error)") }
  }

  /// The program.
  public static func main() { runExercise(Self.self) }
}

/// The program of an exercise: calls come in, replies go out, a line each.
public func runExercise<Solution: Exercise>(_ solution: Solution.Type) {
  guard isatty(STDIN_FILENO) == 0 else {
    print("This program is called by 'unroll check-exercise', which knows what to ask it.")
    return
  }
  // Whatever the starter had open and forgot to close: none of it is the student's business.
  for file in 3..<Int32(1024) { close(file) }
  // What the student prints must not stand between the replies; it is shown beside them.
  let replies = FileHandle(fileDescriptor: dup(STDOUT_FILENO), closeOnDealloc: false)
  dup2(STDERR_FILENO, STDOUT_FILENO)
  unroll_print_by_lines()
  func send(_ reply: ExerciseReply) {
    guard var line = try? ExerciseCall.encoder.encode(reply) else { exit(65) }
    line.append(UInt8(ascii: "\n"))
    try? replies.write(contentsOf: line)
  }
  let text = FileHandle.standardInput.readDataToEndOfFile()
  // What comes later is not to be read again from its file.
  let nothing = open("/dev/null", O_RDONLY)
  if nothing >= 0 { dup2(nothing, STDIN_FILENO) } else { close(STDIN_FILENO) }
  if nothing > STDIN_FILENO { close(nothing) }
  if let confinement = Confinement.begin() { send(.confined(confinement)) }
  for line in text.split(separator: UInt8(ascii: "\n")) {
    guard let call = try? ExerciseCall.decoder.decode(ExerciseCall.self, from: line) else {
      exit(65)
    }
    send(Solution.reply(to: call))
    print(ExerciseReply.endOfPrinting)
  }
}

/// Where something is still to be written: ends the program, which the checker understands.
///
/// ```swift
/// func step(_ x: Matrix) -> Matrix { notWritten("h′") }
/// ```
public func notWritten(_ what: String = "") -> Never {
  FileHandle.standardError.write(Data("\(ExerciseReply.notWrittenWords)\(what)\n".utf8))
  exit(ExerciseReply.notWrittenCode)
}
