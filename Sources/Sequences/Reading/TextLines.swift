/// A line of a text file.
public struct TextLine: Hashable, Sendable {
  /// Where it stands, counted from 1.
  public let number: Int
  /// What it says, without its end.
  public let text: String
}

/// A line of a text file, as bytes.
public struct TextLineBytes: Hashable, Sendable {
  /// Where it stands, counted from 1.
  public let number: Int
  /// Its bytes without its end. They are a part of a larger buffer, which lives as long as they do: take
  /// out what you need, and let go of the line.
  public let bytes: ArraySlice<UInt8>
}

/// The lines of a text file, one after the other; the file may be larger than the memory.
///
/// ```swift
/// let lines = try TextLines(contentsOf: "reviews.tsv")
/// while let line = try lines.next() { print(line.number, line.text) }
/// ```
///
/// A line ends with `\n`, or with `\r\n`, and with nothing else: characters such as U+2028 or U+0085 are
/// part of a line. An `\r` at the very end of the file counts as an end too. The last line need not end,
/// and there is no line behind the last `\n`. A mark at the start that says no more than UTF-8 (U+FEFF) is
/// stepped over.
///
/// At most a chunk of 256 KB and a line are in memory. A class, because it holds an open file: whoever asks
/// for the next line moves it on for all.
public final class TextLines {
  private let window: FileWindow
  private let longestLine: Int
  private var number = 0

  /// The bytes that a line may have where nothing else is said: 1 MB.
  public static let usualLongestLine = 1 << 20

  /// Opens a file.
  /// - Throws: ``TextFileError`` for a file that is missing, a folder, unreadable, empty, packed (by xz,
  ///   gzip, zip, …), or in UTF-16.
  public convenience init(
    contentsOf path: String, longestLine: Int = TextLines.usualLongestLine
  ) throws(TextFileError) {
    self.init(try FileWindow(path), longestLine: longestLine)
  }

  /// The lines of a file that is open, from here on.
  init(_ window: FileWindow, longestLine: Int = TextLines.usualLongestLine) {
    self.window = window
    self.longestLine = longestLine
  }

  /// The file as its reader named it, for messages.
  public var file: String { window.file }

  /// The bytes of the whole file; nil for a pipe or a device.
  var byteCount: Int? { window.byteCount }

  /// The most bytes that were in memory at a time.
  package var mostBytesHeld: Int { window.mostBytesHeld }

  /// The next line; nil behind the last one.
  /// - Throws: ``TextFileError`` for a line that is too long, not in UTF-8, or holds a byte 0; for a file
  ///   whose lines end with `\r` alone; and where the system fails to read on.
  public func next() throws(TextFileError) -> TextLine? {
    guard let line = try nextBytes() else { return nil }
    return TextLine(number: line.number, text: try text(of: line.bytes, line: line.number))
  }

  /// The next line as bytes, for those who cut and convert it themselves; nil behind the last one.
  ///
  /// Nothing is copied. Whether the bytes are UTF-8 is not checked before ``text(of:line:)``.
  /// - Throws: ``TextFileError`` as ``next()`` does, except for bytes that are not UTF-8.
  public func nextBytes() throws(TextFileError) -> TextLineBytes? {
    var searched = 0
    var end = window.rest.place(of: Self.lineFeed)
    while end == nil {
      searched = window.count
      if searched > longestLine { break }
      if try !window.readMore() { break }
      end = window.rest.place(of: Self.lineFeed, behind: searched)
    }
    let length = end ?? window.count
    if end == nil, length == 0 { return nil }
    number += 1
    if length > longestLine { throw error(.tooLong(limit: longestLine), line: number) }

    var bytes = window.rest.prefix(length)
    window.drop(end == nil ? length : length + 1)
    if bytes.last == Self.carriageReturn { bytes.removeLast() }
    try check(bytes, isWholeFile: end == nil && number == 1)
    return TextLineBytes(number: number, bytes: bytes)
  }

  /// The text of a line's bytes, or of a part of them.
  /// - Throws: ``TextFileError`` where they are not UTF-8.
  public func text(of bytes: ArraySlice<UInt8>, line: Int) throws(TextFileError) -> String {
    guard let text = bytes.textInUTF8 else { throw error(.notUTF8, line: line) }
    return text
  }

  /// A problem in this file.
  public func error(_ problem: TextFileError.Problem, line: Int? = nil) -> TextFileError {
    TextFileError(file: file, line: line, problem)
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private func check(_ bytes: ArraySlice<UInt8>, isWholeFile: Bool) throws(TextFileError) {
    if bytes.holds(0) { throw error(.zeroByte, line: number) }
    if isWholeFile, bytes.holds(Self.carriageReturn) { throw error(.carriageReturns) }
  }
}
