import UnrollNumerics

/// How often tokens occur in some texts, in the order in which they were first seen.
///
/// ```swift
/// let counts = TokenCounts(reviews, tokenizer: .words())
/// print("Found \(counts.tokens.count) unique tokens.")
/// ```
public struct TokenCounts: Sendable {
  /// How the texts were cut into tokens.
  public let tokenizer: Tokenizer
  /// The different tokens, the first seen first.
  public private(set) var tokens: [String] = []
  /// How often each occurs.
  public private(set) var occurrences: [Int] = []
  /// In how many texts each occurs.
  public private(set) var documents: [Int] = []
  /// The number of texts.
  public private(set) var textCount = 0

  /// The tokens of some texts, counted.
  public init(_ texts: some Sequence<String>, tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    var places: [TokenKey: Int] = [:]
    var lastText: [Int] = []
    for text in texts {
      for token in tokenizer.tokens(of: text) {
        if let place = places[TokenKey(token)] {
          occurrences[place] += 1
          if lastText[place] != textCount { documents[place] += 1 }
          lastText[place] = textCount
        } else {
          places[TokenKey(token)] = tokens.count
          tokens.append(token)
          occurrences.append(1)
          documents.append(1)
          lastText.append(textCount)
        }
      }
      textCount += 1
    }
  }

  /// The same, counted by several threads at the same time; stops with a sentence where there are none.
  public init(_ texts: [String], tokenizer: Tokenizer, threads: Int) {
    require(threads > 0, "TokenCounts: got \(threads) threads; expected at least 1")
    let parts = inParts(of: texts, threads: threads) { TokenCounts($0, tokenizer: tokenizer) }
    self = parts[0]
    if parts.count > 1 { add(parts.dropFirst()) }
  }

  /// Adds the counts of texts that come behind these.
  private mutating func add(_ others: some Sequence<TokenCounts>) {
    var places: [TokenKey: Int] = [:]
    for (place, token) in tokens.enumerated() { places[TokenKey(token)] = place }
    for other in others {
      for (index, token) in other.tokens.enumerated() {
        if let place = places[TokenKey(token)] {
          occurrences[place] += other.occurrences[index]
          documents[place] += other.documents[index]
        } else {
          places[TokenKey(token)] = tokens.count
          tokens.append(token)
          occurrences.append(other.occurrences[index])
          documents.append(other.documents[index])
        }
      }
      textCount += other.textCount
    }
  }

  /// The places of the tokens, the most frequent first; of equally frequent ones, the first seen first.
  var byFrequency: [Int] {
    tokens.indices.sorted { (-occurrences[$0], $0) < (-occurrences[$1], $1) }
  }
}

/// A token as a dictionary knows it: by its code points.
///
/// Strings themselves are equal where they look alike: é as one code point or as two. Python tells these
/// apart, and so must whoever wants Keras's numbers.
struct TokenKey: Hashable, Sendable {
  let token: String

  init(_ token: String) { self.token = token }

  static func == (a: TokenKey, b: TokenKey) -> Bool { a.token.utf8.elementsEqual(b.token.utf8) }

  func hash(into hasher: inout Hasher) {
    var copy = token
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
