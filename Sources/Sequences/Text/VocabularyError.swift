import Foundation

/// Why a vocabulary can't be read or written.
///
/// `words.json: found version 2; this release reads version 1.`
public struct VocabularyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public let line: Int?
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong with the file of a vocabulary.
  public enum Problem: Equatable, Sendable {
    /// Nothing stands at this path.
    case noSuchFile
    /// The system refuses to read the file.
    case unreadable(reason: String)
    /// The system refuses to write the file.
    case notWritten(reason: String)
    /// It is no JSON: cut off, or something else altogether.
    case notJSON
    /// It is JSON, but no vocabulary that this release reads.
    case notAVocabulary(reason: String)
  }

  init(file: String, line: Int? = nil, _ problem: Problem) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  /// The place and the sentence.
  public var description: String {
    file + (line.map { ", line \($0)" } ?? "") + ": " + sentence
  }

  private var sentence: String {
    switch problem {
    case .noSuchFile: "no such file; check the spelling and the folder."
    case .unreadable(let reason): "can't be read: \(reason). Name a file that may be read."
    case .notWritten(let reason):
      "can't be written: \(reason). Name a folder that may be written to."
    case .notJSON:
      "found something else than JSON, or half of it; expected a vocabulary that Unroll wrote. "
        + "Write it again."
    case .notAVocabulary(let reason): "\(reason)."
    }
  }

  /// What a decoder's error means for the reader of the data.
  init(file: String, decoding error: any Error, _ data: Data) {
    func wrong(_ path: [any CodingKey]) -> String {
      let names = path.map { key in key.intValue.map { "item \($0 + 1)" } ?? key.stringValue }
      return "found another kind of value"
        + (names.isEmpty ? "" : " under \(names.joined(separator: ", "))")
        + "; expected a vocabulary that Unroll wrote"
    }
    switch error as? DecodingError {
    case .dataCorrupted(let context)?:
      self =
        context.codingPath.isEmpty
        ? Self(file: file, line: Self.brokenLine(of: data), .notJSON)
        : Self(file: file, .notAVocabulary(reason: context.debugDescription))
    case .keyNotFound(let key, _)?:
      self.init(
        file: file,
        .notAVocabulary(
          reason: "found no '\(key.stringValue)'; expected a vocabulary that Unroll wrote"))
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
      self.init(file: file, .notAVocabulary(reason: wrong(context.codingPath)))
    default: self.init(file: file, .notAVocabulary(reason: error.localizedDescription))
    }
  }

  /// The line in which JSON breaks off; nil where it can't be told.
  ///
  /// Foundation says it in words only: "around line 3, column 5" or "around character 27", by system.
  private static func brokenLine(of data: Data) -> Int? {
    do {
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      return nil
    } catch {
      let words = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
      if let line = words.firstMatch(of: /around line ([0-9]+)/) { return Int(line.1) }
      let character = words.firstMatch(of: /around character ([0-9]+)/).flatMap { Int($0.1) }
      return 1 + data.prefix(character ?? data.count).count { $0 == UInt8(ascii: "\n") }
    }
  }
}
