import TestSupport

/// `text.json`, which `Reference/make_text_reference.py` made.
struct TextReference: Decodable, Sendable {
  struct Words: Decodable, Sendable {
    let lowercase: Bool
    let filters: String
    let words: [[String]]
  }
  struct Letters: Decodable, Sendable {
    let large: String
    let small: String
  }
  struct KerasTokenizer: Decodable, Sendable {
    let numWords: Int?
    let oov: Bool
    let words: [String]
    let counts: [Int]
    let documents: [Int]
    let sequences: [[Int]]
    let matrices: [String: [[Double]]]
  }
  struct Hashes: Decodable, Sendable {
    struct IDs: Decodable, Sendable {
      let dimension: Int
      let ids: [Int]
    }
    struct Digest: Decodable, Sendable {
      let length: Int
      let digest: String
    }
    let text: String
    let ids: [IDs]
    let digests: [Digest]
  }
  struct Collisions: Decodable, Sendable {
    let boxes: Int
    let tokens: Int
    let mean: Double
    let variance: Double
  }
  struct Padding: Decodable, Sendable {
    let sequences: [[Int]]
    let maxlen: Int?
    let padding: String
    let truncating: String
    let value: Int
    let shape: [Int]
    let rows: [Int]
  }

  let texts: [String]
  let words: [Words]
  let letters: Letters
  let corpus: [String]
  let new: [String]
  let tokenizers: [KerasTokenizer]
  let hashes: Hashes
  let collisions: [Collisions]
  let padding: [Padding]

  static func load() throws -> TextReference { try readReference("text", in: .module) }
}

/// Code points: strings are equal where they look alike, these only where they are.
func scalars(_ words: [String]) -> [[UInt32]] { words.map { $0.unicodeScalars.map(\.value) } }
