import Foundation
import UnrollRecurrent
import UnrollSequences

extension Vocabulary {
  /// The name under which a saved model carries its vocabulary.
  public static let extrasKey = "vocabulary"

  /// The vocabulary as text for a file of a model.
  public func extras() throws -> [String: String] {
    [Self.extrasKey: String(decoding: try data(), as: UTF8.self)]
  }

  /// The vocabulary that a saved model carries; nil where it carries none.
  /// - Throws: ``VocabularyError`` where what it carries is none; `file` is what that calls it.
  public init?(extras: [String: String], file: String) throws(VocabularyError) {
    guard let text = extras[Self.extrasKey] else { return nil }
    try self.init(data: Data(text.utf8), file: file)
  }
}
