import Foundation
import UnrollAutodiff

/// Softmax and cross-entropy over a sentence, on the tape, beside the sum of logarithms (000:538).
///
/// `L = −Σ yₜ · ln softmax(zₜ)` with yₜ the 1-of-k code of the word that comes: only its own logarithm is
/// left, so `L = −Σ ln p(wₜ | …)`. The slide makes `Σ ln p` as large as it can (000:398), which is the same
/// as making the cross-entropy as small as it can; but a loss is the latter.
public struct SentenceLoss: Sendable {
  /// The cross-entropy of a sentence by the tape, from logits.
  public let crossEntropy: Double
  /// `Σ ln p` by the chain rule, from probabilities.
  public let logProbability: Double
  /// Both again after a small step up the gradient of `Σ ln p`.
  public let afterStep: (crossEntropy: Double, logProbability: Double)

  /// The loss of a model on a sentence.
  ///
  /// The model's logits are the logarithms of its probabilities: their softmax gives the probabilities back.
  public init(of model: some SentenceModel, on sentence: [String]) {
    let words = sentence + [SentenceText.end]
    let vocabulary = model.vocabulary
    let unknown = vocabulary.count - 1
    let labels = IntTensor(words.map { vocabulary.firstIndex(of: $0) ?? unknown })
    let logits = words.indices.flatMap { t in
      vocabulary.map { log(model.probability(of: $0, after: words[..<t])) }
    }

    let tape = Tape()
    let z = tape.variable(
      Tensor(logits, shape: [words.count, vocabulary.count], dtype: .float64), name: "logits")
    let loss = softmaxCrossEntropy(z, labels: labels).sum()
    let likelihood = -loss  // Σ ln p
    let uphill = tape.gradient(of: likelihood, for: z)

    crossEntropy = loss.item()
    logProbability = model.logProbability(sentence)
    let moved = Variable(z.value) + 0.1 * Variable(uphill.value)
    let rows = softmax(moved).value.elements
    let chosen = labels.elements.enumerated().map { rows[$0 * vocabulary.count + $1] }
    afterStep = (
      softmaxCrossEntropy(moved, labels: labels).sum().item(), chosen.reduce(0) { $0 + log($1) }
    )
  }

  /// How far the cross-entropy is from minus the sum of logarithms, relative to it.
  public var distance: Double { abs(crossEntropy + logProbability) / crossEntropy }
}
