/// The lines of a CSV file, cut into cells, one after the other; only a part of the file is in memory.
///
/// Blank lines above the first one with cells are stepped over. A class, because it holds an open file.
final class CSVRecords {
  /// The file as its reader named it, for messages.
  let file: String
  /// What stands between cells: the first two lines show it.
  let delimiter: CSVDelimiter

  private let window: FileWindow
  private var line = 1
  private var isAtStart = true

  // A quote that is not closed would let the first record reach to the end of the file.
  private static let longestRecord = 1 << 24

  /// Opens a file.
  convenience init(contentsOf path: String) throws(CSVError) {
    do throws(TextFileError) {
      try self.init(FileWindow(path))
    } catch {
      throw CSVError(error)
    }
  }

  /// The lines in the bytes of a file, so many of them at a time; `file` names it in messages.
  convenience init(bytes: [UInt8], file: String, chunk: Int) throws(CSVError) {
    do throws(TextFileError) {
      try self.init(FileWindow(bytes: bytes, file: file, chunk: chunk))
    } catch {
      throw CSVError(error)
    }
  }

  /// The lines of a text; `file` names it in messages.
  convenience init(_ text: String, file: String) throws(CSVError) {
    do throws(TextFileError) {
      try self.init(FileWindow(text: text, file: file))
    } catch {
      throw CSVError(error)
    }
  }

  /// The lines of a file that is open, from here on; where no delimiter is given, the first chunk shows it.
  init(_ window: FileWindow, delimiter: CSVDelimiter? = nil) throws(TextFileError) {
    self.window = window
    file = window.file
    if delimiter == nil { try window.fill(FileWindow.usualChunk) }
    self.delimiter = delimiter ?? .detected(in: window.rest)
  }

  /// The most bytes of the file that were in memory at a time.
  var mostBytesHeld: Int { window.mostBytesHeld }

  /// The next record; nil at the end of the file.
  /// - Throws: ``CSVError`` for broken quotes, and for bytes that are no text in UTF-8.
  func next() throws(CSVError) -> CSVRecord? {
    while let record = try nextRecord() {
      if isAtStart && record.isBlank { continue }
      isAtStart = false
      return record
    }
    return nil
  }

  /// Stops at a record with more or fewer cells than there are columns.
  func checkCells(_ record: CSVRecord, _ count: Int) throws(CSVError) {
    guard record.cells.count != count else { return }
    throw CSVError(
      file: file, line: record.line,
      .ragged(found: record.cells.count, expected: count, delimiter: delimiter))
  }

  /// Cuts the record at the start of the window, again with twice as much of the file where it reaches the
  /// window's end: a cell, a line end or a doubled quote may go on there.
  private func nextRecord() throws(CSVError) -> CSVRecord? {
    while true {
      var scanner = CSVScanner(window.rest, line: line, delimiter: delimiter, file: file)
      let (record, error) = Self.cut(&scanner)
      if scanner.isAtEnd, window.count <= Self.longestRecord, try readMore() { continue }
      try checkText(scanner.done)
      if let error { throw error }
      if scanner.isAtEnd, !window.isAtEnd {
        throw CSVError(file: file, line: line, .text(.tooLong(limit: Self.longestRecord)))
      }
      window.drop(scanner.done.count)
      line = scanner.line
      return record
    }
  }

  private static func cut(_ scanner: inout CSVScanner) -> (CSVRecord?, CSVError?) {
    do throws(CSVError) {
      return (try scanner.nextRecord(), nil)
    } catch {
      return (nil, error)
    }
  }

  /// Makes the window at least twice as long; false at the end of the file.
  private func readMore() throws(CSVError) -> Bool {
    do throws(TextFileError) {
      let count = window.count
      try window.fill(min(max(2 * count, 1), Self.longestRecord + 1))
      return window.count > count
    } catch {
      throw CSVError(error)
    }
  }

  private func checkText(_ bytes: ArraySlice<UInt8>) throws(CSVError) {
    if bytes.textInUTF8 != nil, !bytes.holds(0) { return }
    throw CSVError(bytes.faultInText(file: file, firstLine: line))
  }
}
