import UnrollNumerics

/// The words of a text as word2vec reads them: numbered by frequency, rare ones left out.
struct Word2VecCorpus: Sendable {
  /// The words, the most frequent first; of equally frequent ones the one that was seen first.
  let words: [String]
  /// How often each occurs.
  let counts: [Int]
  /// The sentences as word numbers, one behind the other.
  let tokens: [Int]
  /// Where each sentence ends in `tokens`.
  let ends: [Int]

  /// The words that occur at least so many times.
  init(_ sentences: [[String]], minimumCount: Int) {
    var numbers: [String: Int] = [:]
    var (seen, counts): ([String], [Int]) = ([], [])
    var all: [Int] = []
    for word in sentences.joined() {
      let number = numbers[word] ?? seen.count
      if number == seen.count {
        numbers[word] = number
        seen.append(word)
        counts.append(0)
      }
      counts[number] += 1
      all.append(number)
    }
    let order = seen.indices.filter { counts[$0] >= minimumCount }.sorted {
      counts[$0] > counts[$1] || (counts[$0] == counts[$1] && $0 < $1)
    }
    var places = [Int?](repeating: nil, count: seen.count)
    for (place, number) in order.enumerated() { places[number] = place }
    words = order.map { seen[$0] }
    self.counts = order.map { counts[$0] }

    var (tokens, ends): ([Int], [Int]) = ([], [])
    var start = 0
    for sentence in sentences {
      for number in all[start..<(start + sentence.count)] {
        if let place = places[number] { tokens.append(place) }
      }
      start += sentence.count
      if tokens.count > ends.last ?? 0 { ends.append(tokens.count) }
    }
    self.tokens = tokens
    self.ends = ends
  }

  /// With which probability an occurrence of each word is read: `√(t/f) + t/f`, at most 1, where f is the
  /// word's share of the text. All are where t is 0.
  ///
  /// The original program's formula; the paper has `√(t/f)`.
  func keepProbabilities(subsampling t: Double) -> [Double] {
    counts.map { count in
      let ratio = t * Double(tokens.count) / Double(count)
      return t == 0 ? 1 : min(1, ratio.squareRoot() + ratio)
    }
  }

  /// Draws words with probabilities in proportion to their frequency to the power of ¾.
  var noise: AliasTable {
    AliasTable(
      counts.map { count in
        let root = Double(count).squareRoot()
        return root * root.squareRoot()
      })
  }
}
