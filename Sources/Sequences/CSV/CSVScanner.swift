// A line is cells with delimiters between them. A cell is either plain, up to the next delimiter or
// line end, or it stands in quotes: then it may hold delimiters, line ends, and quotes written twice.
//
// Source: RFC 4180, § 2. Beyond it, lines may end with \n or \r alone, and a quote that does not
// begin a cell is an ordinary character.

/// A line of a CSV file, cut into cells.
struct CSVRecord: Equatable, Sendable {
  /// The line on which it begins, counted from 1; quoted cells may go on over several lines.
  let line: Int
  let cells: [String]

  /// Whether there is nothing on the line.
  var isBlank: Bool { cells == [""] }
}

/// Cuts bytes of a CSV file into records, one after the other.
struct CSVScanner {
  /// The line that comes next, counted from 1.
  private(set) var line: Int

  private let bytes: ArraySlice<UInt8>
  private let delimiter: UInt8
  private let file: String
  private var position: Int

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: ArraySlice<UInt8>, line: Int = 1, delimiter: CSVDelimiter, file: String) {
    self.bytes = bytes
    self.line = line
    self.delimiter = delimiter.byte
    self.file = file
    position = bytes.startIndex
  }

  /// The bytes that were cut.
  var done: ArraySlice<UInt8> { bytes[..<position] }

  /// Whether the next byte would be behind the last one; if more of them came, the last record might go on.
  var isAtEnd: Bool { position == bytes.endIndex }

  /// The next line's cells; nil behind the last byte.
  mutating func nextRecord() throws(CSVError) -> CSVRecord? {
    guard position < bytes.endIndex else { return nil }
    let start = line
    var cells = [try nextCell()]
    while take(delimiter) { cells.append(try nextCell()) }
    takeLineEnd()
    return CSVRecord(line: start, cells: cells)
  }

  private mutating func nextCell() throws(CSVError) -> String {
    take(Self.quote) ? try quotedCell() : plainCell()
  }

  private mutating func plainCell() -> String {
    let start = position
    while !isAtEndOfCell { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The rest of a cell whose opening quote has been taken.
  private mutating func quotedCell() throws(CSVError) -> String {
    let openingLine = line
    var text: [UInt8] = []
    while let length = bytes[position...].place(of: Self.quote) {
      let part = bytes[position..<(position + length)]
      text += part
      line += part.lineFeedCount
      position += length + 1
      if take(Self.quote) {
        text.append(Self.quote)
      } else if isAtEndOfCell {
        return String(decoding: text, as: UTF8.self)
      } else {
        throw CSVError(file: file, line: line, .textAfterQuote)
      }
    }
    position = bytes.endIndex
    throw CSVError(file: file, line: openingLine, .openQuote)
  }

  private var isAtEndOfCell: Bool {
    guard position < bytes.endIndex else { return true }
    let byte = bytes[position]
    return byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  /// Steps over `\r\n`, `\n` or `\r`.
  private mutating func takeLineEnd() {
    let hasReturn = take(Self.carriageReturn)
    if take(Self.lineFeed) || hasReturn { line += 1 }
  }

  /// Steps over a byte if it is the next one.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
