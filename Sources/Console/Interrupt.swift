import Foundation

/// Ctrl-C as a question a command asks: `if console.interrupt.isRequested { break }`.
///
/// Only a command that asks should `listen()`: elsewhere Ctrl-C ends the program as it always does.
/// The first Ctrl-C sets a flag and takes the handler away again, so the second one ends the program at once.
package final class Interrupt: Sendable {
  private let requestedByProgram = Locked(false)

  /// From now on the first Ctrl-C is a request.
  package func listen() {
    ctrlCArrived = 0
    signal(SIGINT) { _ in
      // A signal handler may do almost nothing: no allocation, no lock, no print.
      ctrlCArrived = 1
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Asks the command to end as Ctrl-C would; the console does so when the reader of a pipe has gone.
  package func request() { requestedByProgram.withLock { $0 = true } }

  /// Whether the command should stop after this step and keep what it has.
  package var isRequested: Bool { ctrlCArrived != 0 || requestedByProgram.withLock { $0 } }
}

// A handler can reach only a global; `sig_atomic_t` is the type C promises to store in one piece.
nonisolated(unsafe) private var ctrlCArrived: sig_atomic_t = 0
