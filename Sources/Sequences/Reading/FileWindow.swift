import Foundation
import UnrollConsole

/// The bytes of a text file, of which only a part is in memory: a window that moves over the file.
///
/// A mark at the start that says no more than UTF-8 is stepped over. A class, because it holds an open
/// file, which is closed with it.
final class FileWindow {
  /// The file as its reader named it, for messages.
  let file: String
  /// What was read and not dropped; slices of it that somebody keeps stay as they are.
  private(set) var bytes: [UInt8] = []
  /// Where the window begins in `bytes`; what lies before it was dropped.
  private(set) var start = 0
  /// Whether the window reaches the end of the file.
  private(set) var isAtEnd = false
  /// The most bytes that were in memory at a time.
  private(set) var mostBytesHeld = 0

  /// The bytes of the whole file, if it is one; a pipe or a device has none to tell.
  let byteCount: Int?

  /// The open file; below 0 where the bytes are in memory.
  private let descriptor: Int32
  /// What was not read yet of bytes in memory.
  private var waiting: ArraySlice<UInt8> = []
  private let chunk: Int

  /// How many bytes are read at a time: much more than a line, much less than a file.
  static let usualChunk = 1 << 18

  /// Opens a file and looks at its first bytes.
  /// - Throws: ``TextFileError`` for a file that is missing, a folder, unreadable, empty, packed, or in
  ///   UTF-16.
  init(_ path: String, chunk: Int = FileWindow.usualChunk) throws(TextFileError) {
    file = path
    self.chunk = chunk
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Self.error(errno, file) }
    var status = stat()
    let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    byteCount = kind == S_IFREG ? Int(status.st_size) : nil
    // On some systems a folder can be opened and read as if it were a file.
    if kind == S_IFDIR { throw TextFileError(file: file, .isFolder) }
    try lookAtFirstBytes()
  }

  /// The bytes of a file that are in memory already, taken as those of one that is not; `file` names it in messages.
  /// - Throws: ``TextFileError`` for a file that is empty, packed, or in UTF-16.
  init(
    bytes: [UInt8], file: String, chunk: Int = FileWindow.usualChunk
  ) throws(TextFileError) {
    self.file = file
    (descriptor, self.chunk) = (-1, chunk)
    (waiting, byteCount) = (bytes[...], bytes.count)
    try lookAtFirstBytes()
  }

  /// A text that is in memory already; `file` names it in messages.
  init(text: String, file: String) {
    self.file = file
    (descriptor, chunk) = (-1, 0)
    bytes = Array(text.utf8)
    byteCount = bytes.count
    isAtEnd = true
    if rest.starts(with: Self.mark) { drop(Self.mark.count) }
  }

  // U+FEFF in UTF-8.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The bytes in the window.
  var rest: ArraySlice<UInt8> { bytes[start...] }

  /// The number of bytes in the window.
  var count: Int { bytes.count - start }

  /// Moves the start of the window behind its first bytes.
  func drop(_ count: Int) { start += count }

  /// Reads the next chunk behind the window; false at the end of the file.
  ///
  /// The bytes move into a new array, so that a slice of the old one stays valid without a copy.
  @discardableResult
  func readMore() throws(TextFileError) -> Bool {
    if isAtEnd { return false }
    let kept = rest
    var failure: Int32?
    let room = kept.count + chunk
    bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      _ = buffer.update(fromContentsOf: kept)
      count = kept.count
      let place = UnsafeMutableRawPointer(buffer.baseAddress)?.advanced(by: count)
      let read = readChunk(place)
      if read > 0 { count += read } else if read < 0 { failure = errno } else { isAtEnd = true }
    }
    start = 0
    mostBytesHeld = max(mostBytesHeld, bytes.count)
    if let failure { throw Self.error(failure, file) }
    return !isAtEnd
  }

  /// Reads the next bytes of the file into memory: how many there were, below 0 where the system fails.
  private func readChunk(_ place: UnsafeMutableRawPointer?) -> Int {
    if descriptor >= 0 { return readBytes(descriptor, place, chunk) }
    let part = waiting.prefix(chunk)
    part.withUnsafeBytes { part in
      if let start = part.baseAddress { place?.copyMemory(from: start, byteCount: part.count) }
    }
    waiting = waiting.dropFirst(part.count)
    return part.count
  }

  /// Reads until there are so many bytes in the window, or no more in the file.
  func fill(_ count: Int) throws(TextFileError) {
    while self.count < count, try readMore() {}
  }

  private func lookAtFirstBytes() throws(TextFileError) {
    // Pipes may give less than was asked for; the longest signature has 10 bytes.
    try fill(10)
    let marks: [(bytes: [UInt8], encoding: String)] = [
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"),
      ([0xFE, 0xFF], "UTF-16"),
    ]
    if let mark = marks.first(where: { rest.starts(with: $0.bytes) }) {
      throw TextFileError(file: file, .otherEncoding(mark.encoding))
    }
    if let packing = Packing(firstBytes: rest) {
      throw TextFileError(file: file, .packed(packing))
    }
    if rest.starts(with: Self.mark) { drop(Self.mark.count) }
    if count == 0, try !readMore() { throw TextFileError(file: file, .empty) }
  }

  static func error(_ code: Int32, _ file: String) -> TextFileError {
    switch code {
    case ENOENT, ENOTDIR: TextFileError(file: file, .noSuchFile)
    case EISDIR: TextFileError(file: file, .isFolder)
    case EACCES, EPERM: TextFileError(file: file, .notPermitted)
    default: TextFileError(file: file, .unreadable(reason: Terminal.reason(code)))
    }
  }
}

/// `read(2)`, again where a signal came between.
private func readBytes(_ descriptor: Int32, _ place: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  while true {
    let done = read(descriptor, place, count)
    if done >= 0 || errno != EINTR { return done }
  }
}
