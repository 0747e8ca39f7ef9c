import Foundation

// Questions about the bytes of a text, asked a million times a second: the system's own searches answer
// them in debug builds as fast as in release builds.

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

extension ArraySlice<UInt8> {
  /// The text of these bytes; nil where they are not UTF-8.
  var textInUTF8: String? {
    // Bytes that are not UTF-8 are replaced by others, so that the text no longer equals them.
    var text = String(decoding: self, as: UTF8.self)
    let isEqual = text.withUTF8 { repaired in
      withUnsafeBytes { UnsafeRawBufferPointer(repaired).isEqual(to: $0) }
    }
    return isEqual ? text : nil
  }

  /// Whether a byte is among these.
  func holds(_ byte: UInt8) -> Bool { place(of: byte) != nil }

  /// How far behind the start, and behind so many bytes, a byte stands.
  func place(of byte: UInt8, behind skipped: Int = 0) -> Int? {
    withUnsafeBytes { all in
      guard let base = all.baseAddress, skipped < all.count else { return nil }
      return memchr(base + skipped, Int32(byte), all.count - skipped).map { base.distance(to: $0) }
    }
  }

  /// The parts between the places where a byte stands; one more than there are such places.
  func cut(at byte: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = self
    while let place = rest.place(of: byte) {
      parts.append(rest.prefix(place))
      rest = rest.dropFirst(place + 1)
    }
    return parts + [rest]
  }

  /// The number of line feeds.
  var lineFeedCount: Int {
    var (count, searched) = (0, 0)
    while let place = place(of: lineFeed, behind: searched) {
      count += 1
      searched = place + 1
    }
    return count
  }

  /// The number of bytes up to the last line feed, which is one of them.
  var lengthOfLines: Int { lastIndex(of: lineFeed).map { $0 + 1 - startIndex } ?? 0 }

  /// The number of bytes up to the end of the last character that is whole, and not an `\r`, because an
  /// `\n` may follow.
  var lengthOfCharacters: Int {
    // A character has up to four bytes, and those behind the first begin with the bits 10.
    let tail = suffix(4)
    let first = tail.lastIndex { $0 & 0b1100_0000 != 0b1000_0000 } ?? endIndex
    guard first < endIndex else { return count }
    let isWhole = self[first] < 0x80 && self[first] != carriageReturn
    return isWhole ? count : first - startIndex
  }

  /// The same bytes with `\n` in place of `\r\n` and of `\r` alone.
  var withLineFeedsOnly: ArraySlice<UInt8> {
    guard holds(carriageReturn) else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var isBehindReturn = false
    for byte in self {
      if !(isBehindReturn && byte == lineFeed) {
        result.append(byte == carriageReturn ? lineFeed : byte)
      }
      isBehindReturn = byte == carriageReturn
    }
    return result[...]
  }

  /// The first line that is no text, among bytes that are none.
  func faultInText(file: String, firstLine: Int) -> TextFileError {
    for (index, line) in cut(at: lineFeed).enumerated() {
      if line.holds(0) { return TextFileError(file: file, line: firstLine + index, .zeroByte) }
      if line.textInUTF8 == nil {
        return TextFileError(file: file, line: firstLine + index, .notUTF8)
      }
    }
    return TextFileError(file: file, .notUTF8)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let one = baseAddress, let another = other.baseAddress else {
      return count == other.count
    }
    return memcmp(one, another, count) == 0
  }
}
