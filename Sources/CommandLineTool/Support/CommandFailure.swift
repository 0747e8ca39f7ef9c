import Foundation
import Unroll
import UnrollConsole

/// Why a command ended early: a sentence for the reader, and a number for the shell.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
  let code: ExitCode
  let sentence: String

  init(_ code: ExitCode, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  var description: String { sentence }
}

// MARK: - The usual reasons

extension CommandFailure {
  /// `3 of 31 checks failed`, after the table that shows which.
  static func checkFailed(_ sentence: String) -> Self { Self(.checkFailed, sentence) }

  /// `wave.csv, line 3: found 'n/a'; expected a number`. Lines count from 1.
  static func badData(file: String, line: Int? = nil, found: String, expected: String) -> Self {
    let place = line.map { "\(file), line \($0)" } ?? file
    return Self(.badData, "\(place): found \(found); expected \(expected).")
  }

  /// `wave.csv: no such file; <what to do>`
  static func noSuchFile(_ path: String, advice: String = "check the spelling and the folder")
    -> Self
  {
    Self(.noSuchFile, "\(path): no such file; \(advice).")
  }

  /// `can't write results.json: the folder is read-only`
  static func cannotWrite(_ path: String, because reason: String) -> Self {
    Self(.cannotWrite, "can't write \(path): \(reason).")
  }

  /// Ctrl-C came before there was anything worth keeping.
  static func interrupted(_ sentence: String = "stopped by Ctrl-C; nothing was kept") -> Self {
    Self(.interrupted, sentence)
  }
}

// MARK: - Errors from elsewhere

extension CommandFailure {
  /// Turns any error into a sentence and a code, so that nobody ever reads `Error Domain=… Code=260`.
  init(describing error: any Error) {
    switch error {
    case let failure as CommandFailure:
      self = failure
    case let error as CSVError:
      self.init(Self.code(of: error), error.description)
    case let error as TextFileError:
      self.init(Self.code(of: error.problem), error.description)
    case let error as TensorFileError:
      self.init(Self.code(of: error.problem), error.description)
    case let error as NumPyFileError:
      self.init(Self.code(of: error.problem), error.description)
    case let error as SavingError:
      self.init(.badData, error.description)
    case let error as CheckpointError:
      self.init(Self.code(of: error.problem), error.description)
    case let error as VocabularyError:
      self.init(.badData, error.description)
    case let error as ReviewError:
      self.init(.badData, error.description + ".")
    case let error as CocoaError
    where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile:
      self = .noSuchFile(error.filePath ?? "a file")
    case let error as CocoaError where Self.writeErrors.contains(error.code):
      self = .cannotWrite(error.filePath ?? "a file", because: Self.reason(of: error))
    case let error as CocoaError:
      let file = error.filePath.map { "\($0): " } ?? ""
      self.init(.internalError, file + Self.reason(of: error))
    case let error as any LocalizedError:
      self.init(.internalError, error.errorDescription ?? String(describing: error))
    default:
      // A plain Swift error's `localizedDescription` names only its type; its own description says more.
      self.init(.internalError, String(describing: error))
    }
  }

  /// A column that does not exist is a slip in the command, not in the file.
  private static func code(of error: CSVError) -> ExitCode {
    switch error.problem {
    case .text(let problem): code(of: problem)
    case .missingColumn: .wrongUsage
    default: .badData
    }
  }

  private static func code(of problem: TextFileError.Problem) -> ExitCode {
    switch problem {
    case .noSuchFile, .isFolder, .notPermitted, .unreadable: .noSuchFile
    default: .badData
    }
  }

  private static func code(of problem: TensorFileError.Problem) -> ExitCode {
    switch problem {
    case .noSuchFile, .notAFile, .unreadable: .noSuchFile
    case .cannotWrite: .cannotWrite
    default: .badData
    }
  }

  private static func code(of problem: NumPyFileError.Problem) -> ExitCode {
    switch problem {
    case .noSuchFile, .notAFile, .unreadable: .noSuchFile
    case .cannotWrite: .cannotWrite
    default: .badData
    }
  }

  private static func code(of problem: CheckpointError.Problem) -> ExitCode {
    switch problem {
    case .notMade, .notAFolder, .isTaken, .endNotSaved: .cannotWrite
    case .unreadable: .noSuchFile
    // A folder that is in use, or options that are not those of the training, are slips in the command.
    case .inUse, .otherTraining: .wrongUsage
    case .noneWhole, .incomplete: .badData
    }
  }

  private static let writeErrors: [CocoaError.Code] = [
    .fileWriteNoPermission, .fileWriteOutOfSpace, .fileWriteVolumeReadOnly, .fileWriteUnknown,
    .fileWriteInvalidFileName, .fileWriteFileExists,
  ]

  /// The system's own words where it has some ("No space left on device"), else Foundation's.
  static func reason(of error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    if let code = (underlying as? POSIXError)?.code { return Terminal.reason(code.rawValue) }
    return error.localizedDescription
  }
}

extension CocoaError {
  fileprivate var filePath: String? {
    let info = (self as NSError).userInfo
    return info[NSFilePathErrorKey] as? String ?? (info[NSURLErrorKey] as? URL)?.path
  }
}
