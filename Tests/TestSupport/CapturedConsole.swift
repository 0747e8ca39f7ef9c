import UnrollConsole

/// A console whose streams are strings.
package struct CapturedConsole {
  package let console: Console
  private let streams: Streams

  private struct Streams: Sendable {
    let text = Locked("")
    let errors = Locked("")
    let data = Locked("")
  }

  /// `writing` stands for the system's answer to each write: nil for success.
  package init(
    columns: Int? = nil, environment: [String: String] = [:],
    writing: @escaping @Sendable () -> Int32? = { nil }
  ) {
    let streams = Streams()
    self.streams = streams
    func stream(_ kept: Locked<String>) -> Console.Stream {
      Console.Stream(isTerminal: columns != nil, columns: { columns }) { text in
        if let error = writing() { return error }
        kept.withLock { $0 += text }
        return nil
      }
    }
    console = Console(
      text: stream(streams.text), errors: stream(streams.errors), data: stream(streams.data),
      environment: environment)
  }

  package var text: String { streams.text.withLock { $0 } }
  package var errors: String { streams.errors.withLock { $0 } }
  package var data: String { streams.data.withLock { $0 } }
}
