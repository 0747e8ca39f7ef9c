import UnrollAutodiff
import UnrollNumerics

/// The tokens of some texts, and the ids that stand for them.
///
/// The ids from 0 on belong to what is reserved, in the order in which it is named; then follow the entries,
/// the most frequent first, or in alphabetical order.
///
/// ```swift
/// let vocabulary = Vocabulary(
///   reviews, tokenizer: .words(), reserved: [.padding, .unknown], maxTokens: 10_000)
/// let ids = vocabulary.encode("This movie was great!")
/// ```
///
/// | numbers as in | `reserved` |
/// |---|---|
/// | Keras's `Tokenizer(num_words=…)`, with `maxTokens` | `[.padding]` |
/// | the same with an `oov_token` | `[.padding, .unknown]` |
/// | Keras's `imdb.load_data`, whose words begin at 4 | `[.padding, .start, .unknown, .unused]` |
/// | a model of characters | `[]` or `[.unknown]` |
/// | translation | `[.padding, .start, .end, .unknown]` |
public struct Vocabulary: Sendable {
  /// What an id can be reserved for.
  public enum Reserved: String, Sendable, Hashable, Codable, CaseIterable {
    /// Fills up short texts; its id is always 0.
    case padding
    /// Stands in front of a text.
    case start
    /// Stands behind a text.
    case end
    /// Stands for whatever is not in the vocabulary.
    case unknown
    /// An id that nothing has, as 3 in Keras's `imdb`.
    case unused
  }

  /// The order of the entries.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// The most frequent first; of equally frequent ones, the first seen first, as in Keras.
    case frequency
    /// By code points.
    case alphabetical
  }

  /// The id of padding, where a vocabulary has it.
  public static let padding = 0

  /// How a text is cut into tokens.
  public let tokenizer: Tokenizer
  /// What the first ids are reserved for.
  public let reserved: [Reserved]
  /// The tokens of the ids from `reserved.count` on.
  public let entries: [String]
  /// How often each entry occurs in the texts.
  public let occurrences: [Int]
  /// In how many texts each entry occurs.
  public let documents: [Int]
  /// The number of texts.
  public let textCount: Int

  let ids: [TokenKey: Int]

  /// The tokens of some texts.
  ///
  /// `maxTokens` is the number of ids that there may be, the reserved ones among them: Keras's `num_words`,
  /// and the size of an `Embedding`. The most frequent tokens are kept. Stops with a sentence where
  /// `maxTokens` has no room for the reserved ones, or padding is reserved anywhere but first.
  public init(
    _ texts: some Sequence<String>, tokenizer: Tokenizer, reserved: [Reserved],
    maxTokens: Int? = nil, order: Order = .frequency
  ) {
    self.init(
      TokenCounts(texts, tokenizer: tokenizer), reserved: reserved, maxTokens: maxTokens,
      order: order)
  }

  /// Tokens that have been counted, chosen as by ``init(_:tokenizer:reserved:maxTokens:order:)``; stops with
  /// a sentence as that does.
  public init(
    _ counts: TokenCounts, reserved: [Reserved], maxTokens: Int? = nil, order: Order = .frequency
  ) {
    let room = maxTokens.map { $0 - reserved.count } ?? counts.tokens.count
    require(
      room >= 0,
      "vocabulary: maxTokens is \(maxTokens ?? 0), but \(reserved.count) ids are reserved; expected more"
    )
    var kept = Array(counts.byFrequency.prefix(room))
    if order == .alphabetical {
      kept.sort { counts.tokens[$0].utf8.lexicographicallyPrecedes(counts.tokens[$1].utf8) }
    }
    self.init(
      tokenizer: counts.tokenizer, reserved: reserved, entries: kept.map { counts.tokens[$0] },
      occurrences: kept.map { counts.occurrences[$0] },
      documents: kept.map { counts.documents[$0] },
      textCount: counts.textCount)
    if let problem { stop("vocabulary: \(problem)") }
  }

  /// The parts as they are; whoever calls this looks at `problem`.
  init(
    tokenizer: Tokenizer, reserved: [Reserved], entries: [String], occurrences: [Int],
    documents: [Int], textCount: Int
  ) {
    self.tokenizer = tokenizer
    self.reserved = reserved
    self.entries = entries
    self.occurrences = occurrences
    self.documents = documents
    self.textCount = textCount
    ids = Dictionary(
      zip(entries.lazy.map(TokenKey.init), reserved.count...),
      uniquingKeysWith: { first, _ in first })
  }

  /// The number of ids, the reserved ones among them.
  public var count: Int { reserved.count + entries.count }

  /// The id of a token; nil where it is not in the vocabulary.
  public func id(of token: String) -> Int? { ids[TokenKey(token)] }

  /// The id of what must be reserved for the purpose. Stops with a sentence where none is.
  public func id(of purpose: Reserved) -> Int {
    guard let id = reserved.firstIndex(of: purpose) else {
      stop(
        "vocabulary: no id is reserved for \(purpose); expected .\(purpose) among the reserved, "
          + "\(reserved.map(\.rawValue))")
    }
    return id
  }

  /// The token of an id; reserved ones stand in angle brackets: `⟨unknown⟩`. Stops with a sentence where
  /// there is no such id.
  public func token(_ id: Int) -> String {
    require(
      (0..<count).contains(id),
      "vocabulary: there is no token \(id); there are \(count), counted from 0")
    return id < reserved.count ? "⟨\(reserved[id].rawValue)⟩" : entries[id - reserved.count]
  }

  /// What contradicts itself, in words; nil where nothing does.
  var problem: String? {
    if let problem = tokenizer.problem { return problem }
    if Set(reserved).count < reserved.count {
      return "got \(reserved.map(\.rawValue)) as reserved; expected each once"
    }
    if let place = reserved.firstIndex(of: .padding), place > 0 {
      return "padding has the id \(place); expected it first, because its id is 0 everywhere"
    }
    if ids.count < entries.count {
      var seen: Set<TokenKey> = []
      let twice = entries.first { !seen.insert(TokenKey($0)).inserted } ?? ""
      return "the token '\(twice)' comes twice; expected different tokens"
    }
    if occurrences.count != entries.count || documents.count != entries.count {
      return
        "there are \(entries.count) tokens, but \(occurrences.count) numbers of occurrences and "
        + "\(documents.count) of texts; expected equally many"
    }
    let isCounted = zip(occurrences, documents).allSatisfy { $0 >= $1 && $1 > 0 && $1 <= textCount }
    return isCounted ? nil : "a token occurs less often than once a text, or in more than there are"
  }
}

extension Vocabulary: Hashable {
  /// Whether both give the same ids and have the same counts; tokens are compared by code points.
  public static func == (a: Vocabulary, b: Vocabulary) -> Bool {
    a.tokenizer == b.tokenizer && a.reserved == b.reserved && a.ids == b.ids
      && a.occurrences == b.occurrences && a.documents == b.documents
      && a.textCount == b.textCount
  }

  /// Feeds what decides the ids to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(tokenizer)
    hasher.combine(reserved)
    hasher.combine(ids)
  }
}
