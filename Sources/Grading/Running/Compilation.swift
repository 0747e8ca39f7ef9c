import Foundation
import UnrollProcesses

/// A program of a package, which the package manager is to make.
struct Compilation {
  /// How thoroughly.
  enum Configuration: String { case debug, release }

  /// The package's folder.
  let package: String
  /// The program's name.
  let product: String
  /// The file that its compiler may complain about, in the package's folder.
  let file: String
  /// The folder that stands before the file's name in complaints; nil is none.
  var shownFolder: String?
  var configuration = Configuration.debug
  /// Where in the package it is built.
  var scratch = ".build"
  /// A folder for what the compiler leaves behind; nil is the system's.
  var temporary: String?
  /// What each process of the compiler may take, where the system keeps such a limit; nil is no limit.
  var megabytes: Int?

  /// The program, once it is made.
  var program: String { "\(package)/\(scratch)/\(configuration)/\(product)" }

  /// Makes the program.
  /// - Returns: What the compiler complains about; nil where the program is made.
  func complaint(within seconds: Double) -> String? {
    forgetTimes()
    var environment = ProcessInfo.processInfo.environment
    if let temporary { environment["TMPDIR"] = temporary }
    let limit = megabytes.map { "ulimit -v \($0 << 10) 2> /dev/null; " } ?? ""
    let run = ProgramRun(
      "/bin/sh",
      [
        "-c", limit + "exec \"$@\"", "sh",
        "swift", "build", "--package-path", package, "--scratch-path", "\(package)/\(scratch)",
        "--configuration", "\(configuration)", "--product", product,
      ], environment: environment, limits: .init(seconds: seconds))
    switch run.ending {
    case .exited(0): return nil
    case .timedOut: return "The compiler came to no end in \(Int(seconds)) seconds."
    default:
      let said = String(decoding: run.output, as: UTF8.self) + run.errorText
      return CompilerText(said, file: "\(package)/\(file)", name: shownName).text
    }
  }

  private var shownName: String {
    guard let shownFolder, shownFolder != "." else { return file }
    return "\(shownFolder)/\(file)"
  }

  /// Takes away what the compiler wrote down of files' times. They are whole seconds: of two files that were saved within one
  /// second it would compile the first, and leave the second out (Swift 6.3).
  private func forgetTimes() {
    let files = FileManager.default
    let folder = program + ".build"
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".priors") {
      try? files.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}

extension Compilation {
  /// The program of an exercise, built where neither an editor nor `swift run` builds and would make the check wait.
  init(
    of sheet: ExerciseSheet, in package: String, shownFolder: String? = nil,
    temporary: String? = nil, megabytes: Int? = nil
  ) {
    self.init(
      package: package, product: sheet.program, file: sheet.file, shownFolder: shownFolder,
      scratch: ".build/check", temporary: temporary, megabytes: megabytes)
  }
}
