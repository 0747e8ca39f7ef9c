#if canImport(Darwin)
  @preconcurrency import Darwin
#elseif canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#endif

/// Everything asked of the operating system about a stream; the only file that depends on the platform.
package enum Terminal {
  package static let standardOutput: Int32 = 1
  package static let standardError: Int32 = 2

  /// Whether somebody looks at this stream, rather than a file or another program.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The window's columns now; nil for a file or a pipe. Asked anew each time: windows are resized.
  package static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all the text at once, past any buffer, so that nothing waits for a flush. What `print` left in
  /// its buffer is written before, so that a file has all lines in their order.
  /// Returns the system's reason where that failed: `EPIPE` when the reader has gone.
  package static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    fflush(stdout)
    return text.withUTF8 { bytes -> Int32? in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = sendBytes(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

  /// Without this, writing to a pipe whose reader has gone would end the program at once,
  /// before it could keep what was learnt; so the write reports `EPIPE` instead.
  package static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

  package static let closedPipe: Int32 = EPIPE

  package static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// `write(2)`, outside the enum whose own `write` would hide it.
private func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
