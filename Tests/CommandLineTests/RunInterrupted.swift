import Foundation
import TestSupport

@testable import CommandLineTool
@testable import UnrollConsole

/// Runs a command, with figures in a folder of its own, until so many pieces of text were written; then
/// Ctrl-C is pressed. Prints all that was written, and ends the process with the command's exit code: the
/// body of an exit test.
func runInterrupted(_ command: any Command, atPiece last: Int) -> Never {
  let pieces = Locked(0)
  let captured = CapturedConsole(writing: {
    let count = pieces.withLock {
      $0 += 1
      return $0
    }
    if count == last { kill(getpid(), SIGINT) }
    return nil
  })
  let folder = FileManager.default.temporaryDirectory.appending(path: "\(command.name)-\(UUID())")
  let code = Tool(commands: [command]).run(
    [command.name, "--out", folder.path], captured.console)
  try? FileManager.default.removeItem(at: folder)
  print(captured.text)
  print(captured.errors)
  exit(code.rawValue)
}
