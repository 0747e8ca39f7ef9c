import Foundation
import Testing
import UnrollSequences

@Suite struct VocabularyFileTests {
  private static let texts = ["영화가 좋다 👍", "cafe\u{301} caf\u{E9} \"so\" / \\ 👨‍👩‍👧", "so \u{0}"]
  private static let vocabularies = [
    Vocabulary(texts, tokenizer: .words(), reserved: [.padding, .start, .unknown, .unused]),
    Vocabulary(texts, tokenizer: .characters, reserved: []),
    Vocabulary(texts, tokenizer: .words(lowercase: false, filters: "é\n"), reserved: [.padding]),
    Vocabulary(
      texts, tokenizer: .ngrams(upTo: 2, of: .wordsAndMarks), reserved: [.unknown], maxTokens: 4,
      order: .alphabetical),
  ]

  @Test(arguments: vocabularies)
  func `a vocabulary comes back from its file as it was`(_ vocabulary: Vocabulary) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("words.json").path
    try vocabulary.write(to: path)
    let back = try Vocabulary(contentsOf: path)
    #expect(back == vocabulary)
    #expect(scalars(back.entries) == scalars(vocabulary.entries))
    for text in Self.texts { #expect(back.encode(text) == vocabulary.encode(text)) }
    #expect(try back.data() == vocabulary.data())
    #expect(try Vocabulary(data: vocabulary.data()) == vocabulary)
  }

  @Test func `vocabularies that differ in one token or number are different`() throws {
    let text = String(decoding: try Self.vocabularies[0].data(), as: UTF8.self)
    for change in [
      ("좋다", "좋아"), ("\"unused\"", "\"end\""), ("\"textCount\" : 3", "\"textCount\" : 4"),
    ] {
      let changed = text.replacing(change.0, with: change.1)
      #expect(changed != text)
      #expect(try Vocabulary(data: Data(changed.utf8)) != Self.vocabularies[0])
    }
  }

  @Test(arguments: [
    ("", "words.json, line 1: found something else than JSON, or half of it; expected"),
    ("{\"version\": 1", "found something else than JSON"),
    ("[]", "words.json: found another kind of value; expected a vocabulary that Unroll wrote."),
    ("{}", "words.json: found no 'format'; expected a vocabulary that Unroll wrote."),
    (
      #"{"format": "GloVe", "version": 1}"#,
      "found the format 'GloVe'; expected 'unroll vocabulary'."
    ),
    (
      #"{"format": "unroll vocabulary", "version": 2}"#,
      "words.json: found version 2; this release reads version 1."
    ),
  ])
  func `a file that is none is told in a sentence`(text: String, sentence: String) {
    expectError(Data(text.utf8), sentence)
  }

  @Test(arguments: [
    ("\"so\"", "7", "found another kind of value under entries, item 1"),
    (
      "\"so\"", "\"cafe\u{301}\"", "the token 'cafe\u{301}' comes twice; expected different tokens."
    ),
    (
      "\"padding\",", "\"start\",",
      "got [\"start\", \"start\", \"unknown\", \"unused\"] as reserved"
    ),
    ("\"padding\",", "\"unused\", \"padding\",", "got [\"unused\", \"padding\""),
    (
      "\"padding\",", "\"fill\",",
      "found 'fill' among the reserved; expected some of padding, start,"
    ),
    ("\"so\",", "", "there are 7 tokens, but 8 numbers of occurrences"),
    ("\"textCount\" : 3", "\"textCount\" : 1", "a token occurs less often than once a text"),
    ("\"lowercase\" : true", "\"lowercase\" : 1", "found another kind of value under tokenizer"),
    (
      "\"words\" : {", "\"ngrams\" : {\"upTo\": 0, \"of\": {\"characters\": {}}}, \"x\": {",
      "up to 0 tokens"
    ),
  ])
  func `a file that contradicts itself is told in a sentence`(
    old: String, new: String, sentence: String
  ) throws {
    let text = String(decoding: try Self.vocabularies[0].data(), as: UTF8.self)
    let broken = text.replacing(old, with: new, maxReplacements: 1)
    try #require(broken != text)
    expectError(Data(broken.utf8), sentence)
  }

  @Test func `half a file names the line where it breaks off`() throws {
    let data = try Self.vocabularies[0].data()
    for length in stride(from: 1, to: data.count - 1, by: 7) {
      expectError(data.prefix(length), "JSON")
    }
    let text = String(decoding: data, as: UTF8.self).replacing("\"format\" :", with: "\"format\"")
    let line = text.split(separator: "\n").firstIndex { $0.contains("\"format\"") }
    let error = #expect(throws: VocabularyError.self) { try Vocabulary(data: Data(text.utf8)) }
    #expect(error?.line == line.map { $0 + 1 })
  }

  @Test func `a file that is not there, and a folder that is not there, are named`() {
    let path = "/no/such/folder/words.json"
    let missing = #expect(throws: VocabularyError.self) { try Vocabulary(contentsOf: path) }
    #expect(missing?.description == "\(path): no such file; check the spelling and the folder.")
    let unwritten = #expect(throws: VocabularyError.self) {
      try Self.vocabularies[0].write(to: path)
    }
    #expect(unwritten?.description.hasPrefix("\(path): can't be written: ") == true)
  }

  private func expectError(
    _ data: Data, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: VocabularyError.self, sourceLocation: sourceLocation) {
      try Vocabulary(data: data, file: "words.json")
    }
    #expect(
      error?.description.contains(sentence) == true, "\(error?.description ?? "")",
      sourceLocation: sourceLocation)
  }
}
