import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences

/// H2: the slide's sentence and its bag of 3-grams.
enum BagOfThreeGrams {
  static let sentence = "Data science rocks my socks off!"

  /// The slide's entries, in its order (001:206).
  static let slide: [String] = [
    "Data", "Data science", "science", "science rocks", "Data science rocks", "rocks", "rocks my",
    "science rocks my", "my", "my socks", "socks", "rocks my socks", "off", "socks off",
    "my socks off",
  ]

  /// Holds where the tokens are the slide's, each once.
  static func finding(
    _ tokenizer: Tokenizer = .ngrams(upTo: 3, of: .words(lowercase: false))
  ) -> Claim.Finding {
    let bag = tokenizer.tokens(of: sentence)
    let small = Tokenizer.ngrams(upTo: 3, of: .words()).tokens(of: sentence)
    let (common, commonSmall) = (Set(slide).intersection(bag), Set(slide).intersection(small))
    return Claim.Finding(
      .text(
        "\(common.count) of \(slide.count) with capitals kept; Keras's small letters keep "
          + "\(commonSmall.count) of them"),
      .holds(Set(bag) == Set(slide) && bag.count == slide.count))
  }
}

/// H3: a vector of zeros, and a 1 in the place of the word.
enum OneHotWords {
  /// Holds where every word of a text of ours has a vector of its own that is as the slide says, number by
  /// number.
  static func finding(
    _ vectors: (IntTensor, _ size: Int) -> Tensor = { $0.oneHot($1) }
  ) -> Claim.Finding {
    let vocabulary = Vocabulary([SentenceText.own], tokenizer: .words(), reserved: [])
    let ids = vocabulary.encode(SentenceText.own)
    let size = vocabulary.count
    let rows = vectors(IntTensor(ids), size)
    let isExact =
      rows.shape == [ids.count, size]
      && rows.elements == ids.flatMap { id in (0..<size).map { $0 == id ? 1 : 0 } }
    return Claim.Finding(
      .text("\(ids.count) words as vectors of \(size) numbers\(isExact ? ", all right" : "")"),
      .holds(isExact && Set(ids).count == size))
  }
}

/// H4: how many words share their number by hashing, beside what chance gives.
enum HashedWords {
  static let dimensions = [1_000, 10_000, 100_000, 1_000_000]

  /// Different made-up words of three syllables, such as "lomika".
  static func words(_ count: Int = 2000, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed, stream: "made-up words")
    let (consonants, vowels) = (Array("bdfghjklmnprstvz"), Array("aeiou"))
    var seen: Set<String> = []
    var words: [String] = []
    while words.count < count {
      let word = (0..<3).map { _ in
        "\(consonants[generator.integer(below: consonants.count)])"
          + "\(vowels[generator.integer(below: vowels.count)])"
      }.joined()
      if seen.insert(word).inserted { words.append(word) }
    }
    return words
  }

  /// Holds where collisions become fewer from dimension to dimension, and each number is that of the
  /// birthday formula, to five standard deviations.
  static func finding(_ words: [String], dimensions: [Int] = dimensions) -> Claim.Finding {
    let collisions = dimensions.map { HashCollisions(of: words, dimension: $0) }
    let isRarer = zip(collisions, collisions.dropFirst()).allSatisfy { $0.count > $1.count }
    // And one word: where two are expected, counts lean further to the right than a normal number.
    let isChance = collisions.allSatisfy {
      abs(Double($0.count) - $0.expected) <= 5 * $0.standardDeviation + 1
    }
    let words = collisions.map {
      "\($0.count) (by chance \($0.expected.fixed(1))) in \($0.dimension.grouped)"
    }
    return Claim.Finding(
      .text(
        "of \((collisions.first?.tokens ?? 0).grouped) words collide "
          + words.joined(separator: ", ")),
      .holds(isRarer && isChance))
  }
}

/// H5: the slide's three reviews, filled up with zeros and cut.
enum PaddedReviews {
  static let reviews = [
    [5, 6, 11, 32], [5, 6, 11, 14, 66, 3, 49, 55, 98, 121], [31, 12, 2, 77, 33, 78],
  ]

  /// The slide's arrays of 10 tokens (001:524).
  static let slide = IntTensor([
    [5, 6, 11, 32, 0, 0, 0, 0, 0, 0], [5, 6, 11, 14, 66, 3, 49, 55, 98, 121],
    [31, 12, 2, 77, 33, 78, 0, 0, 0, 0],
  ])

  /// The slide's second review, cut to 7 tokens (001:536).
  static let cut = [5, 6, 11, 14, 66, 3, 49]

  /// Holds where both are the slide's. It works behind; Keras's defaults would work in front.
  static func finding(_ side: SequenceSide = .post) -> Claim.Finding {
    let rows = padSequences(reviews, maxlen: 10, padding: side, truncating: side)
    let short = padSequences([reviews[1]], maxlen: 7, padding: side, truncating: side)
    let byDefault = padSequences([reviews[1]], maxlen: 7).elements
    return Claim.Finding(
      .text(
        "\(rows == slide ? "the slide's" : "other") rows of 10, cut to \(short.elements); Keras's defaults "
          + "work in front: \(byDefault)"),
      .holds(rows == slide && short.elements == cut))
  }
}
