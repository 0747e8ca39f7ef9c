/// How a run ended, as the shell sees it in `$?`. The numbers from 64 up are those of `sysexits.h`.
enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case checkFailed = 1
  case wrongUsage = 64
  case badData = 65
  case noSuchFile = 66
  case internalError = 70
  case cannotWrite = 73
  case interrupted = 130

  /// The words that stand beside the number in the help text.
  var meaning: String {
    switch self {
    case .done: "done"
    case .checkFailed: "a check failed"
    case .wrongUsage: "wrong usage"
    case .badData: "bad data in a file"
    case .noSuchFile: "no such file"
    case .internalError: "an error nobody foresaw"
    case .cannotWrite: "an output cannot be written"
    case .interrupted: "stopped by Ctrl-C, nothing kept"
    }
  }
}
