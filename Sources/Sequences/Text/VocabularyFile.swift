import Foundation

// A vocabulary as JSON: readable, with a version, and the same bytes for the same vocabulary.
//
// {
//   "documents" : [ 2, 1 ],
//   "entries" : [ "the", "movie" ],
//   "format" : "unroll vocabulary",
//   "occurrences" : [ 3, 1 ],
//   "reserved" : [ "padding", "unknown" ],
//   "textCount" : 2,
//   "tokenizer" : { "words" : { "filters" : "…", "lowercase" : true } },
//   "version" : 1
// }

extension Vocabulary: Codable {
  static let format = "unroll vocabulary"
  static let version = 1

  private enum Key: String, CodingKey {
    case format, version, tokenizer, reserved, entries, occurrences, documents, textCount
  }

  /// Reads what ``encode(to:)`` wrote.
  ///
  /// - Throws: `DecodingError` for another format or version, and for what contradicts itself.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func wrong(_ key: Key, _ sentence: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: values, debugDescription: sentence)
    }
    let format = try values.decode(String.self, forKey: .format)
    guard format == Self.format else {
      throw wrong(.format, "found the format '\(format)'; expected '\(Self.format)'")
    }
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw wrong(
        .version, "found version \(version); this release reads version \(Self.version)")
    }
    let reserved = try values.decode([String].self, forKey: .reserved).map { name in
      guard let purpose = Reserved(rawValue: name) else {
        let known = Reserved.allCases.map(\.rawValue).joined(separator: ", ")
        throw wrong(.reserved, "found '\(name)' among the reserved; expected some of \(known)")
      }
      return purpose
    }
    self.init(
      tokenizer: try values.decode(Tokenizer.self, forKey: .tokenizer), reserved: reserved,
      entries: try values.decode([String].self, forKey: .entries),
      occurrences: try values.decode([Int].self, forKey: .occurrences),
      documents: try values.decode([Int].self, forKey: .documents),
      textCount: try values.decode(Int.self, forKey: .textCount))
    if let problem { throw wrong(.entries, problem) }
  }

  /// Writes everything, with the format and its version.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.format, forKey: .format)
    try values.encode(Self.version, forKey: .version)
    try values.encode(tokenizer, forKey: .tokenizer)
    try values.encode(reserved, forKey: .reserved)
    try values.encode(entries, forKey: .entries)
    try values.encode(occurrences, forKey: .occurrences)
    try values.encode(documents, forKey: .documents)
    try values.encode(textCount, forKey: .textCount)
  }

  /// The vocabulary as JSON, the same bytes for the same vocabulary.
  public func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// The vocabulary in JSON that ``data()`` made; `file` is what a mistake calls it.
  /// - Throws: ``VocabularyError`` for what is no JSON, or no vocabulary that this release reads.
  public init(data: Data, file: String = "vocabulary") throws(VocabularyError) {
    do {
      self = try JSONDecoder().decode(Vocabulary.self, from: data)
    } catch {
      throw VocabularyError(file: file, decoding: error, data)
    }
  }

  /// Writes the vocabulary to a file, which is either complete afterwards or as it was before.
  /// - Throws: ``VocabularyError`` where the system refuses to write.
  public func write(to path: String) throws(VocabularyError) {
    do {
      try data().write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw VocabularyError(file: path, .notWritten(reason: error.localizedDescription))
    }
  }

  /// Reads a vocabulary from a file.
  /// - Throws: ``VocabularyError`` for a file that is missing, unreadable, or no vocabulary.
  public init(contentsOf path: String) throws(VocabularyError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw VocabularyError(file: path, .noSuchFile)
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw VocabularyError(file: path, .unreadable(reason: error.localizedDescription))
    }
    try self.init(data: data, file: path)
  }
}
