import Foundation

/// Where a command writes: plain text to its reader, complaints to standard error, data to standard output.
///
/// It knows who is reading. On a terminal there is colour and a line that is redrawn; in a pipe there is
/// neither. When the reader of a pipe goes away (`unroll lab01 | head -1`), further text is dropped and
/// `interrupt` is requested, so that training ends as on Ctrl-C and keeps what was learnt.
package final class Console: Sendable {
  /// One stream: who reads it, and how to write there. A test replaces it by a string.
  package struct Stream: Sendable {
    package let isTerminal: Bool
    package let columns: @Sendable () -> Int?
    package let write: @Sendable (String) -> Int32?

    package init(descriptor: Int32) {
      isTerminal = Terminal.isTerminal(descriptor)
      columns = { Terminal.columns(descriptor) }
      write = { Terminal.write($0, to: descriptor) }
    }

    package init(
      isTerminal: Bool, columns: @escaping @Sendable () -> Int?,
      write: @escaping @Sendable (String) -> Int32?
    ) {
      self.isTerminal = isTerminal
      self.columns = columns
      self.write = write
    }
  }

  package let interrupt: Interrupt
  package let style: Style
  package let errorStyle: Style
  private let text: Stream
  private let errors: Stream
  private let data: Stream
  private let environment: [String: String]
  private let state: Locked<State>

  private struct State: Sendable {
    package var hasTransientLine = false
    package var readerIsGone = false
    package var writeError: Int32?
  }

  /// Text goes to `text`, which is standard output unless data (`--json -`) needs that for itself.
  package convenience init(
    text: Stream, errors: Stream, data: Stream, environment: [String: String]
  ) {
    self.init(
      text: text, errors: errors, data: data, environment: environment, interrupt: Interrupt(),
      state: Locked(State()))
  }

  private init(
    text: Stream, errors: Stream, data: Stream, environment: [String: String],
    interrupt: Interrupt, state: Locked<State>
  ) {
    self.text = text
    self.errors = errors
    self.data = data
    self.environment = environment
    self.interrupt = interrupt
    self.state = state
    style = Style(isTerminal: text.isTerminal, environment: environment)
    errorStyle = Style(isTerminal: errors.isTerminal, environment: environment)
  }

  /// The program's own streams.
  package static func standard() -> Console {
    Terminal.ignoreClosedPipes()
    let output = Stream(descriptor: Terminal.standardOutput)
    return Console(
      text: output, errors: Stream(descriptor: Terminal.standardError), data: output,
      environment: ProcessInfo.processInfo.environment)
  }

  /// The same console with its text moved to standard error: standard output then holds data only.
  package func withTextOnStandardError() -> Console {
    Console(
      text: errors, errors: errors, data: data, environment: environment, interrupt: interrupt,
      state: state)
  }
}

// MARK: - Who is reading

extension Console {
  /// Whether a line may be redrawn.
  package var isInteractive: Bool { text.isTerminal && environment["TERM"] != "dumb" }

  /// The columns that running text is wrapped to: `COLUMNS`, else the window's, else 80.
  package var width: Int { windowWidth ?? 80 }

  /// The columns that a table should fit, or nil in a file or a pipe, where a line may be as long as it is.
  package var windowWidth: Int? {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    return text.columns()
  }

  /// Whether the program at the other end of the pipe has read enough and left.
  package var readerIsGone: Bool { state.withLock { $0.readerIsGone } }

  /// Why text was lost, if it was: a full disk, for example. A reader who left is not a loss.
  package var writeError: String? { state.withLock { $0.writeError }.map(Terminal.reason) }
}

// MARK: - Writing

extension Console {
  /// One line, or several.
  package func print(_ line: String = "") { send(line + "\n", to: text) }

  /// A line to be drawn over by the next one. Only for a console that `isInteractive`.
  package func redraw(_ line: String) {
    send(line, to: text)
    state.withLock { $0.hasTransientLine = true }
  }

  /// A sentence on standard error: `unroll: can't write …`. Only a window makes it break into lines.
  package func complain(_ sentence: String) {
    endTransientLine()
    let text = errorStyle.red("unroll:") + " " + sentence
    let lines = text.split(separator: "\n").map(String.init).flatMap { line in
      guard let width = errors.columns(), displayWidth(line) > width else { return [line] }
      return wrap(line, width: width)
    }
    _ = errors.write(lines.joined(separator: "\n") + "\n")
  }

  /// Data for another program, on standard output.
  package func writeData(_ text: String) { send(text, to: data) }

  /// Leaves what was last drawn on the screen and goes on below it.
  package func endTransientLine() {
    let isOpen = state.withLock { state in
      defer { state.hasTransientLine = false }
      return state.hasTransientLine
    }
    if isOpen { send("\n", to: text) }
  }

  private func send(_ string: String, to stream: Stream) {
    let error = state.withLock { state -> Int32? in
      guard !state.readerIsGone, state.writeError == nil else { return nil }
      let eraser = state.hasTransientLine ? "\r\u{1B}[K" : ""
      state.hasTransientLine = false
      let error = stream.write(eraser + string)
      if error == Terminal.closedPipe {
        state.readerIsGone = true
      } else {
        state.writeError = error
      }
      return error
    }
    if error != nil { interrupt.request() }
  }
}
