import UnrollNumerics

/// The examples of one epoch, in the order of the text.
///
/// Frequent words are left out at random; then, for each place, a window of 1 to `window` words on either
/// side is drawn, within the sentence. Skip-gram reads the word in the middle and foretells each of the others
/// in turn; CBOW reads the others and foretells the one in the middle. Negatives that happen to be the word
/// to be foretold are left out.
struct Word2VecExamples {
  private let settings: Word2Vec
  private let keep: [Double]
  private let noise: AliasTable
  private var generator: SeededGenerator
  private var kept: [Int] = []
  private var around: [Int] = []
  private var targets: [Int] = []

  /// The examples of an epoch, counted from 1; its random numbers follow from the seed and its number.
  init(of corpus: Word2VecCorpus, _ settings: Word2Vec, epoch: Int) {
    self.settings = settings
    keep = corpus.keepProbabilities(subsampling: settings.subsampling)
    noise = corpus.noise
    generator = SeededGenerator(seed: settings.seed, stream: "word2vec/examples", step: epoch)
  }

  /// Calls `body` with each example of a sentence; in `targets`, the word to be foretold comes first.
  @inline(__always)
  mutating func forEach(
    in sentence: ArraySlice<Int>, _ body: (_ reads: ArraySlice<Int>, _ targets: [Int]) -> Void
  ) {
    kept.removeAll(keepingCapacity: true)
    for word in sentence where keep[word] >= 1 || generator.uniform() < keep[word] {
      kept.append(word)
    }
    for place in kept.indices {
      let reach = 1 + generator.integer(below: settings.window)
      let near = max(0, place - reach)..<min(kept.count, place + reach + 1)
      if near.count == 1 { continue }
      switch settings.method {
      case .skipGram:
        for other in near where other != place {
          draw(target: kept[other])
          body(kept[place...place], targets)
        }
      case .cbow:
        around.removeAll(keepingCapacity: true)
        for other in near where other != place { around.append(kept[other]) }
        draw(target: kept[place])
        body(around[...], targets)
      }
    }
  }

  private mutating func draw(target: Int) {
    targets.removeAll(keepingCapacity: true)
    targets.append(target)
    for _ in 0..<settings.negatives {
      let word = noise.draw(using: &generator)
      if word != target { targets.append(word) }
    }
  }
}
