/// What becomes of the ends of lines when a text is read.
public enum LineEnds: Sendable {
  /// `\r\n` and `\r` alone become `\n`, so that a model meets one line end, not three.
  case lineFeeds
  /// They stay as the file has them.
  case asWritten
}

/// A text in pieces, one after the other, from a file or a folder that may be larger than the memory.
///
/// ```swift
/// let pieces = try TextPieces(contentsOf: "corpus")
/// while let piece = try pieces.next() { print(piece.count) }
/// ```
///
/// A piece ends behind a line where it can, and never inside a character's bytes; joined, the pieces are the
/// text. A mark at the start of a file that says no more than UTF-8 (U+FEFF) is stepped over. Of a folder,
/// the files of ``TextFolder`` are read in their order: those that are empty add nothing, and where one
/// does not end with a line end, `\n` is put between it and the next.
///
/// A class, because it holds an open file.
public final class TextPieces {
  /// The files that are read, in their order.
  public let files: [String]
  /// Files of a folder that are not read, because of the end of their names.
  public let others: [String]
  /// The most bytes of the files that were in memory at a time.
  package private(set) var mostBytesHeld = 0

  private let lineEnds: LineEnds
  private let chunk: Int
  private var window: FileWindow?
  private var filesOpened = 0
  private var line = 1
  private var isLineOpen = false
  private var needsLineEnd = false

  /// Opens a file, or looks into a folder.
  /// - Throws: ``TextFileError`` for a file that is missing, unreadable, empty, packed or in UTF-16, and for
  ///   a folder without texts.
  public convenience init(
    contentsOf path: String, lineEnds: LineEnds = .lineFeeds
  ) throws(TextFileError) {
    let folder = try TextFolder(ifFolder: path)
    try self.init(folder?.files ?? [path], others: folder?.others ?? [], lineEnds: lineEnds)
    if window == nil { throw TextFileError(file: path, .empty) }
  }

  init(
    _ files: [String], others: [String] = [], lineEnds: LineEnds,
    chunk: Int = FileWindow.usualChunk
  ) throws(TextFileError) {
    (self.files, self.others) = (files, others)
    (self.lineEnds, self.chunk) = (lineEnds, chunk)
    try openNext()
  }

  /// The next piece; nil at the end of the text.
  /// - Throws: ``TextFileError`` for bytes that are not UTF-8 or hold a byte 0, with their line, and where
  ///   the system fails to read on.
  public func next() throws(TextFileError) -> String? {
    while let window {
      if let bytes = try cut(window) { return try text(of: bytes, window.file) }
      try openNext()
    }
    return nil
  }

  /// Opens the next file that holds anything; an empty file is an error only where there is no other.
  private func openNext() throws(TextFileError) {
    window = nil
    while window == nil, filesOpened < files.count {
      let file = files[filesOpened]
      filesOpened += 1
      do throws(TextFileError) {
        window = try FileWindow(file, chunk: chunk)
      } catch {
        if error.problem != .empty || files.count == 1 { throw error }
      }
    }
    line = 1
    needsLineEnd = isLineOpen
  }

  /// Takes as many whole lines from the window as it holds; of a line that is longer than a chunk, a part.
  private func cut(_ window: FileWindow) throws(TextFileError) -> ArraySlice<UInt8>? {
    var length = window.rest.lengthOfLines
    while length == 0 {
      if window.count >= chunk { length = window.rest.lengthOfCharacters }
      if length == 0, try !window.readMore() { length = window.count }
      mostBytesHeld = max(mostBytesHeld, window.mostBytesHeld)
      if length == 0, window.isAtEnd { return nil }
      if length == 0 { length = window.rest.lengthOfLines }
    }
    defer { window.drop(length) }
    return window.rest.prefix(length)
  }

  private func text(of bytes: ArraySlice<UInt8>, _ file: String) throws(TextFileError) -> String {
    let ended = lineEnds == .lineFeeds ? bytes.withLineFeedsOnly : bytes
    guard let text = ended.textInUTF8, !bytes.holds(0) else {
      throw bytes.faultInText(file: file, firstLine: line)
    }
    line += bytes.lineFeedCount
    isLineOpen = ended.last != UInt8(ascii: "\n")
    defer { needsLineEnd = false }
    return needsLineEnd ? "\n" + text : text
  }
}
