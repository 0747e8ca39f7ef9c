import Foundation
import UnrollAutodiff

extension WordVectors {
  /// Writes the text format of GloVe, or with a header that of word2vec, whole or not at all.
  ///
  /// Numbers have as many digits as it takes to read the same Float again.
  /// - Throws: ``WordVectorsWritingError`` where the file can't be written, or a word would not be read again.
  public func write(to path: String, header: Bool = false) throws(WordVectorsWritingError) {
    let data = try textFormat(header: header)
    do {
      try data.write(
        to: URL(fileURLWithPath: path).resolvingSymlinksInPath(), options: .atomic)
    } catch {
      throw .cannotWrite(path, reason: error.localizedDescription)
    }
  }

  /// What ``write(to:header:)`` writes.
  /// - Throws: ``WordVectorsWritingError`` where a word would not be read again.
  public func textFormat(header: Bool = false) throws(WordVectorsWritingError) -> Data {
    let numbers = matrix.floats
    var text = header ? "\(count) \(dimensions)\n" : ""
    text.reserveCapacity(12 * numbers.count)
    for (row, word) in words.enumerated() {
      guard Self.canBeReadAgain(word) else { throw .unwritableWord(word) }
      text += word
      for number in numbers[(row * dimensions)..<((row + 1) * dimensions)] {
        text += " "
        text += number.description
      }
      text += "\n"
    }
    return Data(text.utf8)
  }

  /// A word on one line that does not begin or end with a space, and does not end with a number of its own.
  private static func canBeReadAgain(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    let blanks: Set<UInt8> = [0x20, 0x09]
    guard let first = bytes.first, let last = bytes.last, !blanks.contains(first),
      !blanks.contains(last), !bytes.contains(0x0A), !bytes.contains(0), last != 0x0D,
      !bytes.starts(with: [0xEF, 0xBB, 0xBF])
    else { return false }
    let parts = bytes.split(whereSeparator: blanks.contains)
    return parts.count == 1 || parts.last?.withUnsafeBufferPointer { decimalFloat($0) } == nil
  }
}

/// Why word vectors can't be written.
public enum WordVectorsWritingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The word would be read as something else, or not at all.
  case unwritableWord(String)
  /// The file can't be written.
  case cannotWrite(String, reason: String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .unwritableWord(let word):
      "the word '\(word)' can't stand in a file of vectors: it is empty, has a line break, or a space or a "
        + "number at its end. Leave it out, or call it something else."
    case .cannotWrite(let path, let reason): "can't write \(path): \(reason)"
    }
  }
}
