import UnrollAutodiff
import UnrollNumerics

// What word2vec minimises.
//
// Each word w has two vectors: v_w, with which it is read, and v'_w, with which it is foretold. From the
// words that are read, c_1 … c_C, one vector is made, their mean h = (1/C) Σ v_c. For the word o that is to
// be foretold and the K words k drawn at random,
//
//   L = −ln σ(v'_o · h) − Σ_k ln σ(−v'_k · h)
//
// Skip-gram reads one word and foretells one near it: C = 1. CBOW reads the words around a place and
// foretells the one in the middle.
//
// Source: Mikolov, Chen, Corrado and Dean, "Efficient estimation of word representations in vector space"
// (2013); Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed representations of words and phrases and
// their compositionality" (2013), equation 4.

/// One step of word2vec: the words that are read, the word to be foretold, and words drawn at random.
public struct Word2VecExample: Hashable, Sendable {
  /// The words that are read, at least one.
  public let reads: [Int]
  /// The word to be foretold.
  public let target: Int
  /// Words that are not to be foretold; one may come twice.
  public let negatives: [Int]

  /// Reads some words, foretells one, and not others; stops with a sentence where none is read.
  public init(reads: [Int], target: Int, negatives: [Int]) {
    require(!reads.isEmpty, "Word2VecExample: there are no words to read; expected at least one")
    self.reads = reads
    self.target = target
    self.negatives = negatives
  }
}

/// The loss of negative sampling, summed over examples.
///
/// `L = −ln σ(v'_o · h) − Σ_k ln σ(−v'_k · h)`, `h = (1/C) Σ v_c`; `input` holds the v, `[words, d]`, and
/// `output` the v', `[words, d]`. A word that comes several times counts each time.
///
/// A scalar in nats. Stops with a sentence where a word has no row.
public func negativeSamplingLoss(
  input: Variable, output: Variable, examples: [Word2VecExample]
) -> Variable {
  let (reads, targets) = (FlatExamples(reading: examples), FlatExamples(foretelling: examples))
  let share = Variable(reads.factors.cast(to: input.dtype))
  let hidden = scatterAdd(
    gather(input, reads.words) * share, reads.owners, rowCount: examples.count)  // [examples, d]
  let products = (gather(output, targets.words) * gather(hidden, targets.owners)).sum(axis: 1)
  let sign = Variable(targets.factors.reshaped([targets.words.elementCount]).cast(to: input.dtype))
  return softplus(-(sign * products)).sum()  // −ln σ(x) = softplus(−x)
}

/// The words of all examples in one list, each with the example it belongs to and a factor.
private struct FlatExamples {
  let words: IntTensor
  let owners: IntTensor
  /// `[words, 1]`
  let factors: Tensor

  /// The words that are read, each with its share 1/C.
  init(reading examples: [Word2VecExample]) {
    self.init(
      examples.map { example in example.reads.map { ($0, 1 / Double(example.reads.count)) } })
  }

  /// The words that are to be foretold, +1, and those that are not, −1.
  init(foretelling examples: [Word2VecExample]) {
    self.init(examples.map { [($0.target, 1)] + $0.negatives.map { ($0, -1) } })
  }

  private init(_ lists: [[(word: Int, factor: Double)]]) {
    words = IntTensor(lists.joined().map(\.word))
    owners = IntTensor(lists.enumerated().flatMap { owner, list in list.map { _ in owner } })
    let all = lists.joined().map(\.factor)
    factors = Tensor(all, shape: [all.count, 1], dtype: .float64)
  }
}
