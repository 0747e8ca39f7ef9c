import Foundation

/// An open file, closed when it is let go of; what the system refuses is thrown in its own words.
final class SystemFile {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// What the system said: its number and its words for it.
  struct Refusal: Error, Equatable {
    /// The system's number, `errno`.
    let code: Int32
    /// The system's words.
    var reason: String { String(cString: strerror(code)) }

    /// The number for a path at which nothing stands.
    static let noSuchFile = ENOENT

    /// The last refusal on this thread.
    static var last: Refusal { Refusal(code: errno) }
  }

  /// What stands at a path.
  enum Kind { case file, folder, other }

  /// Opens a file to be read.
  init(reading path: String) throws(Refusal) {
    // Without waiting: a named pipe that nobody writes to would never open.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 { throw .last }
  }

  /// Opens a new file to be written; it must not exist.
  init(creating path: String) throws(Refusal) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .last }
  }

  /// Opens a file, made where there is none, that no other program holds at the same time; nil where one does. The
  /// system lets go of it when this is let go of or the program ends, in whatever way.
  static func locked(_ path: String) throws(Refusal) -> SystemFile? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .last }
    let file = SystemFile(descriptor)
    // A program that this one is just starting has a copy of every open file until it has begun: so ask for a while.
    for attempt in 1...20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return file }
      if errno != EWOULDBLOCK { throw .last }
      if attempt < 20 { usleep(10_000) }
    }
    return nil
  }

  /// What was opened, how many bytes it holds, and who may use it.
  func status() throws(Refusal) -> (kind: Kind, byteCount: Int, permissions: mode_t) {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw .last }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    return (kind, Int(status.st_size), status.st_mode & 0o7777)
  }

  /// The memory of this computer in bytes: what is larger can't be read as a whole.
  static var memoryByteCount: Int {
    Int(clamping: ProcessInfo.processInfo.physicalMemory)
  }

  /// Lets the same people use the file as another one.
  func setPermissions(_ permissions: mode_t) throws(Refusal) {
    if fchmod(descriptor, permissions) != 0 { throw .last }
  }

  /// The next bytes; fewer than asked for where the file ends.
  func read(_ count: Int) throws(Refusal) -> [UInt8] {
    var refusal: Refusal?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let part = Foundation.read(
          descriptor, buffer.baseAddress.map { $0 + filled }, min(count - filled, Self.largestPart))
        if part == 0 { break }
        if part > 0 {
          filled += part
        } else if errno != EINTR {
          refusal = .last
          break
        }
      }
    }
    if let refusal { throw refusal }
    return bytes
  }

  /// Writes bytes behind those before.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    var written = 0
    while written < bytes.count {
      let part = Foundation.write(
        descriptor, bytes.baseAddress.map { $0 + written },
        min(bytes.count - written, Self.largestPart))
      if part >= 0 { written += part } else if errno != EINTR { throw .last }
    }
  }

  /// Waits until the disk has what was written.
  func synchronize() throws(Refusal) {
    if fsync(descriptor) != 0 { throw .last }
    #if canImport(Darwin)
      // There fsync hands the bytes to the disk, which may keep them in a memory of its own.
      _ = fcntl(descriptor, F_FULLFSYNC)
    #endif
  }

  /// Some systems refuse 2 GB at once.
  private static let largestPart = 1 << 26
}
