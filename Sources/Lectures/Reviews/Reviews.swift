import UnrollAutodiff
import UnrollNumerics
import UnrollSequences
import UnrollTraining

/// Film reviews as numbers, in parts to train on, to validate by and to test by.
///
/// The words are those of Keras's `imdb`: cut as its `Tokenizer` cuts them, numbered from 4 on by how often they
/// occur in the reviews to train on, 10,000 ids at the most; 0 is padding, 1 the start of a review, 2 a word
/// that has no number.
///
/// Reviews to train on are shuffled, because files often hold them by class, and the last fifth of them validates.
/// The order has a seed of its own, Keras's 113, so that all trainings are judged by the same reviews.
public struct Reviews: Sendable {
  /// Reviews and whether they are good.
  public struct Part: Sendable {
    /// The ids of the words.
    let reviews: [[Int]]
    /// 1 for good, 0 for bad.
    let labels: [Int]

    /// The number of reviews.
    public var count: Int { reviews.count }

    func part(_ range: Range<Int>) -> Part {
      Part(reviews: Array(reviews[range]), labels: Array(labels[range]))
    }
  }

  /// The words with their ids.
  public let vocabulary: Vocabulary
  /// The number of different words in the reviews to train on: what Keras calls unique tokens.
  public let uniqueWords: Int
  /// Where the reviews come from, in a sentence.
  public let remark: String
  /// Whether they were made up.
  public let isMadeUp: Bool
  /// Reviews to train on, shuffled.
  public let train: Part
  /// Reviews to test by.
  public let test: Part

  /// The fewest reviews that can be cut into parts.
  public static let fewest = 20

  private static let orderSeed: UInt64 = 113
  static let reservedIDs: [Vocabulary.Reserved] = [.padding, .start, .unknown, .unused]

  /// Reviews out of a file or folder; where none are kept apart for the test, the last fifth is. The words are
  /// the same for any number of threads.
  /// - Throws: ``ReviewError`` where there are too few.
  public init(_ texts: LabelledTexts, threads: Int = 1) throws(ReviewError) {
    try self.init(texts.train, test: texts.test, remark: texts.remark, threads: threads)
  }

  init(
    _ texts: [LabelledText], test: [LabelledText]?, remark: String,
    words: Int = ReviewNetwork.words, isMadeUp: Bool = false, threads: Int = 1
  ) throws(ReviewError) {
    guard texts.count >= Self.fewest else { throw .tooFew(found: texts.count, remark: remark) }
    var generator = SeededGenerator(seed: Self.orderSeed, stream: "reviews")
    let order = generator.permutation(texts.count)
    let held = test == nil ? texts.count / 5 : 0
    let (known, kept) = (order.dropLast(held), order.suffix(held))
    // In the order of the file: of equally frequent words the first seen has the smaller id, as in Keras.
    let counts = TokenCounts(
      known.sorted().map { texts[$0].text }, tokenizer: .words(), threads: threads)
    let vocabulary = Vocabulary(
      counts, reserved: Self.reservedIDs, maxTokens: words)
    func part(_ texts: some Collection<LabelledText>) -> Part {
      Part(
        reviews: vocabulary.encode(texts.map(\.text), threads: threads), labels: texts.map(\.label))
    }
    self.vocabulary = vocabulary
    uniqueWords = counts.tokens.count
    train = part(known.map { texts[$0] })
    self.test = part(test ?? kept.map { texts[$0] })
    self.remark =
      held == 0
      ? remark : "\(remark) The last fifth of them, \(held.grouped), is kept for the test."
    self.isMadeUp = isMadeUp
  }

  /// The number of words in the longest review to train on.
  public var longest: Int { max(1, train.reviews.map(\.count).max() ?? 1) }

  /// Which rows a network reads: its own, but no longer than the longest review.
  func reading(of network: ReviewNetwork) -> ReviewRows { network.reading.limited(to: longest) }

  /// The reviews that a recipe trains on and those it validates by.
  func parts(for recipe: ReviewRecipe) -> (train: Part, validation: Part) {
    let fifth = train.count / 5
    var counts = (train: train.count - fifth, validation: fifth)
    if let wanted = recipe.counts {
      counts.train = min(wanted.train, counts.train)
      counts.validation = min(wanted.validation, train.count - counts.train)
    }
    return (
      train.part(0..<counts.train),
      train.part(counts.train..<(counts.train + counts.validation))
    )
  }

  /// A part as a network with such rows takes it.
  func dataset(_ part: Part, _ rows: ReviewRows) -> Dataset {
    Dataset(
      rows(part.reviews, vocabulary),
      Tensor(part.labels.map(Double.init), shape: [part.count, 1]))
  }
}

/// Why reviews can't be read or a text can't be judged.
public enum ReviewError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are not enough to be cut into parts.
  case tooFew(found: Int, remark: String)
  /// A text has no word that the network knows.
  case noKnownWords(known: Int)
  /// The reviews are not those that the lectures speak of.
  case otherReviews(train: Int, test: Int)
  /// A file holds another model.
  case otherModel(file: String, reason: String)

  /// What was found, what was expected, and what to do.
  public var description: String {
    switch self {
    case .tooFew(let found, let remark):
      """
      found \(found) reviews to train on; expected at least \(Reviews.fewest), to train, validate and test. \
      \(remark)
      """
    case .noKnownWords(let known):
      """
      the text has none of the \(known.grouped) words that the model knows; expected a review in the \
      language that it was trained on
      """
    case .otherReviews(let train, let test):
      """
      found \(train.grouped) reviews to train on and \(test.grouped) to test by; the lectures speak of the Large Movie \
      Review Dataset, which has 25,000 of each. unroll imdb takes any reviews
      """
    case .otherModel(let file, let reason):
      "\(file): \(reason); expected a model that unroll imdb --save wrote"
    }
  }
}
